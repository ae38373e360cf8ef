/**
 * Sums that have the same bits whatever the order, threads and neighbours: values are rounded to whole multiples of 2^-32 and
 * added as integers. A sum over a window is the difference of two running sums.
 */

/** Units of a fixed-point number in one. */
export const FIXED_ONE = 4_294_967_296;

/** Larger values, in units of a series' own movement, are no history to learn from and count as missing; 2^20. */
export const LARGEST_VALUE = 1_048_576;

/** A DOUBLE expression as a fixed-point BIGINT. */
export function fixedSql(expression: string): string {
  return `CAST(ROUND((${expression}) * ${FIXED_ONE}.0) AS BIGINT)`;
}

/** Columns to add up, by name: their expressions over a cell, and the type that holds their sum. */
export type SumColumns = readonly (readonly [name: string, expression: string, type: 'BIGINT' | 'HUGEINT'])[];

const blockOf = (hour: string): string => `CAST(FLOOR(${hour} / 24.0) AS INTEGER) AS block`;

/**
 * A query of the running sums of cells (lane, hour, ...) at some ends (lane, hour): over all hours of the lane up to and
 * including the end. Ends before the lane's first hour are left out.
 *
 * Goes by blocks of a day, and hour by hour only within the block of an end: a running sum over every cell takes several times
 * as long.
 */
export function sumsAtSql(cells: string, ends: string, columns: SumColumns): string {
  const names = columns.map(([name]) => name);
  return `WITH cell AS (
      SELECT lane, hour, ${blockOf('hour')}, ${columns.map(([name, sql]) => `${sql} AS ${name}`).join(', ')} FROM ${cells}),
    block_sum AS (
      SELECT lane, block, ${names.map((name) => `SUM(${name}) AS ${name}`).join(', ')} FROM cell GROUP BY lane, block),
    before AS (
      SELECT lane, block, ${names.map((name) => `SUM(${name}) OVER earlier AS ${name}`).join(', ')}
      FROM block_sum
      WINDOW earlier AS (PARTITION BY lane ORDER BY block ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
    place AS (SELECT lane, hour, ${blockOf('hour')} FROM (${ends}) e GROUP BY lane, hour),
    within AS (
      SELECT e.lane, e.hour, e.block, ${names.map((name) => `SUM(c.${name}) AS ${name}`).join(', ')}
      FROM place e JOIN cell c ON c.lane = e.lane AND c.block = e.block AND c.hour <= e.hour
      GROUP BY e.lane, e.hour, e.block)
    SELECT w.lane, w.hour, ${columns
      .map(([name, , type]) => `CAST(COALESCE(b.${name}, 0) + COALESCE(w.${name}, 0) AS ${type}) AS ${name}`)
      .join(', ')}
    FROM within w JOIN before b ON b.lane = w.lane AND b.block = w.block`;
}

/** A window between two rows of running sums: after row `from`, up to and including row `to`; a missing row counts as zero. */
export interface SumWindow {
  readonly from: string;
  readonly to: string;
}

/** The sum of a column over a window. */
export function windowSumSql(column: string, { from, to }: SumWindow): string {
  return `(COALESCE(${to}.${column}, 0) - COALESCE(${from}.${column}, 0))`;
}

/** The mean over a window from running sums of counts and of fixed-point values; NULL below `least` values. */
export function windowMeanSql(
  window: SumWindow,
  { count, sum, least }: { readonly count: string; readonly sum: string; readonly least: number },
): string {
  const counted = windowSumSql(count, window);
  return `CASE WHEN ${counted} >= ${least} THEN CAST(${windowSumSql(sum, window)} AS DOUBLE) / ${FIXED_ONE}.0 / ${counted} END`;
}

/** The fewest values that make a mean over a window of so many hours. */
export function leastValues(windowHours: number): number {
  return Math.ceil(Math.min(windowHours / 2, 48));
}
