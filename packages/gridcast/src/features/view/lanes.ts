/** Lanes: a series as it was known at some origins, over the hours that those need. */
import type { SqlEngine } from '../../store/index.ts';
import { tables } from './names.ts';
import type { BuildScope } from './origins.ts';

/** A range of series `[first, last]` that is worked on at once. */
export interface SeriesRange {
  readonly first: number;
  readonly last: number;
}

export interface StateOptions extends BuildScope {
  readonly hasLate: boolean;
}

/** Makes the empty table of lanes; a log lane has no `exponent`, the values of a linear lane are divided by 2^exponent. */
export async function makeLaneTable(engine: SqlEngine): Promise<void> {
  await engine.run(`CREATE OR REPLACE TABLE ${tables.lane} (
    lane INTEGER, series INTEGER, vintage INTEGER, exponent INTEGER, lo INTEGER, hi INTEGER)`);
}

/** The first hour of each series of a relation `span`; nothing is to be found before. */
export const FIRST_HOURS = `(SELECT series, MIN(hour) AS hour FROM observation_versions
      WHERE series IN (SELECT series FROM span) GROUP BY series)`;

/** Adds a lane for each (series, vintage, exponent) of some origins, numbered on from the last lane. */
export async function addLanes(
  engine: SqlEngine,
  { scope, origins }: { readonly scope: BuildScope; readonly origins: string },
): Promise<void> {
  await engine.run(`INSERT INTO ${tables.lane}
    WITH span AS (
      SELECT series, vintage, exponent, MIN(last) - ${scope.lookbackHours} AS lo, MAX(last) AS hi
      FROM (${origins}) o GROUP BY series, vintage, exponent)
    SELECT CAST(ROW_NUMBER() OVER (ORDER BY s.series, s.vintage, s.exponent NULLS FIRST) AS INTEGER)
        + COALESCE((SELECT MAX(lane) FROM ${tables.lane}), 0) AS lane,
      s.series, s.vintage, s.exponent, GREATEST(s.lo, f.hour) AS lo, s.hi
    FROM span s JOIN ${FIRST_HOURS} f ON f.series = s.series`);
}

/**
 * The dense hours of lanes with the value that was known, as a query of lane, hour, exponent, value and the calendar's
 * columns.
 *
 * A version counts where it is regular (known at its hour's end and the delay, or earlier) or known by the vintage; of
 * several the one known last. Hours after an origin's last hour may be there: an origin never reads them.
 */
export function denseStateSql(lanes: string, { delayHours, hasLate }: StateOptions): string {
  const usable = 'v.value BETWEEN -1e300 AND 1e300';
  const versions = `${lanes} n JOIN observation_versions v ON v.series = n.series AND v.hour BETWEEN n.lo AND n.hi`;
  const state = hasLate
    ? `SELECT n.lane, v.hour, MAX_BY(v.value, v.known_hour) AS value FROM ${versions}
       WHERE v.known_hour <= GREATEST(v.hour + ${1 + delayHours}, n.vintage) AND ${usable} GROUP BY n.lane, v.hour`
    : `SELECT n.lane, v.hour, v.value FROM ${versions} WHERE ${usable}`;
  return `SELECT n.lane, n.exponent, c.hour, c.week_hours, c.local_hour, c.like_class, c.like_sample, s.value
    FROM ${lanes} n JOIN ${tables.calendar} c ON c.hour BETWEEN n.lo AND n.hi
    LEFT JOIN (${state}) s ON s.lane = n.lane AND s.hour = c.hour`;
}
