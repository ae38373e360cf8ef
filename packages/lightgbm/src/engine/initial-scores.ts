import { LightGbmUsageError } from '../errors.ts';
import type { Natives } from './create-dataset.ts';
import type { NativeBooster } from './native-booster.ts';
import type { NativeDataset } from './native-dataset.ts';

/**
 * Makes datasets start from the raw predictions of a model.
 *
 * @returns the way back.
 * @throws LightGbmUsageError when a dataset did not keep its rows.
 */
export function startFromModel(
  natives: Natives,
  model: NativeBooster,
  datasets: ReadonlySet<NativeDataset>,
): () => void {
  const done: NativeDataset[] = [];
  const reset = (): void => {
    for (const dataset of done) dataset.setField('initialScore');
  };
  try {
    for (const dataset of datasets) {
      dataset.setField('initialScore', rawScores(natives, model, dataset));
      done.push(dataset);
    }
  } catch (error) {
    reset();
    throw error;
  }
  return reset;
}

/** Raw predictions for the rows of a dataset, class by class as LightGBM wants its starting scores. */
function rawScores(natives: Natives, model: NativeBooster, dataset: NativeDataset): Float64Array {
  const { keptRows, hasInitialScore } = dataset.traits;
  if (hasInitialScore) {
    throw new LightGbmUsageError('To go on from a model, no dataset may have an initialScore of its own.');
  }
  if (keptRows === undefined) {
    throw new LightGbmUsageError(
      'To go on from a model, every dataset must have its rows: create it with keepRows.',
    );
  }
  const raw = model.predict(natives, keptRows.matrix, { kind: 'raw', iterations: -1 });
  const classes = model.treesPerIteration;
  const scores = new Float64Array(dataset.rows * classes);
  for (let row = 0; row < dataset.rows; row += 1) {
    const source = keptRows.kind === 'all' ? row : (keptRows.rows[row] ?? 0);
    for (let index = 0; index < classes; index += 1) {
      scores[index * dataset.rows + row] = raw[source * classes + index] ?? 0;
    }
  }
  return scores;
}
