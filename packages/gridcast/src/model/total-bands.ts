/** Bands of sums of series: how wide they are depends on how far the series err together. */

/** How far one quantile of the parts of a sum lies from their point forecasts. */
export interface SideParts {
  /** Sum of (quantile - point) over the parts. */
  readonly gap: number;
  /** Sum of (quantile - point)² over the parts. */
  readonly squares: number;
}

export interface QuantileParts extends SideParts {
  /** Sum of the point forecasts. */
  readonly point: number;
}

/**
 * The same quantile of the sum: point ± sqrt((1 - c) squares + c gap²), where c in [0, 1] is how far errors of two parts go
 * together. 0: independent errors; 1: one error shared by all, and quantiles simply add up.
 *
 * This is the spread of a sum of equally correlated errors, with half-widths of bands in place of standard deviations. Bands
 * nest, hold the point forecast, and are never wider than the sum of the parts' bands.
 */
export function quantileOfSum({ point, gap, squares }: QuantileParts, correlation: number): number {
  return point + Math.sign(gap) * reachOfSum({ gap, squares }, correlation);
}

function reachOfSum({ gap, squares }: SideParts, correlation: number): number {
  if (correlation === 1) return Math.abs(gap);
  return Math.sqrt((1 - correlation) * squares + correlation * gap ** 2);
}

/** Sums of series at one hour: how far the truth lay from the sum, and each band's reach on that side. */
export interface ScoredSums {
  /** One entry a sum: |truth - point|. */
  readonly miss: readonly number[];
  /** By band, one entry a sum: the side on which the truth lay. */
  readonly sides: readonly (readonly SideParts[])[];
}

const STEPS = 20;

/**
 * The least correlation, in steps of 1/20, with which bands hold as many truths of sums as their shares say, on average over
 * scopes (such as the total, or all sums over one key) and bands; 1 where nothing was scored.
 */
export function learnErrorCorrelation(scopes: readonly ScoredSums[], shares: readonly number[]): number {
  const scored = scopes.filter(({ miss }) => miss.length > 0);
  if (scored.length === 0) return 1;
  const excessAt = (step: number): number =>
    scored
      .flatMap((scope) =>
        coverageOfSums(scope, step / STEPS).map((held, band) => held - (shares[band] as number)),
      )
      .reduce((sum, one) => sum + one, 0);
  // bands grow with the correlation, for the gaps of one side have one sign
  let low = 0;
  for (let high = STEPS; low < high;) {
    const middle = (low + high) >> 1;
    if (excessAt(middle) >= 0) high = middle;
    else low = middle + 1;
  }
  return low / STEPS;
}

/** By band, the share of sums whose truth it holds. */
export function coverageOfSums({ miss, sides }: ScoredSums, correlation: number): number[] {
  return sides.map((side) => {
    let held = 0;
    for (let place = 0; place < side.length; place++) {
      if (reachOfSum(side[place] as SideParts, correlation) >= (miss[place] as number)) held++;
    }
    return held / miss.length;
  });
}
