/** Splits by time: earlier origins to learn from, later ones to judge by, and no truth in between that gives the later away. */
import { GridcastError, type HourUtc } from '../../core/index.ts';

/** A part of a training set, by its origins `[from, to]`, both inclusive. */
export interface Split {
  readonly name: 'train' | 'validation' | 'test';
  readonly from: HourUtc;
  readonly to: HourUtc;
}

const NAMES = ['train', 'validation', 'test'] as const;

/**
 * Cuts ascending origins by shares, such as 0.7, 0.15, 0.15: train, validation and test, or train and test, or train alone.
 * Every split has at least one origin.
 *
 * @throws USAGE_INVALID_VALUE where the shares do not add up to 1, or there are fewer origins than splits.
 */
export function splitOrigins(origins: readonly HourUtc[], shares: readonly number[]): Split[] {
  const sum = shares.reduce((total, share) => total + share, 0);
  const fits = shares.length >= 1 && shares.length <= 3 && shares.every((share) => share > 0);
  if (!fits || Math.abs(sum - 1) > 1e-9) {
    throw invalid(shares, 'one to three shares above 0 that add up to 1 are wanted, such as 0.7,0.15,0.15');
  }
  if (origins.length < shares.length) {
    throw invalid(shares, `there are only ${origins.length} origins to split`);
  }
  const names = shares.length === 2 ? (['train', 'test'] as const) : NAMES.slice(0, shares.length);
  let begin = 0;
  let share = 0;
  return names.map((name, i) => {
    share += shares[i] ?? 0;
    const left = names.length - 1 - i;
    const end = Math.min(Math.max(Math.round(share * origins.length), begin + 1), origins.length - left);
    const split = { name, from: origins[begin] ?? 0, to: origins[end - 1] ?? 0 };
    begin = end;
    return split;
  });
}

function invalid(shares: readonly number[], expected: string): GridcastError {
  return new GridcastError('USAGE_INVALID_VALUE', { name: '--split', value: shares.join(','), expected });
}

/** The split of rows that are in none. */
export const PURGED = 'purged';

/**
 * The place of the split of an origin's rows, and the last target that is in it. A row whose truth is not yet known at the first
 * origin of the next split is purged: whoever trained on it would have looked ahead.
 */
export function splitOf(
  splits: readonly Split[],
  delayHours: number,
  origin: HourUtc,
): { readonly place: number; readonly lastTarget: HourUtc } {
  const found = splits.findIndex(({ to }) => origin <= to);
  const place = found < 0 ? splits.length - 1 : found;
  const next = splits[place + 1];
  return { place, lastTarget: next === undefined ? Infinity : next.from - 1 - delayHours };
}
