/** How many independent days some days are worth. */

/**
 * The effective number of days: n (1 − r) / (1 + r), r being the correlation of one day's median with the next one's, taken as 0
 * where it is negative. Hours within a day are not counted as observations of their own, for they move together.
 *
 * Source: Bayley and Hammersley (1946), for a first-order autoregression.
 */
export function effectiveDays(medians: readonly number[]): number {
  const n = medians.length;
  if (n < 3) return n;
  const mean = medians.reduce((sum, value) => sum + value, 0) / n;
  let [between, total] = [0, 0];
  for (const [i, value] of medians.entries()) {
    total += (value - mean) ** 2;
    if (i > 0) between += (value - mean) * ((medians[i - 1] as number) - mean);
  }
  const correlation = total > 0 ? Math.min(0.99, Math.max(0, between / total)) : 0;
  return Math.max(1, (n * (1 - correlation)) / (1 + correlation));
}
