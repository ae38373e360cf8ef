import type { Dataset } from './dataset.ts';
import { LightGbmUsageError } from './errors.ts';
import { packFeatures, type Features, type MemoryMode, type PackedFeatures } from './features.ts';
import type { LightGbmParams } from './parameters.ts';
import { columnCountOf } from './protocol/matrix.ts';
import type { DatasetFields, Operations } from './protocol/operations.ts';

/** What a dataset is made of. */
export interface DatasetOptions {
  /** Read in place when on a SharedArrayBuffer (leave it unchanged until the promise settles), else copied. */
  readonly features: Features;
  /** Moves the memory of the features instead of copying it; their arrays are empty afterwards. Default: false. */
  readonly transfer?: boolean;
  /** What is to be predicted, one a row; LightGBM keeps it in single precision. */
  readonly label?: ArrayLike<number>;
  /** How much each row counts, one a row, not negative. Default: 1. */
  readonly weight?: ArrayLike<number>;
  /** How many rows in turn belong to one query, for ranking; they sum to the number of rows. */
  readonly group?: ArrayLike<number>;
  /** Where the scores start, one a row (and class by class where there are several). */
  readonly initialScore?: ArrayLike<number>;
  /** Default: those of the reference, else `Column_0`, `Column_1`, ... */
  readonly featureNames?: readonly string[];
  /** Features, by name or index, whose values are whole numbers >= 0 without an order. */
  readonly categorical?: readonly (string | number)[];
  readonly params?: LightGbmParams;
  /** A dataset whose bins this one takes; a validation dataset needs the training one here. */
  readonly reference?: Dataset;
  /** Keeps the features in memory, so that training can go on from a model. Default: false. */
  readonly keepRows?: boolean;
}

/** A checked dataset on its way, still without its reference. */
export interface PackedDataset {
  readonly request: Omit<Operations['createDataset']['request'], 'reference'>;
  readonly packed: PackedFeatures;
}

/**
 * Checks a dataset and makes it ready to travel.
 *
 * @throws LightGbmUsageError on wrong shapes, types, names or values.
 */
export function packDataset(options: DatasetOptions, mode: MemoryMode): PackedDataset {
  const { featureNames, categorical = [], params = {}, reference, keepRows = false } = options;
  const packed = packFeatures(options.features, mode);
  const { matrix } = packed;
  const columns = columnCountOf(matrix);
  if (featureNames !== undefined) checkFeatureNames(featureNames, columns);
  if (reference !== undefined && reference.columns !== columns) {
    throw new LightGbmUsageError(`There are ${columns} columns, but the reference has ${reference.columns}.`);
  }
  const request = {
    matrix,
    fields: packFields(options, matrix.rows),
    ...(featureNames && { featureNames }),
    categorical: categoricalIndices(categorical, columns, featureNames ?? reference?.featureNames),
    params,
    keepRows,
  };
  return { request, packed };
}

function packFields(options: DatasetOptions, rows: number): DatasetFields {
  const { label, weight, group, initialScore } = options;
  return {
    ...(label && { label: Float32Array.from(checked('label', label, rows)) }),
    ...(weight && { weight: Float32Array.from(checkedWeight(weight, rows)) }),
    ...(group && { group: Int32Array.from(checkedGroup(group, rows)) }),
    ...(initialScore && { initialScore: Float64Array.from(checkedScore(initialScore, rows)) }),
  };
}

function checkFeatureNames(names: readonly string[], columns: number): void {
  if (names.length !== columns) {
    throw new LightGbmUsageError(`There are ${names.length} feature names for ${columns} columns.`);
  }
  const seen = new Set<string>();
  for (const name of names) {
    if (name === '' || /[\s[\]{}":,]/.test(name)) {
      throw new LightGbmUsageError(
        `The feature name "${name}" is empty or holds a space or one of [ ] { } " : , .`,
      );
    }
    if (seen.has(name)) throw new LightGbmUsageError(`The feature name "${name}" is given twice.`);
    seen.add(name);
  }
}

function categoricalIndices(
  categorical: readonly (string | number)[],
  columns: number,
  featureNames: readonly string[] = [],
): readonly number[] {
  const indices = categorical.map((each) => {
    const index = typeof each === 'number' ? each : featureNames.indexOf(each);
    if (Number.isInteger(index) && index >= 0 && index < columns) return index;
    throw new LightGbmUsageError(`There is no feature ${JSON.stringify(each)} to be categorical.`);
  });
  return [...new Set(indices)].sort((a, b) => a - b);
}

function checked(name: string, values: ArrayLike<number>, length: number): ArrayLike<number> {
  if (values.length !== length) {
    throw new LightGbmUsageError(`The ${name} has ${values.length} values for ${length} rows.`);
  }
  for (let row = 0; row < length; row += 1) {
    const value: unknown = values[row];
    if (typeof value === 'number' && Number.isFinite(value)) continue;
    throw new LightGbmUsageError(
      `The ${name} of row ${row} is ${String(value)}, but a finite number is wanted.`,
    );
  }
  return values;
}

function checkedWeight(weight: ArrayLike<number>, rows: number): ArrayLike<number> {
  checked('weight', weight, rows);
  const row = Array.prototype.findIndex.call(weight, (value: number) => value < 0);
  if (row !== -1)
    throw new LightGbmUsageError(`The weight of row ${row} is ${weight[row]}, but 0 or more is wanted.`);
  return weight;
}

function checkedScore(score: ArrayLike<number>, rows: number): ArrayLike<number> {
  if (score.length === 0 || score.length % rows !== 0) {
    throw new LightGbmUsageError(`The initialScore has ${score.length} values for ${rows} rows.`);
  }
  return checked('initialScore', score, score.length);
}

function checkedGroup(group: ArrayLike<number>, rows: number): ArrayLike<number> {
  let sum = 0;
  for (let index = 0; index < group.length; index += 1) {
    const size = group[index] ?? 0;
    if (!Number.isInteger(size) || size <= 0) {
      throw new LightGbmUsageError(`Group ${index} has ${size} rows, but a positive whole number is wanted.`);
    }
    sum += size;
  }
  if (sum !== rows) throw new LightGbmUsageError(`The groups sum to ${sum} rows, but there are ${rows}.`);
  return group;
}
