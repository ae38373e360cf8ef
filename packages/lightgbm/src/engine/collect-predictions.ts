import type { PredictWhileTrainingRequest } from '../protocol/operations.ts';
import { throwIfCancelled } from './control.ts';
import type { Host } from './host.ts';
import type { TrainingJob } from './training-job.ts';

/** Trains on and notes after some rounds what the model then says of the one watched dataset. */
export async function collectPredictions(
  job: TrainingJob,
  { rounds, control }: Pick<PredictWhileTrainingRequest, 'rounds' | 'control'>,
  host: Host,
): Promise<readonly Float64Array[]> {
  const predictions: Float64Array[] = [];
  let done = 0;
  for (const wanted of rounds) {
    for (; done < wanted; done += 1) {
      throwIfCancelled(control);
      job.advance();
      if (host.isPauseDue()) await host.pause();
    }
    predictions.push(...job.watchedPredictions());
  }
  return predictions;
}
