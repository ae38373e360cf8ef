/** Fixed-point numbers, whose sums do not depend on the order that values are added in. */

/** Units of a fixed-point number in one. */
export const FIXED_ONE = 4_294_967_296;

/** Larger values, in units of a series' own movement, are no history to learn from and count as missing; 2^20. */
export const LARGEST_VALUE = 1_048_576;

/** A DOUBLE expression as a fixed-point BIGINT. */
export function fixedSql(expression: string): string {
  return `CAST(ROUND((${expression}) * ${FIXED_ONE}.0) AS BIGINT)`;
}

/** The fewest values that make a mean over a window of so many hours. */
export function leastValues(windowHours: number): number {
  return Math.ceil(Math.min(windowHours / 2, 48));
}
