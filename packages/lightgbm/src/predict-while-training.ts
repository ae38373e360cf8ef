import { cancellable } from './cancellable.ts';
import type { Dataset } from './dataset.ts';
import { createControl } from './engine/control.ts';
import { LightGbmUsageError } from './errors.ts';
import type { LightGbmParams } from './parameters.ts';
import { checkedRounds } from './train.ts';
import type { WorkerConnection } from './worker/connection.ts';

/** What a training is told of which only predictions are wanted. */
export interface PredictWhileTrainingOptions {
  readonly dataset: Dataset;
  /** The rows to predict, made with the training ones as reference; any label will do. */
  readonly scored: Dataset;
  readonly params?: LightGbmParams;
  /** After how many iterations to predict, ascending. */
  readonly rounds: readonly number[];
  /** Ends training between two iterations; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Trains in the worker and gives predictions alone. */
export async function predictWhileTraining(
  connection: WorkerConnection,
  { dataset, scored, params = {}, rounds, signal }: PredictWhileTrainingOptions,
): Promise<readonly Float64Array[]> {
  for (const [place, count] of rounds.entries()) {
    if (checkedRounds(count) > (rounds[place - 1] ?? 0)) continue;
    throw new LightGbmUsageError(
      `rounds has ${count} after ${rounds[place - 1]}, but ascending numbers are wanted.`,
    );
  }
  const control = createControl();
  const request = {
    params,
    dataset: dataset.idIn(connection),
    scored: scored.idIn(connection),
    rounds,
    control,
  };
  return cancellable(signal, control, (onClose) =>
    connection.request('predictWhileTraining', request, { onClose }),
  );
}
