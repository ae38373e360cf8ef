import type { CrossValidateRequest } from '../protocol/operations.ts';
import { throwIfCancelled } from './control.ts';
import type { Host } from './host.ts';
import { concatenate, createStopper, type TrainingCourse } from './run-training.ts';
import type { TrainingJob } from './training-job.ts';

/**
 * Trains the folds side by side, an iteration each in turn, so that the mean of their metrics can end them all.
 *
 * @returns for each iteration folds x metrics, row-major.
 */
export async function runFolds(
  jobs: readonly TrainingJob[],
  request: Pick<CrossValidateRequest, 'rounds' | 'earlyStopping' | 'control'>,
  host: Host,
): Promise<TrainingCourse> {
  const stopper = createStopper(request, jobs[0]?.labels ?? []);
  const evals: Float64Array[] = [];
  let bestIteration: number | undefined;
  while (evals.length < request.rounds && bestIteration === undefined) {
    const ofFolds: Float64Array[] = [];
    for (const job of jobs) {
      throwIfCancelled(request.control);
      job.advance();
      ofFolds.push(job.evaluate());
      if (host.isPauseDue()) await host.pause();
    }
    evals.push(concatenate(ofFolds));
    bestIteration = stopper?.update(evals.length, meanOf(ofFolds));
  }
  throwIfCancelled(request.control);
  return { bestIteration: bestIteration ?? stopper?.bestIteration ?? evals.length, evals };
}

function meanOf(rows: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(rows[0]?.length ?? 0);
  for (const index of mean.keys()) {
    const sum = rows.reduce((total, row) => total + (row[index] ?? 0), 0);
    mean[index] = sum / rows.length;
  }
  return mean;
}
