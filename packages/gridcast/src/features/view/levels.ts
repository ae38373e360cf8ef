/** Windows that end at the last known hour, one row an origin. */
import type { SqlEngine } from '../../store/index.ts';
import { FIXED_ONE, leastValues, windowMeanSql, windowSumSql, type SumWindow } from './fixed-point.ts';
import { YEAR_HOURS } from './lags.ts';
import { tables } from './names.ts';
import {
  DAY_CHANGE_HOURS,
  FAR_HOURS,
  LEVEL_HOURS,
  LINK_HOURS,
  RATIO_HOURS,
  windowEnds,
  yearWeek,
  type WindowOptions,
} from './sums.ts';

/** Makes the table of levels of the origins at hand; `withYear` adds the windows of a year before. */
export async function makeLevels(engine: SqlEngine, options: WindowOptions): Promise<void> {
  const { withYear } = options;
  const [newer, older] = yearWeek(options.delayHours);
  const joins = windowEnds(options).map(
    (hours) =>
      `LEFT JOIN ${tables.sum} b${hours} ON b${hours}.lane = o.lane AND b${hours}.hour = o.last - ${hours}`,
  );
  const columns = [
    ...RATIO_HOURS.map((hours) => [`r_${hours}`, mean('r', 0, hours)]),
    ...DAY_CHANGE_HOURS.map((hours) => [`c_${hours}`, mean('c', 0, hours)]),
    ...LEVEL_HOURS.map((hours) => [`lev_${hours}`, mean('z', 0, hours)]),
    ['lev_far', windowMeanSql(between(0, FAR_HOURS), { count: 'nz', sum: 'sz', least: 1 })],
    ['lev_168_before', mean('z', 168, 336)],
    ['sd', deviationSql(between(0, LINK_HOURS))],
    ['r_abs_168', windowMeanSql(between(0, 168), { count: 'nr', sum: 'ar', least: leastValues(168) })],
    ...(withYear
      ? [
          ...[168, 336].map((hours) => [`year_lev_${hours}`, mean('z', YEAR_HOURS, YEAR_HOURS + hours)]),
          ['year_week', mean('z', newer, older)],
        ]
      : []),
  ];
  await engine.run(`CREATE OR REPLACE TABLE ${tables.level} AS
    SELECT o.series, o.origin, o.last, o.lane, o.link, o.scale, o.unit,
      ${columns.map(([name, sql]) => `(${sql}) / o.unit AS ${name}`).join(',\n      ')}
    FROM ${tables.link} o ${joins.join('\n    ')}`);
}

/** The window from `from` hours to `to` hours before the last known hour. */
function between(from: number, to: number): SumWindow {
  return { from: `b${to}`, to: `b${from}` };
}

function mean(of: 'r' | 'z' | 'c', from: number, to: number): string {
  return windowMeanSql(between(from, to), { count: `n${of}`, sum: `s${of}`, least: leastValues(to - from) });
}

/** Standard deviation (n - 1) from exact integer sums, so that a flat series has exactly 0. */
function deviationSql(window: SumWindow): string {
  const n = windowSumSql('nz', window);
  const sum = `CAST(${windowSumSql('sz', window)} AS HUGEINT)`;
  const squares = windowSumSql('qz', window);
  return `CASE WHEN ${n} >= ${leastValues(LINK_HOURS)} THEN
    SQRT(CAST(${n} * ${squares} - ${sum} * ${sum} AS DOUBLE) / (CAST(${n} AS DOUBLE) * (${n} - 1))) / ${FIXED_ONE}.0 END`;
}
