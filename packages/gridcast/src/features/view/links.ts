/** The scales that series are modelled on: logarithms, or units of a series' own movement. */
import type { SqlEngine } from '../../store/index.ts';
import { leastValues, sumsAtSql, windowMeanSql, windowSumSql, type SumColumns } from './fixed-point.ts';
import { addGrid, type GridOptions } from './grid.ts';
import { addLanes, denseStateSql, FIRST_HOURS, type SeriesRange } from './lanes.ts';
import { tables } from './names.ts';
import { addSums, FAR_HOURS, LINK_HOURS } from './sums.ts';

/**
 * Largest mean size of a step of the logarithm over 24 hours. One is a factor e a day: a series that moves more is switched
 * on and off, and ratios say nothing about it.
 */
export const LARGEST_LOG_STEP = 1;

/** Fixed-point units in one for sums of sizes of changes, whose unit is not known: 2^60. */
const SIZE_ONE = 1_152_921_504_606_846_976n;
/** Larger sizes count as this, so that sums fit 128 bits: 2^50. */
const LARGEST_SIZE = 1_125_899_906_842_624;

/**
 * Linear lanes are divided by a power of two below the scale, which loses no bit; steps of 16 keep a series whose movement comes
 * and goes with the seasons in one lane or two.
 */
const EXPONENT_STEP = 4;

export type Link = 'log' | 'linear';

export type LinkOptions = Omit<GridOptions, 'lanes'> & {
  readonly range: SeriesRange;
  readonly link: Link;
  readonly withYear: boolean;
};

/**
 * Gives each origin of a range of series its scale and lane, and fills the grid and its sums.
 *
 * Log: z = ln y, scale 1; no lane where a value that became known in the last 56 days is not positive or the series moves wildly. Linear: z = y / scale, the
 * scale being the mean size of the change over 24 hours in the last 28 days, or 56 where fewer than 48 changes are known; no
 * lane where that is 0.
 */
export async function linkOrigins(engine: SqlEngine, options: LinkOptions): Promise<void> {
  if (options.link === 'log') await linkLog(engine, options);
  else await linkLinear(engine, options);
}

const inRange = ({ range }: LinkOptions): string => `o.series BETWEEN ${range.first} AND ${range.last}`;

async function linkLog(engine: SqlEngine, options: LinkOptions): Promise<void> {
  await addLanes(engine, {
    scope: options,
    origins: `SELECT series, vintage, last, CAST(NULL AS INTEGER) AS exponent FROM ${tables.origin} o
      WHERE all_positive = 1 AND ${inRange(options)}`,
  });
  await addGrid(engine, { ...options, lanes: `SELECT * FROM ${tables.lane}` });
  await engine.run(`CREATE OR REPLACE TABLE ${tables.link} AS
    SELECT o.series, o.origin, o.last, o.vintage, 0 AS link, CAST(1 AS DOUBLE) AS scale,
      CAST(1 AS DOUBLE) AS unit, n.lane
    FROM ${tables.origin} o
    LEFT JOIN ${tables.lane} n ON n.series = o.series AND n.vintage = o.vintage AND o.all_positive = 1
    WHERE ${inRange(options)}`);
  await addSums(engine, options);
  await engine.run(`CREATE OR REPLACE TABLE ${tables.link} AS
    SELECT o.series, o.origin, o.last, o.vintage, o.link, o.scale, o.unit,
      CASE WHEN COALESCE(${meanStep}, 0) <= ${LARGEST_LOG_STEP}.0 THEN o.lane END AS lane
    FROM ${tables.link} o
    LEFT JOIN ${tables.sum} b ON b.lane = o.lane AND b.hour = o.last
    LEFT JOIN ${tables.sum} a ON a.lane = o.lane AND a.hour = o.last - ${LINK_HOURS}`);
}

const meanStep = windowMeanSql(
  { from: 'a', to: 'b' },
  { count: 'nc', sum: 'ac', least: leastValues(LINK_HOURS) },
);

async function linkLinear(engine: SqlEngine, options: LinkOptions): Promise<void> {
  await engine.run(`CREATE OR REPLACE TABLE ${tables.linear} AS
    SELECT o.series, o.origin, o.last, o.vintage FROM ${tables.origin} o WHERE ${inRange(options)}`);
  await makeScales(engine, options);
  await addLanes(engine, { scope: options, origins: `SELECT * FROM ${tables.scale}` });
  await addGrid(engine, { ...options, lanes: `SELECT * FROM ${tables.lane}` });
  await engine.run(`CREATE OR REPLACE TABLE ${tables.link} AS
    SELECT l.series, l.origin, l.last, l.vintage, 1 AS link, s.scale,
      s.scale / POWER(2.0, s.exponent) AS unit, n.lane
    FROM ${tables.linear} l
    LEFT JOIN ${tables.scale} s ON s.series = l.series AND s.origin = l.origin
    LEFT JOIN ${tables.lane} n ON n.series = s.series AND n.vintage = s.vintage AND n.exponent = s.exponent`);
  await addSums(engine, options);
}

/** Makes the scales of the linear origins, with the whole power of two below each. */
async function makeScales(engine: SqlEngine, options: LinkOptions): Promise<void> {
  await engine.run(`CREATE OR REPLACE TABLE ${tables.scaleLane} AS
    WITH span AS (
      SELECT series, vintage, MIN(last) - ${FAR_HOURS + 24} AS lo, MAX(last) AS hi
      FROM ${tables.linear} GROUP BY series, vintage)
    SELECT CAST(ROW_NUMBER() OVER (ORDER BY s.series, s.vintage) AS INTEGER) AS lane, s.series, s.vintage,
      CAST(NULL AS INTEGER) AS exponent, GREATEST(s.lo, f.hour) AS lo, s.hi
    FROM span s JOIN ${FIRST_HOURS} f ON f.series = s.series`);
  const lanes = `${tables.linear} l JOIN ${tables.scaleLane} n ON n.series = l.series AND n.vintage = l.vintage`;
  const ends = `SELECT n.lane, l.last - w.hours AS hour
    FROM ${lanes} CROSS JOIN (VALUES (0), (${LINK_HOURS}), (${FAR_HOURS})) AS w(hours)`;
  const sizes = `SELECT lane, hour, ABS(value - LAG(value, 24) OVER (PARTITION BY lane ORDER BY hour)) AS size
    FROM (${denseStateSql(tables.scaleLane, options)}) d`;
  const sums = sumsAtSql(`(${sizes}) c`, ends, SIZE_SUMS);
  await engine.run(`CREATE OR REPLACE TABLE ${tables.scaleSum} AS ${sums}`);
  await engine.run(`CREATE OR REPLACE TABLE ${tables.scale} AS
    WITH sized AS (
      SELECT l.series, l.origin, l.last, l.vintage,
        COALESCE(${sizeSql('m', leastValues(LINK_HOURS))}, ${sizeSql('a', 1)}) AS size
      FROM ${lanes}
      LEFT JOIN ${tables.scaleSum} b ON b.lane = n.lane AND b.hour = l.last
      LEFT JOIN ${tables.scaleSum} m ON m.lane = n.lane AND m.hour = l.last - ${LINK_HOURS}
      LEFT JOIN ${tables.scaleSum} a ON a.lane = n.lane AND a.hour = l.last - ${FAR_HOURS})
    SELECT series, origin, last, vintage, size AS scale,
      CAST(${EXPONENT_STEP} * FLOOR(LN(size) / LN(2.0) / ${EXPONENT_STEP}) AS INTEGER) AS exponent
    FROM sized WHERE size > 0`);
}

/** Counts and exact sums of the sizes of changes. */
const SIZE_SUMS: SumColumns = [
  ['n', 'CASE WHEN size IS NULL THEN 0 ELSE 1 END', 'BIGINT'],
  [
    's',
    `CAST(ROUND(CASE WHEN size > ${LARGEST_SIZE} THEN ${LARGEST_SIZE}.0 ELSE size END * ${SIZE_ONE}.0) AS HUGEINT)`,
    'HUGEINT',
  ],
];

function sizeSql(from: string, least: number): string {
  const window = { from, to: 'b' };
  const counted = windowSumSql('n', window);
  return `CASE WHEN ${counted} >= ${least} THEN CAST(${windowSumSql('s', window)} AS DOUBLE) / ${SIZE_ONE}.0 / ${counted} END`;
}
