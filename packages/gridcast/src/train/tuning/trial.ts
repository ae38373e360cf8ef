/** Trials of a sweep: what was tried and how it went. */
import type { Settings } from './space.ts';

/** The score of one fold; lower is better. */
export interface FoldScore {
  /** Mean over series within an origin, then over the fold's origins. */
  readonly mase: number;
  readonly wape: number;
}

/**
 * `done`: all folds were scored. `pruned`: given up after some folds. `failed`: a fold could not be fitted or scored; the scores
 * of the folds before it are kept.
 */
export type TrialStatus = 'done' | 'pruned' | 'failed';

export interface Trial {
  /** 0 is the configuration in force before the sweep; proposals count from 1. */
  readonly number: number;
  readonly generation: number;
  readonly settings: Settings;
  readonly status: TrialStatus;
  readonly folds: readonly FoldScore[];
  /** Why it failed or was pruned. */
  readonly reason?: string;
}

/** The mean MASE over the folds that were scored; undefined where none was. */
export function meanMase({ folds }: Pick<Trial, 'folds'>): number | undefined {
  return folds.length === 0 ? undefined : folds.reduce((sum, { mase }) => sum + mase, 0) / folds.length;
}

/** The mean WAPE over the folds that were scored; undefined where none was. */
export function meanWape({ folds }: Pick<Trial, 'folds'>): number | undefined {
  return folds.length === 0 ? undefined : folds.reduce((sum, { wape }) => sum + wape, 0) / folds.length;
}

/** The proposal with the lowest mean MASE over all folds, of equals the first; undefined where none was done. */
export function bestTrial(trials: readonly Trial[]): Trial | undefined {
  let best: Trial | undefined;
  for (const trial of trials) {
    if (trial.status !== 'done' || trial.number === 0) continue;
    if (best === undefined || (meanMase(trial) ?? Infinity) < (meanMase(best) ?? Infinity)) best = trial;
  }
  return best;
}
