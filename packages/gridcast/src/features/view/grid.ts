/** The grid: the hours of lanes with their transformed values and like hours. */
import type { SqlEngine } from '../../store/index.ts';
import { LARGEST_VALUE } from './fixed-point.ts';
import { denseStateSql, type StateOptions } from './lanes.ts';
import { tables } from './names.ts';

/** What a grid is made with: the lanes to add, and the distances between weeks that the calendar has. */
export interface GridOptions extends StateOptions {
  /** A query of rows of the table of lanes. */
  readonly lanes: string;
  readonly weekHours: readonly number[];
  /** Whether samples of the same local hour and kind of day are looked for. */
  readonly withLikes: boolean;
}

/** Makes the empty grid. */
export async function makeGridTable(engine: SqlEngine): Promise<void> {
  await engine.run(`CREATE OR REPLACE TABLE ${tables.grid} (
    lane INTEGER, hour INTEGER, z DOUBLE, p DOUBLE, b DOUBLE, own INTEGER, x0 INTEGER, x1 INTEGER, x2 INTEGER)`);
}

/**
 * Adds the rows of lanes to the grid.
 *
 * z: transformed value; p: the one a week before on the local clock; b: the one 24 hours before; own: the like class
 * that the hour is a sample of, or -1; x0, x1, x2: the last hours before with the same local hour that are samples of class
 * 0, 1, 2.
 */
export async function addGrid(engine: SqlEngine, options: GridOptions): Promise<void> {
  const { lanes, weekHours } = options;
  const scaled = 'value / POWER(2.0, exponent)';
  const before = weekHours.map((hours) => `WHEN ${hours} THEN LAG(z, ${hours}) OVER lane_hours`).join(' ');
  await engine.run(`INSERT INTO ${tables.grid}
    WITH state AS (${denseStateSql(`(${lanes})`, options)}),
    transformed AS (
      SELECT lane, hour, week_hours, local_hour, like_class, like_sample,
        CASE WHEN exponent IS NULL THEN CASE WHEN value > 0 THEN LN(value) END
          WHEN ABS(${scaled}) <= ${LARGEST_VALUE} THEN ${scaled} END AS z FROM state),
    sampled AS (
      SELECT lane, hour, week_hours, local_hour, z,
        CASE WHEN like_sample = 1 AND z IS NOT NULL THEN like_class ELSE -1 END AS own FROM transformed),
    liked AS (${options.withLikes ? LIKED : UNLIKED})
    SELECT lane, hour, z, CASE week_hours ${before} END AS p, LAG(z, 24) OVER lane_hours AS b,
      own, x0, x1, x2
    FROM liked WINDOW lane_hours AS (PARTITION BY lane ORDER BY hour)`);
}

const CLASSES = [0, 1, 2];

const LIKED = `SELECT lane, hour, week_hours, z, own, ${CLASSES.map(lastSampleSql).join(', ')} FROM sampled
      WINDOW earlier AS (
        PARTITION BY lane, local_hour ORDER BY hour ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;

const UNLIKED = `SELECT lane, hour, week_hours, z, own, ${CLASSES.map((like) => `NULL AS x${like}`).join(', ')} FROM sampled`;

function lastSampleSql(likeClass: number): string {
  return `LAST_VALUE(CASE WHEN own = ${likeClass} THEN hour END IGNORE NULLS) OVER earlier AS x${likeClass}`;
}
