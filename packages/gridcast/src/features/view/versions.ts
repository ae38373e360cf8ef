/** The versions of observations in memory, and what of them was known. */
import type { SqlEngine } from '../../store/index.ts';
import type { SeriesRange } from './batches.ts';
import type { Link } from './links.ts';

/** The versions of a range of series, ordered by series, hour, known hour; values that are no number are left out. */
export interface Versions {
  readonly hour: Float64Array;
  readonly known: Float64Array;
  readonly value: Float64Array;
  /** Logarithms of positive values; absent where nothing is asked on that scale. */
  readonly log: Float64Array | undefined;
  /** Where the versions of a series are. */
  readonly spans: ReadonlyMap<number, SeriesSpan>;
}

/** Places `[from, to)`, at least one. */
export interface SeriesSpan {
  readonly from: number;
  readonly to: number;
}

/** Reads the versions of a range of series in the hours `[start, end)`. */
export async function readVersions(
  engine: SqlEngine,
  {
    range,
    links,
    start,
    end,
  }: {
    readonly range: SeriesRange;
    readonly links: readonly Link[];
    readonly start: number;
    readonly end: number;
  },
): Promise<Versions> {
  const inRange = `series BETWEEN ${range.first} AND ${range.last}`;
  const log = links.includes('log') ? ', LN(CASE WHEN value > 0 THEN value END) AS log' : '';
  const { columns, rows } = await engine.numbers(`SELECT series, hour, known_hour, value${log}
    FROM observation_versions
    WHERE ${inRange} AND hour >= ${start} AND hour < ${end} AND value BETWEEN -1e300 AND 1e300
    ORDER BY series, hour, known_hour`);
  const none = new Float64Array();
  const series = columns['series'] ?? none;
  const spans = new Map<number, SeriesSpan>();
  for (let from = 0, to = 0; from < rows; from = to) {
    while (to < rows && series[to] === series[from]) to++;
    spans.set(series[from] ?? 0, { from, to });
  }
  return {
    hour: columns['hour'] ?? none,
    known: columns['known_hour'] ?? none,
    value: columns['value'] ?? none,
    log: columns['log'],
    spans,
  };
}

/** What of a series is asked for: the hours `[start, end)`. */
export interface StateRequest {
  readonly span: SeriesSpan;
  readonly start: number;
  readonly end: number;
  /** A version counts where it was known by then. */
  readonly knownBy: (hour: number) => number;
}

/** Of each hour, the place of the version known last among those that count, or -1. */
export function stateOf(versions: Versions, { span, start, end, knownBy }: StateRequest): Int32Array {
  const { hour, known } = versions;
  const places = new Int32Array(Math.max(0, end - start)).fill(-1);
  for (let i = firstAt(hour, span, start); i < span.to; i++) {
    const at = hour[i] as number;
    if (at >= end) break;
    // versions of an hour come in the order in which they became known
    if ((known[i] as number) <= knownBy(at)) places[at - start] = i;
  }
  return places;
}

/** The first version of a series at an hour or later. */
function firstAt(hours: Float64Array, { from, to }: SeriesSpan, hour: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hours[middle] as number) < hour) low = middle + 1;
    else high = middle;
  }
  return low;
}
