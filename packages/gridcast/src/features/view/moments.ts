/** Moments: the (target, origin) pairs of some rows with the hours that those look at, the same for every series. */
import type { SqlEngine } from '../../store/index.ts';
import type { Calendar } from '../calendar/index.ts';
import { calendarColumns, type CalendarColumns } from '../calendar/table.ts';
import { subtract } from './formulas.ts';
import { LEADS, seasonLags } from './lags.ts';
import type { Clock } from './lanes.ts';
import { tables } from './names.ts';
import type { BuildScope } from './origins.ts';
import { remembered } from './remembered.ts';

/** Makes the clock of a build, over all the hours that its rows look at; the table of origins is there. */
export async function makeClock(engine: SqlEngine, calendar: Calendar, scope: BuildScope): Promise<Clock> {
  const [range] = await engine.rows<{ first: number | null; last: number | null }>(
    `SELECT MIN(origin) AS first, MAX(origin) AS last FROM ${tables.origin}`,
  );
  const first = range?.first ?? 0;
  const start = first - 1 - scope.delayHours - scope.lookbackHours - 200;
  const end = (range?.last ?? first) + LEADS + 25;
  return { start, columns: calendarColumns(calendar, { start, end }) };
}

/** An item each. */
export interface Moments {
  readonly target: Int32Array;
  readonly origin: Int32Array;
}

/** Gives a fact of moments by its name in `FACTS`, or an hour by its name; NaN where the clock does not reach. */
export type MomentReader = (name: string) => Float64Array;

/** Reads some moments; each fact is worked out when it is first asked for. */
export function openMoments(moments: Moments, clock: Clock, delayHours: number): MomentReader {
  const { target, origin } = moments;
  const hours = openHours(moments, clock, delayHours);
  const read = ([column, hour]: HourFact): Float64Array => {
    const [cells, at] = [clock.columns[column], hours(hour)];
    return filled(at.length, (i) => cells[(at[i] as number) - clock.start] ?? NaN);
  };
  return remembered((name) => {
    if (name === 'lead') return filled(target.length, (i) => (target[i] as number) - (origin[i] as number));
    const [fact, less] = FACTS[name] ?? [];
    if (fact === undefined) return hours(name);
    return less === undefined ? read(fact) : subtract(read(fact), read(less));
  });
}

/** A column of the calendar at an hour of a moment. */
type HourFact = readonly [column: keyof CalendarColumns, hour: string];

/** Facts of moments, and what is taken off them. */
const FACTS: Readonly<Record<string, readonly [fact: HourFact, less?: HourFact]>> = {
  local_hour: [['local_hour', 'target']],
  weekday: [['weekday', 'target']],
  like_class: [['like_class', 'target']],
  class_target: [['day_class', 'target']],
  class_day: [['day_class', 'd0']],
  class_week: [['day_class', 'w0']],
  weekday_day: [['weekday', 'd0']],
  class_before: [['day_class', 'day_before']],
  class_after: [['day_class', 'day_after']],
  class_week2: [['day_class', 'w1']],
  class_last: [['day_class', 'last']],
  off_24: [['off_24', 'last']],
  off_168: [['off_168', 'last']],
  yoy_class: [['day_class', 'y0']],
  day_of_year_sin: [['day_of_year_sin', 'target']],
  day_of_year_cos: [['day_of_year_cos', 'target']],
  sun_elevation: [['sun_elevation_deg', 'target']],
  sun_week: [
    ['sun_elevation_deg', 'target'],
    ['sun_elevation_deg', 'w0'],
  ],
  sun_day: [
    ['sun_elevation_deg', 'target'],
    ['sun_elevation_deg', 'd0'],
  ],
  dark_week: [
    ['light', 'target'],
    ['light', 'w0'],
  ],
  dark_day: [
    ['light', 'target'],
    ['light', 'd0'],
  ],
};

/** Hours at whole days before the target on the local clock. */
const DAYS_BEFORE: Readonly<Record<string, number>> = { target: 0, day_before: 1, day_after: -1, y0: 364 };

/**
 * Gives the hours of moments by name: those of season lags (`d0` the newest legal day, `w0` the newest legal week, ...), of
 * `DAYS_BEFORE`, `w1` a week and `yw` 364 days before `w0`, and `last`, the newest usable one.
 *
 * Invariant: no hour of a lag is after `last`; where a change of the clock would carry one past it, one more season is taken.
 */
function openHours({ target, origin }: Moments, clock: Clock, delayHours: number): MomentReader {
  const { utc_offset: offsets, week_hours: weekHours } = clock.columns;
  const each = (of: (moment: number) => number): Float64Array => filled(target.length, of);
  const before = (hour: number, days: number): number => {
    const plain = hour - 24 * days;
    return plain + (offsets[hour - clock.start] ?? NaN) - (offsets[plain - clock.start] ?? NaN);
  };
  const last = each((i) => (origin[i] as number) - 1 - delayHours);
  const seasons = remembered((days: number) =>
    each((i) => {
      const [at, newest] = [target[i] as number, last[i] as number];
      const nearest = Math.floor((at - newest + 24 * days - 1) / (24 * days));
      return before(at, days * nearest) > newest ? nearest + 1 : nearest;
    }),
  );
  const hours: MomentReader = remembered((name) => {
    if (name === 'last') return last;
    if (name === 'w1' || name === 'yw') {
      const week = hours('w0');
      if (name === 'yw') return week.map((at) => before(at, 364));
      return week.map((at) => at - (weekHours[at - clock.start] ?? NaN));
    }
    const lag = seasonLags.find((one) => one.name === name);
    if (lag === undefined) return each((i) => before(target[i] as number, DAYS_BEFORE[name] ?? NaN));
    const counts = seasons(lag.seasonDays);
    return each((i) => before(target[i] as number, lag.seasonDays * ((counts[i] as number) + lag.extra)));
  });
  return hours;
}

function filled(length: number, of: (place: number) => number): Float64Array {
  const out = new Float64Array(length);
  for (let i = 0; i < length; i++) out[i] = of(i);
  return out;
}
