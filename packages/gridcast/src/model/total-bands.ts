/** Bands of sums of series: how wide they are depends on how far the series err together. */

/** One quantile of the parts of a sum, against their point forecasts. */
export interface QuantileParts {
  /** Sum of the point forecasts. */
  readonly point: number;
  /** Sum of (quantile - point) over the parts. */
  readonly gap: number;
  /** Sum of (quantile - point)² over the parts. */
  readonly squares: number;
}

/**
 * The same quantile of the sum: point ± sqrt((1 - c) squares + c gap²), where c in [0, 1] is how far errors of two parts go
 * together. 0: independent errors; 1: one error shared by all, and quantiles simply add up.
 *
 * This is the spread of a sum of equally correlated errors, with half-widths of bands in place of standard deviations. Bands
 * nest, hold the point forecast, and are never wider than the sum of the parts' bands.
 */
export function quantileOfSum({ point, gap, squares }: QuantileParts, correlation: number): number {
  if (correlation === 1) return point + gap;
  return point + Math.sign(gap) * Math.sqrt((1 - correlation) * squares + correlation * gap ** 2);
}

/** Sums of series at one hour: how far the truth lay from the sum, and each band's reach on that side. */
export interface ScoredSums {
  /** One entry a sum: |truth - point|. */
  readonly miss: readonly number[];
  /** By band, one entry a sum: the side on which the truth lay. */
  readonly sides: readonly (readonly Omit<QuantileParts, 'point'>[])[];
}

const STEPS = 20;

/**
 * The least correlation, in steps of 1/20, with which bands hold as many truths of sums as their shares say, on average over
 * scopes (such as the total, or all sums over one key) and bands; 1 where nothing was scored.
 */
export function learnErrorCorrelation(scopes: readonly ScoredSums[], shares: readonly number[]): number {
  const scored = scopes.filter(({ miss }) => miss.length > 0);
  if (scored.length === 0) return 1;
  for (let step = 0; step < STEPS; step++) {
    const excess = scored.flatMap((scope) =>
      coverageOfSums(scope, step / STEPS).map((held, band) => held - (shares[band] as number)),
    );
    if (excess.reduce((sum, one) => sum + one, 0) >= 0) return step / STEPS;
  }
  return 1;
}

/** By band, the share of sums whose truth it holds. */
export function coverageOfSums({ miss, sides }: ScoredSums, correlation: number): number[] {
  return sides.map((side) => {
    const held = side.filter((parts, place) => {
      const half = Math.abs(quantileOfSum({ ...parts, point: 0 }, correlation));
      return half >= (miss[place] as number);
    });
    return held.length / miss.length;
  });
}
