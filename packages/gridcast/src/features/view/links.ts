/** Which scale a series is modelled on at an origin: logarithms, or shares of its mean size. */
import type { SqlEngine } from '../../store/index.ts';
import { leastValues, windowMeanSql, windowSumSql } from './fixed-point.ts';
import { addGrid, type GridOptions } from './grid.ts';
import { addLanes, denseStateSql, type SeriesRange } from './lanes.ts';
import { tables } from './names.ts';

/** Hours to the last known one that a link and a scale are chosen from. */
export const LINK_HOURS = 672;

/** Hours to the last known one in which anything is looked for where nearer values are missing. */
export const FAR_HOURS = 1344;

/**
 * Largest mean size of a step of the logarithm over 24 hours. One is a factor e a day: a series that moves more is switched
 * on and off, and ratios say nothing about it.
 */
export const LARGEST_LOG_STEP = 1;

/** Fixed-point units in one for sums of raw sizes, whose unit is not known: 2^50. */
const SIZE_ONE = 1_125_899_906_842_624;
/** Raw sizes are clipped here, so that their sums fit 128 bits: 2^56. */
const LARGEST_SIZE = 72_057_594_037_927_936;

export type LinkOptions = Omit<GridOptions, 'lanes'> & {
  readonly range: SeriesRange;
  readonly link: 'log' | 'linear';
};

/**
 * Gives each origin of a range of series its link, scale and lane, and fills the grid.
 *
 * Link 0: logarithms, where every value known so far is positive and moves moderately; scale 1. Link 1: value / scale, the
 * scale being the mean size over the last 28 days, or 56 where fewer than 48 values are known; NULL where that is 0.
 */
export async function linkOrigins(engine: SqlEngine, options: LinkOptions): Promise<void> {
  const inRange = `series BETWEEN ${options.range.first} AND ${options.range.last}`;
  await addLanes(engine, {
    scope: options,
    origins: `SELECT series, vintage, last, CAST(NULL AS INTEGER) AS exponent FROM ${tables.origin}
      WHERE all_positive = 1 AND ${inRange}`,
  });
  await addGrid(engine, { ...options, lanes: `SELECT * FROM ${tables.lane}` });
  await engine.run(`CREATE OR REPLACE TABLE feature_link AS
    WITH moved AS (
      SELECT o.series, o.origin, o.last, o.vintage, o.all_positive, n.lane,
        ${windowMeanSql({ from: 'a', to: 'b' }, { count: 'nm', sum: 'sm', least: leastValues(LINK_HOURS) })} AS step
      FROM ${tables.origin} o
      LEFT JOIN ${tables.lane} n ON n.series = o.series AND n.vintage = o.vintage AND o.all_positive = 1
      LEFT JOIN ${tables.grid} b ON b.lane = n.lane AND b.hour = o.last
      LEFT JOIN ${tables.grid} a ON a.lane = n.lane AND a.hour = o.last - ${LINK_HOURS}
      WHERE o.${inRange})
    SELECT series, origin, last, vintage,
      ${options.link === 'log' ? 0 : 1} AS link,
      CAST(1 AS DOUBLE) AS scale, CAST(1 AS DOUBLE) AS unit, lane
    FROM moved`);
  const [linear] = await engine.rows<{ origins: number }>(
    'SELECT CAST(COUNT(*) AS INTEGER) AS origins FROM feature_link WHERE link = 1',
  );
  if ((linear?.origins ?? 0) > 0) await linkLinear(engine, options);
}

async function linkLinear(engine: SqlEngine, options: LinkOptions): Promise<void> {
  const [before] = await engine.rows<{ lane: number }>(
    `SELECT COALESCE(MAX(lane), 0) AS lane FROM ${tables.lane}`,
  );
  await engine.run(`CREATE OR REPLACE TABLE feature_linear AS
    SELECT series, origin, last, vintage FROM feature_link WHERE link = 1`);
  await makeScaleGrid(engine, options);
  await engine.run(`CREATE OR REPLACE TABLE feature_scale AS
    WITH sized AS (
      SELECT l.series, l.origin, l.last, l.vintage,
        COALESCE(${sizeSql('m', leastValues(LINK_HOURS))}, ${sizeSql('a', 1)}) AS size
      FROM feature_linear l
      LEFT JOIN feature_scale_lane n ON n.series = l.series AND n.vintage = l.vintage
      LEFT JOIN ${tables.scaleGrid} b ON b.lane = n.lane AND b.hour = l.last
      LEFT JOIN ${tables.scaleGrid} m ON m.lane = n.lane AND m.hour = l.last - ${LINK_HOURS}
      LEFT JOIN ${tables.scaleGrid} a ON a.lane = n.lane AND a.hour = l.last - ${FAR_HOURS})
    SELECT series, origin, last, vintage, size AS scale,
      CAST(FLOOR(LN(size) / LN(2.0)) AS INTEGER) AS exponent
    FROM sized WHERE size > 0`);
  await addLanes(engine, { scope: options, origins: 'SELECT * FROM feature_scale' });
  await addGrid(engine, {
    ...options,
    lanes: `SELECT * FROM ${tables.lane} WHERE lane > ${before?.lane ?? 0}`,
  });
  await engine.run(`CREATE OR REPLACE TABLE feature_link AS
    SELECT k.series, k.origin, k.last, k.vintage, k.link,
      CASE WHEN k.link = 0 THEN k.scale ELSE s.scale END AS scale,
      CASE WHEN k.link = 0 THEN k.unit ELSE s.scale / POWER(2.0, s.exponent) END AS unit,
      CASE WHEN k.link = 0 THEN k.lane ELSE n.lane END AS lane
    FROM feature_link k
    LEFT JOIN feature_scale s ON s.series = k.series AND s.origin = k.origin
    LEFT JOIN ${tables.lane} n
      ON n.series = s.series AND n.vintage = s.vintage AND n.exponent = s.exponent`);
}

/** Lanes and grid of raw sizes: counts and exact sums of |value|. */
async function makeScaleGrid(engine: SqlEngine, options: LinkOptions): Promise<void> {
  await engine.run(`CREATE OR REPLACE TABLE feature_scale_lane AS
    WITH first_hour AS (SELECT series, MIN(hour) AS hour FROM observation_versions GROUP BY series),
    span AS (
      SELECT series, vintage, MIN(last) - ${FAR_HOURS} AS lo, MAX(last) AS hi
      FROM feature_linear GROUP BY series, vintage)
    SELECT CAST(ROW_NUMBER() OVER (ORDER BY s.series, s.vintage) AS INTEGER) AS lane, s.series, s.vintage,
      CAST(NULL AS INTEGER) AS exponent, GREATEST(s.lo, f.hour) AS lo, s.hi
    FROM span s JOIN first_hour f ON f.series = s.series`);
  const running = 'OVER (PARTITION BY lane ORDER BY hour ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)';
  await engine.run(`CREATE OR REPLACE TABLE ${tables.scaleGrid} AS
    SELECT lane, hour, COUNT(size) ${running} AS n,
      SUM(CAST(ROUND(CASE WHEN size > ${LARGEST_SIZE} THEN ${LARGEST_SIZE}.0 ELSE size END * ${SIZE_ONE}.0) AS HUGEINT)) ${running} AS s
    FROM (SELECT lane, hour, ABS(value - LAG(value, 24) OVER (PARTITION BY lane ORDER BY hour)) AS size
      FROM (${denseStateSql('feature_scale_lane', options)}) q) d`);
}

function sizeSql(from: string, least: number): string {
  const counted = windowSumSql('n', { from, to: 'b' });
  return `CASE WHEN ${counted} >= ${least} THEN CAST(${windowSumSql('s', { from, to: 'b' })} AS DOUBLE) / ${SIZE_ONE}.0 / ${counted} END`;
}
