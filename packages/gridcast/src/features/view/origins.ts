/** The (series, origin) pairs of a spine, and what is known at each. */
import type { SqlEngine } from '../../store/index.ts';
import { tables } from './names.ts';

/** What a build is asked for, as its stages need it. */
export interface BuildScope {
  /** A relation with the INTEGER columns series, origin, leads: each pair once, bit k of `leads` set where lead k is asked for. */
  readonly asked: string;
  readonly delayHours: number;
  /** Hours before the last known hour of an origin that its features can read. */
  readonly lookbackHours: number;
}

/** The rows of a spine (series, target, origin) as `BuildScope.asked` has them. */
export function askedOf(spine: string): string {
  return `(SELECT series, origin, CAST(BIT_OR(1 << (target - origin)) AS INTEGER) AS leads FROM ${spine} GROUP BY series, origin)`;
}

/** The state of knowledge before any late version. */
const NO_LATE_VERSION = -1_000_000_000;

/** For so long, 56 days, a value of zero or less keeps a series off the logarithmic scale. */
export const NOT_POSITIVE_HOURS = 1_344;
/** A value that became known later than this does not: whoever serves has loaded no older hours. */
export const LATEST_NEWS_HOURS = 7_000;

/**
 * Makes the table of origins: series, origin, leads, last (newest usable hour), vintage, all_positive.
 *
 * `vintage` is the known-at of the newest late version (a revision, a late arrival) of the series that the origin knows:
 * origins of one vintage see the same history up to their last hour. `all_positive` is 1 where no version that became
 * known within `NOT_POSITIVE_HOURS` before is zero or less.
 */
export async function makeOrigins(engine: SqlEngine, scope: BuildScope): Promise<void> {
  const { asked, delayHours } = scope;
  const isIrregular = `v.known_hour <> v.hour + ${1 + delayHours}`;
  const [late] = await engine.rows<{ irregular: number }>(
    `SELECT CAST(COUNT(*) AS INTEGER) AS irregular FROM observation_versions v WHERE ${isIrregular}`,
  );
  const hasLate = (late?.irregular ?? 0) > 0;
  await engine.run(`CREATE OR REPLACE TABLE ${tables.origin} AS
    WITH pair AS (SELECT series, origin, leads FROM ${asked}),
    ${hasLate ? vintageSql(delayHours) : `seen AS (SELECT *, ${NO_LATE_VERSION} AS vintage FROM pair)`},
    ${lowSql(delayHours)}
    SELECT p.series, p.origin, p.leads, p.origin - ${1 + delayHours} AS last, p.vintage,
      CASE WHEN l.newest > p.origin - ${NOT_POSITIVE_HOURS} THEN 0 ELSE 1 END AS all_positive
    FROM seen p LEFT JOIN low l ON l.series = p.series AND l.origin = p.origin`);
}

function vintageSql(delayHours: number): string {
  return `step AS (
      SELECT DISTINCT series, known_hour FROM observation_versions WHERE known_hour > hour + ${1 + delayHours}),
    mixed AS (
      SELECT series, origin AS instant, leads, CAST(NULL AS INTEGER) AS step FROM pair
      UNION ALL SELECT series, known_hour, NULL, known_hour FROM step),
    running AS (
      SELECT series, instant, leads, MAX(step) OVER (
        PARTITION BY series ORDER BY instant RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS vintage FROM mixed),
    seen AS (
      SELECT series, instant AS origin, leads, COALESCE(vintage, ${NO_LATE_VERSION}) AS vintage
      FROM running WHERE leads IS NOT NULL)`;
}

/** The instant of the newest value of zero or less at each origin. */
function lowSql(delayHours: number): string {
  return `low_value AS (
      SELECT DISTINCT series, GREATEST(known_hour, hour + ${1 + delayHours}) AS instant
      FROM observation_versions WHERE value <= 0 AND known_hour <= hour + ${LATEST_NEWS_HOURS}),
    low_mixed AS (
      SELECT series, origin AS instant, 1 AS is_pair, CAST(NULL AS INTEGER) AS low FROM pair
      WHERE series IN (SELECT series FROM low_value)
      UNION ALL SELECT series, instant, 0, instant FROM low_value),
    low_running AS (
      SELECT series, instant, is_pair, MAX(low) OVER (
        PARTITION BY series ORDER BY instant RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS newest FROM low_mixed),
    low AS (SELECT series, instant AS origin, newest FROM low_running WHERE is_pair = 1)`;
}
