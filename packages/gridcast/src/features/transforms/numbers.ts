/** The arithmetic that transformers share. */

/** The values that are there, ascending. */
export function sortedValues(column: Float64Array): Float64Array {
  return column.filter(Number.isFinite).sort();
}

/** The mean of numbers, added up in their order; 0 of none. */
export function meanOf(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A quantile of ascending numbers, by linear interpolation; 0 of none. */
export function quantileOf(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? 0;
  return low + (high - low) * (place - Math.floor(place));
}

/** What may be divided by: 1 where a spread is 0, or so small beside the numbers that it is rounding. */
export function usableSpread(spread: number, largest: number): number {
  return spread > largest * 1e-12 ? spread : 1;
}

/** The largest size of ascending numbers; 0 of none. */
export function largestOf(sorted: Float64Array): number {
  return Math.max(Math.abs(sorted[0] ?? 0), Math.abs(sorted.at(-1) ?? 0));
}

/** Every value that is there through a function; a result that is not finite is missing, and -0 is 0. */
export function mapValues(column: Float64Array, of: (value: number, row: number) => number): Float64Array {
  return column.map((value, row) => {
    const result = Number.isFinite(value) ? of(value, row) : Number.NaN;
    return Number.isFinite(result) ? result + 0 : Number.NaN;
  });
}
