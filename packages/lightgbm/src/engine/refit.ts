import type { WireMatrix } from '../protocol/matrix.ts';
import type { Natives } from './create-dataset.ts';
import type { NativeBooster } from './native-booster.ts';
import type { NativeDataset } from './native-dataset.ts';
import { TrainingJob } from './training-job.ts';

/** Keeps the splits of a model and sets its leaves anew from other rows, given as a dataset and as numbers. */
export function refitBooster(
  natives: Natives,
  model: NativeBooster,
  plan: { readonly params: string; readonly dataset: NativeDataset; readonly matrix: WireMatrix },
): NativeBooster {
  const { params, dataset, matrix } = plan;
  const leaves = model.predict(natives, matrix, { kind: 'leaf', iterations: -1 });
  const job = new TrainingJob(natives.native, {
    params,
    dataset,
    watched: [],
    customMetrics: [],
    initModel: model,
  });
  try {
    job.refit(Int32Array.from(leaves), matrix.rows);
    return job.toBooster();
  } finally {
    job.free();
  }
}
