/** A mean over origins with its standard error. */

export interface Estimate {
  readonly mean: number;
  /** Standard error of the mean; 0 where there is but one origin. */
  readonly error: number;
}

/** The mean of one number an origin. Days are taken as independent. */
export function estimate(values: ArrayLike<number>): Estimate {
  const all = Array.from(values);
  const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
  const squares = all.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return { mean, error: all.length < 2 ? 0 : Math.sqrt(squares / (all.length - 1) / all.length) };
}

/** How far one list lies above another, item by item. */
export function difference(values: ArrayLike<number>, base: ArrayLike<number>): Estimate {
  return estimate(Array.from(values, (one, place) => one - (base[place] as number)));
}

/** What later days say of one list against another, lower being better: a difference counts where it is above its standard error. */
export function compare(values: ArrayLike<number>, base: ArrayLike<number>): 'better' | 'as good' | 'worse' {
  const { mean, error } = difference(values, base);
  if (Math.abs(mean) <= error) return 'as good';
  return mean < 0 ? 'better' : 'worse';
}
