/** Whether a sweep's winner is put in force: decided on origins that no trial has seen. */
import { meanMase, type Trial } from './trial.ts';
import type { HeldOutOrigin } from './tuned-configuration.ts';

export interface Verdict {
  readonly isBetter: boolean;
  readonly reason: string;
}

/** Whether the winner is worth a look on later origins: only where it beats trial 0 on the folds. */
export function judgeOnFolds(inForce: Trial | undefined, best: Trial | undefined): Verdict {
  if (best === undefined) return { isBetter: false, reason: 'no trial was scored on all folds' };
  const [tuned, now] = [meanMase(best) ?? Infinity, inForce && meanMase(inForce)];
  if (now === undefined) return { isBetter: true, reason: 'the configuration in force has no score' };
  const numbers = `MASE ${tuned.toFixed(4)} on the folds against ${now.toFixed(4)}`;
  if (tuned < now) return { isBetter: true, reason: `trial ${best.number} has ${numbers}` };
  return { isBetter: false, reason: `the best trial, ${best.number}, has ${numbers} of what is in force` };
}

/**
 * Better is who has the lower mean error over the held-out origins by more than the standard error of the difference: what a few
 * lucky days may give is not enough.
 */
export function judgeOnHeldOut(origins: readonly HeldOutOrigin[]): Verdict {
  const gains = origins.map(({ inForce, tuned }) => inForce - tuned);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, one) => sum + one, 0) / values.length;
  const gain = mean(gains);
  const spread = Math.sqrt(mean(gains.map((one) => (one - gain) ** 2)) / Math.max(1, gains.length - 1));
  const [tuned, now] = [mean(origins.map((one) => one.tuned)), mean(origins.map((one) => one.inForce))];
  const numbers = `MASE ${tuned.toFixed(4)} against ${now.toFixed(4)} over ${origins.length} later origins (difference ${gain.toFixed(4)}, standard error ${spread.toFixed(4)})`;
  const isBetter = gain > 0 && gain > spread;
  return { isBetter, reason: isBetter ? numbers : `no clear gain: ${numbers}` };
}
