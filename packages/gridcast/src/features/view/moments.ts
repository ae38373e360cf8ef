/** Moments: the (target, origin) pairs of a spine with the hours that their rows look at, the same for every series. */
import type { HourWindow } from '../../core/index.ts';
import type { SqlEngine } from '../../store/index.ts';
import type { Calendar, OffsetSpan } from '../calendar/index.ts';
import { calendarColumns } from '../calendar/table.ts';
import { seasonLags } from './lags.ts';
import type { Clock } from './lanes.ts';
import { tables } from './names.ts';
import type { BuildScope } from './origins.ts';

/** Makes the clock of a build and the same as a table, over all the hours that its rows look at. */
export async function makeClock(
  engine: SqlEngine,
  calendar: Calendar,
  scope: BuildScope,
): Promise<{ readonly clock: Clock; readonly offsets: readonly OffsetSpan[] }> {
  const window = await neededHours(engine, scope);
  const columns = calendarColumns(calendar, window);
  await engine.createTable(tables.calendar, { ...columns });
  return { clock: { start: window.start, columns }, offsets: calendar.offsets(window) };
}

async function neededHours(engine: SqlEngine, scope: BuildScope): Promise<HourWindow> {
  const [range] = await engine.rows<{ first: number | null; last: number | null }>(
    `SELECT MIN(origin) AS first, MAX(target) AS last FROM ${scope.spine}`,
  );
  const first = range?.first ?? 0;
  return {
    start: first - 1 - scope.delayHours - scope.lookbackHours - 200,
    end: (range?.last ?? first) + 26,
  };
}

/** The offset of local time at an hour, as an SQL expression. */
export function offsetSql(offsets: readonly OffsetSpan[], hour: string): string {
  const [first, ...later] = offsets;
  const branches = later.toReversed().map((span) => `WHEN ${hour} >= ${span.from} THEN ${span.offsetHours}`);
  const otherwise = first?.offsetHours ?? 0;
  return branches.length === 0 ? String(otherwise) : `CASE ${branches.join(' ')} ELSE ${otherwise} END`;
}

/** The hour some days before another on the local clock, where `offset` is the other hour's offset. */
function daysBeforeSql(offsets: readonly OffsetSpan[], hour: string, offset: string, days: string): string {
  const plain = `${hour} - 24 * (${days})`;
  return offsets.length <= 1 ? plain : `${plain} + ${offset} - (${offsetSql(offsets, plain)})`;
}

/**
 * Makes the table of moments: target, origin, lead, last, the hours of season lags (`d0` the newest legal day, `w0` the newest
 * legal week, ...), the hours a year before (`y0` of the target, `yw` of the week's hour) and calendar columns.
 *
 * Invariant: no hour of a lag is after `last`; where a change of the clock would carry one past it, one more season is taken.
 */
export async function makeMoments(
  engine: SqlEngine,
  scope: BuildScope,
  offsets: readonly OffsetSpan[],
): Promise<void> {
  const before = (hour: string, offset: string, days: string): string =>
    daysBeforeSql(offsets, hour, offset, days);
  const nearest = (days: number): string =>
    `CAST(FLOOR((target - last + ${24 * days - 1}) / ${24 * days}.0) AS INTEGER)`;
  const legal = (days: number, k: string): string =>
    `${k} + CASE WHEN ${before('target', 'utc_offset', `${days} * ${k}`)} > last THEN 1 ELSE 0 END AS ${k}`;
  const lags = seasonLags.map(
    ({ name, seasonDays, extra }) =>
      `${before('target', 'utc_offset', `${seasonDays} * (k${seasonDays} + ${extra})`)} AS ${name}`,
  );
  await engine.run(`CREATE OR REPLACE TABLE ${tables.moment} AS
    WITH pair AS (SELECT DISTINCT target, origin FROM ${scope.spine}),
    timed AS (
      SELECT target, origin, target - origin AS lead, origin - ${1 + scope.delayHours} AS last,
        ${offsetSql(offsets, 'target')} AS utc_offset FROM pair),
    nearest AS (SELECT *, ${nearest(1)} AS k1, ${nearest(7)} AS k7 FROM timed),
    legal AS (SELECT target, origin, lead, last, utc_offset, ${legal(1, 'k1')}, ${legal(7, 'k7')} FROM nearest),
    lagged AS (
      SELECT target, origin, lead, last, ${lags.join(', ')}, ${before('target', 'utc_offset', '364')} AS y0,
        ${before('target', 'utc_offset', '1')} AS day_before, ${before('target', 'utc_offset', '-1')} AS day_after
      FROM legal)
    SELECT h.*, ${before('h.w0', `(${offsetSql(offsets, 'h.w0')})`, '364')} AS yw, ${CALENDAR_COLUMNS}
    FROM lagged h
    LEFT JOIN ${tables.calendar} t ON t.hour = h.target
    LEFT JOIN ${tables.calendar} d ON d.hour = h.d0
    LEFT JOIN ${tables.calendar} w ON w.hour = h.w0
    LEFT JOIN ${tables.calendar} w1 ON w1.hour = h.w0 - w.week_hours
    LEFT JOIN ${tables.calendar} l ON l.hour = h.last
    LEFT JOIN ${tables.calendar} b ON b.hour = h.day_before
    LEFT JOIN ${tables.calendar} a ON a.hour = h.day_after
    LEFT JOIN ${tables.calendar} y ON y.hour = h.y0`);
}

const CALENDAR_COLUMNS = `t.local_hour, t.weekday, t.like_class, t.day_class AS class_target, d.day_class AS class_day,
      w.day_class AS class_week, d.weekday AS weekday_day, b.day_class AS class_before, a.day_class AS class_after,
      w1.day_class AS class_week2, l.day_class AS class_last, l.off_24, l.off_168, y.day_class AS yoy_class,
      t.day_of_year_sin, t.day_of_year_cos, t.sun_elevation_deg AS sun_elevation,
      t.sun_elevation_deg - w.sun_elevation_deg AS sun_week, t.sun_elevation_deg - d.sun_elevation_deg AS sun_day,
      t.light - w.light AS dark_week, t.light - d.light AS dark_day`;
