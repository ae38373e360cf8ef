/** Which trials are given up after some folds; decided from finished folds alone, so that no race decides. */
import { meanMase, type Trial } from './trial.ts';

export type PruningName = 'none' | 'median' | 'halving';

export interface Rung {
  /** Trials of this generation with the folds scored so far, by number. */
  readonly alive: readonly Pick<Trial, 'number' | 'folds'>[];
  /** Trials of earlier generations. */
  readonly earlier: readonly Trial[];
  /** How many folds the living have been scored on. */
  readonly foldsDone: number;
}

/** The reason for each trial that is given up, by its number. */
type Pruner = (rung: Rung) => ReadonlyMap<number, string>;

/** Fewer earlier trials make no median. */
const LEAST_EARLIER = 5;

export const pruners: Readonly<Record<PruningName, Pruner>> = {
  none: () => new Map(),
  /** Worse than the median of earlier generations after as many folds. */
  median: ({ alive, earlier, foldsDone }) => {
    const scores = earlier
      .filter(({ folds }) => folds.length >= foldsDone)
      .map(({ folds }) => meanMase({ folds: folds.slice(0, foldsDone) }) ?? Infinity)
      .sort((a, b) => a - b);
    if (scores.length < LEAST_EARLIER) return new Map();
    const median = scores[Math.floor((scores.length - 1) / 2)] as number;
    const worse = alive.filter((trial) => (meanMase(trial) ?? Infinity) > median);
    return new Map(worse.map(({ number }) => [number, `worse than the median of earlier trials`]));
  },
  /** Not among the better half of the generation, of equals the first. */
  halving: ({ alive }) => {
    const ranked = alive.toSorted(
      (a, b) => (meanMase(a) ?? Infinity) - (meanMase(b) ?? Infinity) || a.number - b.number,
    );
    const out = ranked.slice(Math.ceil(ranked.length / 2));
    return new Map(out.map(({ number }) => [number, 'not in the better half of its generation']));
  },
};

export const pruningNames = Object.keys(pruners) as readonly PruningName[];
