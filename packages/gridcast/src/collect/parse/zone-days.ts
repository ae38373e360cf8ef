/** Local time to UTC as a table: for each local day, the stretches of the clock with their offsets. */

const DAY_S = 86_400;

/**
 * Stretches of the local clock, disjoint and complete. Seconds count from the local midnight of `day` (days since
 * 1970-01-01 of the local calendar). Where the clock is unique both offsets are equal; where it runs twice (autumn) the
 * first run has `firstOffsetS`; where it is skipped (spring) the first is the offset before the switch.
 */
export interface ZoneDays {
  readonly day: Int32Array;
  readonly fromS: Int32Array;
  readonly toS: Int32Array;
  readonly firstOffsetS: Int32Array;
  readonly secondOffsetS: Int32Array;
}

interface Stretch {
  /** Local seconds since 1970-01-01T00:00 on the wall clock. */
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly second: number;
}

/** The clock of an IANA zone for the local days `[firstDay, lastDay]`. */
export function zoneDays(timezone: string, firstDay: number, lastDay: number): ZoneDays {
  const rows: number[][] = [];
  const stretches = localStretches(timezone, firstDay, lastDay);
  let at = 0;
  for (let day = firstDay; day <= lastDay; day++) {
    const [start, end] = [day * DAY_S, (day + 1) * DAY_S];
    while ((stretches[at]?.to ?? Infinity) <= start) at++;
    for (let i = at; (stretches[i]?.from ?? Infinity) < end; i++) {
      const { from, to, first, second } = stretches[i] as Stretch;
      rows.push([day, Math.max(from, start) - start, Math.min(to, end) - start, first, second]);
    }
  }
  const column = (index: number): Int32Array => Int32Array.from(rows, (row) => row[index] ?? 0);
  return {
    day: column(0),
    fromS: column(1),
    toS: column(2),
    firstOffsetS: column(3),
    secondOffsetS: column(4),
  };
}

function localStretches(timezone: string, firstDay: number, lastDay: number): readonly Stretch[] {
  const offsetAt = offsetReader(timezone);
  const [begin, end] = [(firstDay - 2) * DAY_S, (lastDay + 3) * DAY_S];
  const stretches: Stretch[] = [];
  let [segmentFrom, offset] = [begin + offsetAt(begin), offsetAt(begin)];
  for (let day = begin; day < end; day += DAY_S) {
    const next = offsetAt(day + DAY_S);
    if (next === offset) continue;
    const at = switchInstant(offsetAt, day, day + DAY_S);
    const [low, high] = [at + Math.min(offset, next), at + Math.max(offset, next)];
    stretches.push({ from: segmentFrom, to: low, first: offset, second: offset });
    stretches.push({ from: low, to: high, first: offset, second: next });
    [segmentFrom, offset] = [high, next];
  }
  stretches.push({ from: segmentFrom, to: end + offset, first: offset, second: offset });
  return stretches;
}

/** The first second with the later offset, between two instants with unlike offsets. */
function switchInstant(offsetAt: (second: number) => number, from: number, to: number): number {
  const before = offsetAt(from);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** Reads the offset of a zone at an instant, both in seconds. */
function offsetReader(timezone: string): (second: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (second) => {
    const parts = Object.fromEntries(
      format.formatToParts(second * 1000).map(({ type, value }) => [type, value]),
    );
    const number = (name: string): number => Number(parts[name]);
    const local = Date.UTC(
      number('year'),
      number('month') - 1,
      number('day'),
      number('hour'),
      number('minute'),
      number('second'),
    );
    return local / 1000 - second;
  };
}
