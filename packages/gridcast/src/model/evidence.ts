/** How much a calibration knows of the errors to come. */

/** Sizes of errors on one scale, in blocks of one origin each; NaN where unknown. */
export interface ScoredDays {
  readonly scores: Float64Array;
  readonly rowsPerOrigin: number;
  readonly delayHours: number;
}

const SHARE = 0.8;
/** Until days tell, a day's errors count as four independent ones, as many days as these. */
const PRIOR_DAYS = 7;
const PRIOR_ERRORS = 4;
/** Behind a hole, errors of days nearer than a third of it go together. */
const HOLE_HOURS = 72;
/** Errors of another month are larger or smaller by a sixth: no calibration tells more than as many independent errors. */
const STEADY_ERRORS = 20;

/**
 * How many independent errors the scores are worth for a time to come, 0 to 20: series and hours share their bad days, days share a
 * hole, and months are not alike.
 *
 * `usual` holds 80 % of the scores. Were they independent, each day's share below it would differ from 80 % by chance alone; the
 * more days differ, the fewer independent errors each has.
 */
export function independentErrors(days: ScoredDays, usual: number): number {
  const shares = sharesBelow(days, usual);
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const squares = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0);
  const ofOne = SHARE * (1 - SHARE);
  const variance = (squares + (PRIOR_DAYS * ofOne) / PRIOR_ERRORS) / (shares.length - 1 + PRIOR_DAYS);
  const seen = (shares.length * ofOne) / variance / (1 + days.delayHours / HOLE_HOURS);
  return 1 / (1 / seen + 1 / STEADY_ERRORS);
}

/** By origin with a score, the share of its scores that are not above `usual`. */
function sharesBelow({ scores, rowsPerOrigin }: ScoredDays, usual: number): number[] {
  const shares: number[] = [];
  for (let from = 0; from < scores.length; from += rowsPerOrigin) {
    const known = scores.subarray(from, from + rowsPerOrigin).filter((score) => !Number.isNaN(score));
    if (known.length > 0) shares.push(known.filter((score) => score <= usual).length / known.length);
  }
  return shares;
}

const LEAST_ERRORS = 3;

/**
 * How much wider a band must be whose width was learnt from so many independent errors than one that is known: Student's quantile
 * over the normal one. At least 1, falling with the errors, rising with the band.
 *
 * Gardiner and Bombay's approximation (1965), within 3 % from 3 degrees of freedom on; fewer count as 3.
 *
 * @param normal the half-width of the band of a standard normal
 */
export function wideningFor(errors: number, normal: number): number {
  const degrees = Math.max(LEAST_ERRORS, errors);
  const power = (normal ** 2 * (degrees - 1.5)) / (degrees - 1) ** 2;
  return Math.max(1, Math.sqrt(degrees * Math.expm1(power)) / normal);
}
