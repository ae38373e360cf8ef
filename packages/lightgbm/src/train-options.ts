import type { Booster } from './booster.ts';
import type { Dataset } from './dataset.ts';
import type { Evals } from './evals.ts';
import type { LightGbmParams } from './parameters.ts';

/** Word of one iteration that is done. */
export interface IterationEvent {
  /** Iterations in the model so far; counts from 1, and on from those of `initModel`. */
  readonly iteration: number;
  readonly evals: Evals;
}

/** A metric of the caller's own, worked out on the main thread. */
export interface CustomMetric {
  readonly name: string;
  readonly higherIsBetter: boolean;
  /** `predictions` are on the label's scale (raw with a custom objective); class by class where there are several. */
  readonly evaluate: (predictions: Float64Array, dataset: string) => number;
}

/** First and second derivatives of the loss by the score, one a row (and class by class). */
export interface Gradients {
  readonly gradients: Float32Array;
  readonly hessians: Float32Array;
}

/** When training ends before its last round: no metric of a validation dataset improved for `rounds` iterations. */
export interface EarlyStoppingOptions {
  readonly rounds: number;
  /** How much counts as better. Default: 0. */
  readonly minDelta?: number;
  /** Only the first metric decides. Default: false. */
  readonly firstMetricOnly?: boolean;
}

/** What one training is told. */
export interface TrainOptions {
  readonly dataset: Dataset;
  readonly params?: LightGbmParams;
  /** How many iterations are added. Default: 100. */
  readonly rounds?: number;
  /** Datasets to evaluate after each iteration, by name; made with the training one as reference, or that one. */
  readonly valid?: Readonly<Record<string, Dataset>>;
  /** A number stands for `{ rounds }`. Default: never. */
  readonly earlyStopping?: number | EarlyStoppingOptions;
  readonly metrics?: readonly CustomMetric[];
  /** A loss of the caller's own, as derivatives at the scores; runs on the main thread. */
  readonly objective?: (scores: Float64Array) => Gradients;
  /** A model to go on from; every dataset must have been created with `keepRows`. */
  readonly initModel?: Booster;
  /**
   * Hears of each iteration, in order but in batches. `'stop'` ends training with the model as it was after that
   * iteration, whatever was trained meanwhile.
   */
  readonly onIteration?: (event: IterationEvent) => 'stop' | void;
  /** Ends training between two iterations; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}
