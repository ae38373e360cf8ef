import { Booster } from './booster.ts';
import { cancellable } from './cancellable.ts';
import { checkedRows, type Dataset } from './dataset.ts';
import { createControl } from './engine/control.ts';
import { LightGbmUsageError } from './errors.ts';
import type { LightGbmParams } from './parameters.ts';
import type { CrossValidateResponse, WireFold } from './protocol/operations.ts';
import type { EarlyStoppingOptions } from './train-options.ts';
import { checkedRounds, earlyStoppingOf } from './train.ts';
import type { WorkerConnection } from './worker/connection.ts';

/**
 * One fold: ascending row indices of one dataset, whose bins are then those of all its rows; or two datasets, the
 * second made with the first as its reference, when bins may know nothing of the rows held out.
 */
export type Fold =
  | { readonly train: ArrayLike<number>; readonly valid: ArrayLike<number> }
  | { readonly train: Dataset; readonly valid: Dataset };

/** What a cross-validation is told. */
export interface CrossValidateOptions {
  /** What folds of row indices are taken from. */
  readonly dataset?: Dataset;
  readonly folds: readonly Fold[];
  readonly params?: LightGbmParams;
  /** Default: 100. */
  readonly rounds?: number;
  /** Decides by the mean over the folds. A number stands for `{ rounds }`. Default: never. */
  readonly earlyStopping?: number | EarlyStoppingOptions;
  /** Gives back the model of each fold. Default: false. */
  readonly keepBoosters?: boolean;
  readonly signal?: AbortSignal;
}

/** One metric over the folds; each array has one number an iteration. */
export interface FoldMetric {
  readonly mean: Float64Array;
  /** The standard deviation over the folds (divided by their number). */
  readonly standardDeviation: Float64Array;
  readonly folds: readonly Float64Array[];
}

/** What a cross-validation found. */
export interface CrossValidation {
  readonly metrics: Readonly<Record<string, FoldMetric>>;
  /** The iteration that early stopping found best by the mean, counted from 1; otherwise the last. */
  readonly bestIteration: number;
  /** One a fold, with all its iterations; empty unless `keepBoosters`. */
  readonly boosters: readonly Booster[];
}

/** Trains and evaluates every fold in the worker, one iteration of each in turn. */
export async function crossValidate(
  connection: WorkerConnection,
  options: CrossValidateOptions,
): Promise<CrossValidation> {
  const { dataset, params = {}, earlyStopping, keepBoosters = false } = options;
  if (options.folds.length === 0) throw new LightGbmUsageError('A cross-validation has at least one fold.');
  const control = createControl();
  const request = {
    params,
    ...(dataset && { dataset: dataset.idIn(connection) }),
    folds: options.folds.map((fold) => packFold(connection, fold, dataset)),
    rounds: checkedRounds(options.rounds),
    ...(earlyStopping !== undefined && { earlyStopping: earlyStoppingOf(earlyStopping) }),
    keepBoosters,
    control,
  };
  const response = await cancellable(options.signal, control, (onClose) =>
    connection.request('crossValidate', request, { onClose }),
  );
  return {
    metrics: foldMetrics(response, options.folds.length),
    bestIteration: response.bestIteration,
    boosters: response.boosters.map((facts) => new Booster(connection, facts)),
  };
}

function packFold(connection: WorkerConnection, fold: Fold, dataset: Dataset | undefined): WireFold {
  if ('idIn' in fold.train && 'idIn' in fold.valid) {
    return { kind: 'datasets', train: fold.train.idIn(connection), valid: fold.valid.idIn(connection) };
  }
  if (dataset === undefined)
    throw new LightGbmUsageError('Folds of row indices need the dataset they index.');
  return {
    kind: 'rows',
    train: checkedRows(fold.train as ArrayLike<number>, dataset.rows),
    valid: checkedRows(fold.valid as ArrayLike<number>, dataset.rows),
  };
}

function foldMetrics(
  { metrics, evals }: CrossValidateResponse,
  foldCount: number,
): CrossValidation['metrics'] {
  const perIteration = foldCount * metrics.length;
  const iterations = perIteration === 0 ? 0 : evals.length / perIteration;
  const seriesOf = (at: number): Float64Array =>
    Float64Array.from({ length: iterations }, (_, iteration) => evals[iteration * perIteration + at] ?? 0);
  return Object.fromEntries(
    metrics.map((metric, index) => {
      const folds = Array.from({ length: foldCount }, (_, fold) => seriesOf(fold * metrics.length + index));
      return [metric, summarise(folds, iterations)];
    }),
  );
}

function summarise(folds: readonly Float64Array[], iterations: number): FoldMetric {
  const mean = new Float64Array(iterations);
  const standardDeviation = new Float64Array(iterations);
  for (let at = 0; at < iterations; at += 1) {
    const average = folds.reduce((sum, fold) => sum + (fold[at] ?? 0), 0) / folds.length;
    const variance = folds.reduce((sum, fold) => sum + ((fold[at] ?? 0) - average) ** 2, 0) / folds.length;
    mean[at] = average;
    standardDeviation[at] = Math.sqrt(variance);
  }
  return { mean, standardDeviation, folds };
}
