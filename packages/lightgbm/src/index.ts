export { featuresOf, type ArrowBatch, type ArrowData, type ArrowField } from './arrow-batch.ts';
export { Booster, type PredictOptions } from './booster.ts';
export type { CrossValidateOptions, CrossValidation, Fold, FoldMetric } from './cross-validate.ts';
export type { DatasetOptions } from './dataset-options.ts';
export { Dataset } from './dataset.ts';
export { trainDistributed, type DistributedTrainOptions } from './distributed/train-distributed.ts';
export {
  LightGbmError,
  LightGbmTimeoutError,
  LightGbmUnavailableError,
  LightGbmUsageError,
} from './errors.ts';
export type { EvalHistory, Evals } from './evals.ts';
export type { Column, Features, Matrix } from './features.ts';
export {
  findLibrary,
  lightGbmVersion,
  type FindLibraryOptions,
  type LibrarySearch,
} from './library/index.ts';
export { LightGbm, type OpenOptions } from './light-gbm.ts';
export type { Boosting, LightGbmParams, Metric, Objective, ParameterValue } from './parameters.ts';
export type { ColumnValues } from './protocol/matrix.ts';
export type { ImportanceKind, PredictionKind } from './protocol/operations.ts';
export type { PredictWhileTrainingOptions } from './predict-while-training.ts';
export type {
  CustomMetric,
  EarlyStoppingOptions,
  Gradients,
  IterationEvent,
  TrainOptions,
} from './train-options.ts';
