/** How wide bands must be, told by past errors on one scale. */
import { independentErrors, wideningFor, type ScoredDays } from './evidence.ts';
import { bands } from './quantiles.ts';

/** Half-widths by share: the quantile of the errors, times what so few independent ones leave open. */
export function halfWidthsOf(days: ScoredDays): Record<string, number> {
  const sorted = days.scores.filter((score) => !Number.isNaN(score)).sort();
  const errors = independentErrors(days, conformalQuantile(sorted, 0.8));
  return Object.fromEntries(
    bands.map(({ share, normal }) => [
      String(share),
      conformalQuantile(sorted, share) * wideningFor(errors, normal),
    ]),
  );
}

/** The error that a share of `sorted` stays below, with the finite-sample correction of split conformal prediction; 0 of none. */
export function conformalQuantile(sorted: ArrayLike<number>, share: number): number {
  const rank = Math.min(sorted.length, Math.ceil((sorted.length + 1) * share));
  return sorted[Math.max(0, rank - 1)] ?? 0;
}
