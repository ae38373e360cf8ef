/**
 * Sums that have the same bits whatever the order, threads and neighbours: values are rounded to whole multiples of 2^-32 and
 * added as integers.
 */

/** Units of a fixed-point number in one. */
export const FIXED_ONE = 4_294_967_296;

/** Values are clipped to this size, which no logarithm and hardly a scaled value reaches, so that sums fit 64 bits. */
export const LARGEST_VALUE = 1024;

/** A DOUBLE expression as a fixed-point BIGINT. */
export function fixedSql(expression: string): string {
  return `CAST(ROUND((${expression}) * ${FIXED_ONE}.0) AS BIGINT)`;
}

/** A column of running sums over the hours of a lane; the difference of two of its items is the sum between them. */
export function runningSql(aggregate: string, name: string): string {
  return `${aggregate} OVER (PARTITION BY lane ORDER BY hour ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS ${name}`;
}

/** A window between two rows of the grid: after row `from`, up to and including row `to`; a missing row counts as zero. */
export interface GridWindow {
  readonly from: string;
  readonly to: string;
}

/** The sum of a column of running sums over a window. */
export function windowSumSql(column: string, { from, to }: GridWindow): string {
  return `(COALESCE(${to}.${column}, 0) - COALESCE(${from}.${column}, 0))`;
}

/** The mean over a window from running sums of counts and of fixed-point values; NULL below `least` values. */
export function windowMeanSql(
  window: GridWindow,
  { count, sum, least }: { readonly count: string; readonly sum: string; readonly least: number },
): string {
  const counted = windowSumSql(count, window);
  return `CASE WHEN ${counted} >= ${least} THEN CAST(${windowSumSql(sum, window)} AS DOUBLE) / ${FIXED_ONE}.0 / ${counted} END`;
}

/** The fewest values that make a mean over a window of so many hours. */
export function leastValues(windowHours: number): number {
  return Math.ceil(Math.min(windowHours / 2, 48));
}
