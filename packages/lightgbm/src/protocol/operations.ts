/** What the main thread asks of the worker: one entry an operation, its request and its response. */
import type { LightGbmParams } from '../parameters.ts';
import type { WireMatrix } from './matrix.ts';

/** The number under which the worker keeps a dataset or a booster. */
export type ObjectId = number;

/** What a prediction gives for each row. */
export type PredictionKind = 'value' | 'raw' | 'leaf' | 'contributions';

/** How a feature's importance is counted: number of splits, or their summed gain. */
export type ImportanceKind = 'split' | 'gain';

/** The columns of numbers that go with the rows of a dataset. */
export interface DatasetFields {
  readonly label?: Float32Array;
  readonly weight?: Float32Array;
  readonly group?: Int32Array;
  readonly initialScore?: Float64Array;
}

/** What the main thread knows of a dataset. */
export interface DatasetFacts {
  readonly id: ObjectId;
  readonly rows: number;
  readonly columns: number;
  readonly featureNames: readonly string[];
}

/** What the main thread knows of a booster. */
export interface BoosterFacts {
  readonly id: ObjectId;
  readonly iterations: number;
  readonly treesPerIteration: number;
  readonly featureNames: readonly string[];
}

/** One reported number: which dataset, which metric, and which way is better. */
export interface EvalLabel {
  readonly dataset: string;
  readonly metric: string;
  readonly higherIsBetter: boolean;
  readonly isTraining: boolean;
}

/** When training ends before its last round for want of progress. */
export interface EarlyStopping {
  readonly rounds: number;
  readonly minDelta: number;
  readonly firstMetricOnly: boolean;
}

/** A dataset that is evaluated while training. */
interface WatchedDataset {
  readonly name: string;
  readonly dataset: ObjectId;
}

/** A metric that the main thread works out. */
export interface CustomMetricLabel {
  readonly name: string;
  readonly higherIsBetter: boolean;
}

/** What one training is told. */
export interface TrainRequest {
  readonly params: LightGbmParams;
  readonly dataset: ObjectId;
  readonly valid: readonly WatchedDataset[];
  readonly rounds: number;
  readonly earlyStopping?: EarlyStopping;
  readonly initModel?: ObjectId;
  readonly customMetrics: readonly CustomMetricLabel[];
  readonly hasCustomObjective: boolean;
  readonly hasOnIteration: boolean;
  /** Word 0: 1 cancels. Word 1: the iteration after which training stops, 0 for none. Shared. */
  readonly control: Int32Array;
}

/** What became of one training. `evals` is iterations x labels, row-major. */
export interface TrainResponse {
  readonly booster: BoosterFacts;
  readonly bestIteration: number;
  readonly firstIteration: number;
  readonly labels: readonly EvalLabel[];
  readonly evals: Float64Array;
}

/** What a training is told of which only predictions are wanted. */
export interface PredictWhileTrainingRequest {
  readonly params: LightGbmParams;
  readonly dataset: ObjectId;
  readonly scored: ObjectId;
  /** Ascending. */
  readonly rounds: readonly number[];
  readonly control: Int32Array;
}

/** One fold: the rows or the datasets that are trained on and held out. */
export type WireFold =
  | { readonly kind: 'rows'; readonly train: Int32Array; readonly valid: Int32Array }
  | { readonly kind: 'datasets'; readonly train: ObjectId; readonly valid: ObjectId };

/** What a cross-validation is told. */
export interface CrossValidateRequest {
  readonly params: LightGbmParams;
  readonly dataset?: ObjectId;
  readonly folds: readonly WireFold[];
  readonly rounds: number;
  readonly earlyStopping?: EarlyStopping;
  readonly keepBoosters: boolean;
  readonly control: Int32Array;
}

/** What became of a cross-validation. `evals` is iterations x folds x metrics, row-major. */
export interface CrossValidateResponse {
  readonly boosters: readonly BoosterFacts[];
  readonly bestIteration: number;
  readonly metrics: readonly string[];
  readonly evals: Float64Array;
}

/** Which trees answer, and how. `iterations` -1 means all. */
interface PredictRequest {
  readonly booster: ObjectId;
  readonly kind: PredictionKind;
  readonly iterations: number;
}

/** Every operation of the worker. */
export interface Operations {
  createDataset: {
    request: {
      readonly matrix: WireMatrix;
      readonly fields: DatasetFields;
      readonly featureNames?: readonly string[];
      readonly categorical: readonly number[];
      readonly params: LightGbmParams;
      readonly reference?: ObjectId;
      readonly keepRows: boolean;
    };
    response: DatasetFacts;
  };
  readDataset: {
    request: { readonly path: string; readonly params: LightGbmParams; readonly reference?: ObjectId };
    response: DatasetFacts;
  };
  subset: { request: { readonly dataset: ObjectId; readonly rows: Int32Array }; response: DatasetFacts };
  saveDataset: { request: { readonly dataset: ObjectId; readonly path: string }; response: void };
  train: { request: TrainRequest; response: TrainResponse };
  predictWhileTraining: { request: PredictWhileTrainingRequest; response: readonly Float64Array[] };
  crossValidate: { request: CrossValidateRequest; response: CrossValidateResponse };
  loadBooster: { request: { readonly text: string }; response: BoosterFacts };
  predict: { request: PredictRequest & { readonly matrix: WireMatrix }; response: Float64Array };
  predictRow: { request: PredictRequest & { readonly row: Float64Array }; response: Float64Array };
  refit: {
    request: {
      readonly booster: ObjectId;
      readonly dataset: ObjectId;
      readonly matrix: WireMatrix;
      readonly params: LightGbmParams;
    };
    response: BoosterFacts;
  };
  importance: {
    request: { readonly booster: ObjectId; readonly kind: ImportanceKind; readonly iterations: number };
    response: Float64Array;
  };
  modelText: {
    request: { readonly booster: ObjectId; readonly form: 'text' | 'json'; readonly iterations: number };
    response: string;
  };
  free: { request: { readonly id: ObjectId }; response: void };
  close: { request: undefined; response: void };
}

/** The name of an operation. */
export type OperationName = keyof Operations;
