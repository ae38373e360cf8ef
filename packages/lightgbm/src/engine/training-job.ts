import { LightGbmUsageError } from '../errors.ts';
import type { CustomMetricLabel, EvalLabel } from '../protocol/operations.ts';
import { NativeBooster } from './native-booster.ts';
import type { NativeDataset } from './native-dataset.ts';
import type { NativeHandle, NativeLibrary } from './native-library.ts';

/** A dataset that is evaluated after each iteration. */
export interface Watched {
  readonly name: string;
  readonly dataset: NativeDataset;
}

/** What a training is made of; `params` as LightGBM reads them. */
export interface TrainingPlan {
  readonly params: string;
  readonly dataset: NativeDataset;
  readonly watched: readonly Watched[];
  readonly customMetrics: readonly CustomMetricLabel[];
  readonly initModel?: NativeBooster;
}

const trainingIndex = 0;
const higherIsBetterPrefixes = ['auc', 'ndcg@', 'map@', 'average_precision', 'r2'];

/** One model in training: it moves an iteration at a time and holds its datasets until it is freed. */
export class TrainingJob {
  /** What each number of {@link evaluate} is. */
  readonly labels: readonly EvalLabel[];
  readonly firstIteration: number;
  /** Whether later iterations change earlier trees, so that they cannot be taken back. */
  readonly isDart: boolean;
  readonly #native: NativeLibrary;
  readonly #handle: NativeHandle;
  readonly #datasets: readonly NativeDataset[];
  /** The index by which LightGBM knows each watched dataset. */
  readonly #indices: readonly number[];
  readonly #metricCount: number;
  readonly #customMetricCount: number;

  constructor(native: NativeLibrary, plan: TrainingPlan) {
    this.#native = native;
    const { dataset, watched, customMetrics } = plan;
    checkDatasets(dataset, watched);
    this.isDart = plan.params.split(' ').includes('boosting=dart');
    this.#handle = native.callForHandle('LGBM_BoosterCreate', dataset.handle, plan.params);
    this.#datasets = [dataset, ...watched.map((each) => each.dataset)];
    for (const each of this.#datasets) each.retain();
    try {
      if (plan.initModel !== undefined) native.call('LGBM_BoosterMerge', this.#handle, plan.initModel.handle);
      this.firstIteration = this.currentIteration;
      this.#indices = this.#addWatched(dataset, watched);
      this.#metricCount = native.callForNumber('LGBM_BoosterGetEvalCounts', this.#handle);
      this.#customMetricCount = customMetrics.length;
      this.labels = this.#labelsOf(watched, customMetrics);
    } catch (error) {
      this.free();
      throw error;
    }
  }

  get currentIteration(): number {
    return this.#native.callForNumber('LGBM_BoosterGetCurrentIteration', this.#handle);
  }

  /** Adds the trees of one iteration, by the objective or by the gradients given. */
  advance(custom?: { readonly gradients: Float32Array; readonly hessians: Float32Array }): void {
    if (custom === undefined) this.#native.call('LGBM_BoosterUpdateOneIter', this.#handle, [0]);
    else {
      const { gradients, hessians } = custom;
      this.#native.call('LGBM_BoosterUpdateOneIterCustom', this.#handle, gradients, hessians, [0]);
    }
  }

  /** The built-in metrics of every watched dataset, with room for the custom ones, in the order of the labels. */
  evaluate(): Float64Array {
    const perDataset = this.#metricCount + this.#customMetricCount;
    const result = new Float64Array(perDataset * this.#indices.length);
    if (this.#metricCount === 0) return result;
    const values = new Float64Array(this.#metricCount);
    for (const [position, index] of this.#indices.entries()) {
      this.#native.call('LGBM_BoosterGetEval', this.#handle, index, [0], values);
      result.set(values, position * perDataset);
    }
    return result;
  }

  /** Where the custom metrics of a watched dataset stand in {@link evaluate}'s result. */
  customMetricOffset(position: number): number {
    return position * (this.#metricCount + this.#customMetricCount) + this.#metricCount;
  }

  /** The scores of the training rows; class by class where there are several. */
  trainingScores(): Float64Array<ArrayBuffer> {
    return this.#predictionsOf(trainingIndex);
  }

  /** The predictions for the rows of each watched dataset. */
  watchedPredictions(): readonly Float64Array<ArrayBuffer>[] {
    return this.#indices.map((index) => this.#predictionsOf(index));
  }

  /** Takes back the newest iterations. */
  rollBackTo(iteration: number): void {
    while (this.currentIteration > iteration) this.#native.call('LGBM_BoosterRollbackOneIter', this.#handle);
  }

  /** The model as it now is, free of its datasets. */
  toBooster(): NativeBooster {
    const text = this.#native.callForText('LGBM_BoosterSaveModelToString', this.#handle, 0, -1, 0);
    return new NativeBooster(this.#native, withoutThreads(text));
  }

  /** Sets every leaf anew from the datasets' rows; `leaves` is rows x trees, row-major. */
  refit(leaves: Int32Array, rows: number): void {
    this.#native.call('LGBM_BoosterRefit', this.#handle, leaves, rows, leaves.length / rows);
  }

  free(): void {
    this.#native.call('LGBM_BoosterFree', this.#handle);
    for (const dataset of this.#datasets) dataset.release();
  }

  #addWatched(training: NativeDataset, watched: readonly Watched[]): readonly number[] {
    let next = trainingIndex;
    return watched.map(({ dataset }) => {
      if (dataset === training) return trainingIndex;
      this.#native.call('LGBM_BoosterAddValidData', this.#handle, dataset.handle);
      next += 1;
      return next;
    });
  }

  #labelsOf(watched: readonly Watched[], customMetrics: readonly CustomMetricLabel[]): readonly EvalLabel[] {
    const builtIn = this.#native
      .callForNames('LGBM_BoosterGetEvalNames', this.#handle, this.#metricCount)
      .map((name) => ({
        name,
        higherIsBetter: higherIsBetterPrefixes.some((prefix) => name.startsWith(prefix)),
      }));
    return watched.flatMap(({ name, dataset }) =>
      [...builtIn, ...customMetrics].map((metric) => ({
        dataset: name,
        metric: metric.name,
        higherIsBetter: metric.higherIsBetter,
        isTraining: dataset === this.#datasets[0],
      })),
    );
  }

  #predictionsOf(index: number): Float64Array<ArrayBuffer> {
    const count = this.#native.callForNumber('LGBM_BoosterGetNumPredict', this.#handle, index);
    const result = new Float64Array(count);
    this.#native.call('LGBM_BoosterGetPredict', this.#handle, index, [0], result);
    return result;
  }
}

function checkDatasets(dataset: NativeDataset, watched: readonly Watched[]): void {
  if (!dataset.traits.hasLabel) throw new LightGbmUsageError('The dataset to train on has no label.');
  for (const { name, dataset: other } of watched) {
    if (!other.traits.hasLabel) throw new LightGbmUsageError(`The dataset "${name}" has no label.`);
    if (other.traits.family === dataset.traits.family) continue;
    throw new LightGbmUsageError(
      `The dataset "${name}" has other bins than the one trained on; create it with that one as its reference.`,
    );
  }
}

/** The thread count changes no tree, so it is left out: the same data gives the same text on any machine. */
function withoutThreads(text: string): string {
  return text.replace(/^\[num_threads: \d+\]$/m, '[num_threads: 0]');
}
