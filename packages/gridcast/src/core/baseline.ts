/** Seasonal naive baselines at a publication delay. */

/**
 * The lag of a seasonal naive that is legal for all 24 leads: the smallest multiple of the season that is at least
 * `delayHours + 24`.
 */
export function baselineLagHours(seasonHours: number, delayHours: number): number {
  return seasonHours * Math.ceil((delayHours + 24) / seasonHours);
}
