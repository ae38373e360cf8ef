import { columnCountOf, type WireMatrix } from '../protocol/matrix.ts';
import type { DatasetFields } from '../protocol/operations.ts';
import type { ArrowStreams } from './arrow-stream.ts';
import { NativeDataset } from './native-dataset.ts';
import type { NativeHandle, NativeLibrary } from './native-library.ts';
import { elementTypeOf } from './native-types.ts';
import type { ParameterBook, Parameters } from './parameters.ts';

/** The native side that datasets and predictions need. */
export interface Natives {
  readonly native: NativeLibrary;
  readonly arrow: ArrowStreams;
  readonly book: ParameterBook;
}

/** What a dataset is made of; everything is checked already. */
export interface DatasetSource {
  readonly matrix: WireMatrix;
  readonly fields: DatasetFields;
  readonly featureNames?: readonly string[];
  readonly categorical: readonly number[];
  readonly parameters: Parameters;
  readonly reference?: NativeDataset;
  readonly keepRows: boolean;
}

/** Bins a table, by the bins of `reference` where there is one. */
export function createDataset(natives: Natives, source: DatasetSource): NativeDataset {
  const { native } = natives;
  const { matrix, fields, reference } = source;
  const parameters = withCategorical(reference?.traits.parameters ?? source.parameters, source.categorical);
  const handle = binRows(natives, matrix, {
    params: natives.book.write(parameters),
    reference: reference?.handle ?? null,
  });
  const dataset = new NativeDataset(native, handle, {
    parameters,
    family: reference?.traits.family ?? Symbol('bins'),
    hasLabel: fields.label !== undefined,
    hasGroup: fields.group !== undefined,
    hasInitialScore: fields.initialScore !== undefined,
    ...(source.keepRows && { keptRows: { kind: 'all', matrix } }),
  });
  try {
    dataset.setFields(fields);
    const names = source.featureNames ?? reference?.featureNames();
    if (names !== undefined) {
      native.call('LGBM_DatasetSetFeatureNames', handle, names, columnCountOf(matrix));
    }
  } catch (error) {
    dataset.free();
    throw error;
  }
  return dataset;
}

/** Takes some rows of a dataset, in ascending order, with the same bins. */
export function createSubset(natives: Natives, parent: NativeDataset, rows: Int32Array): NativeDataset {
  const { native, book } = natives;
  const { keptRows } = parent.traits;
  const params = book.write(parent.traits.parameters);
  const handle = native.callForHandle('LGBM_DatasetGetSubset', parent.handle, rows, rows.length, params);
  return new NativeDataset(native, handle, {
    ...parent.traits,
    ...(keptRows && { keptRows: { kind: 'some', matrix: keptRows.matrix, rows: rowsOf(keptRows, rows) } }),
  });
}

function rowsOf(kept: NonNullable<NativeDataset['traits']['keptRows']>, rows: Int32Array): Int32Array {
  return kept.kind === 'all' ? rows : rows.map((row) => kept.rows[row] ?? 0);
}

function withCategorical(parameters: Parameters, categorical: readonly number[]): Parameters {
  return categorical.length === 0
    ? parameters
    : new Map([...parameters, ['categorical_feature', categorical]]);
}

function binRows(
  { native, arrow }: Natives,
  matrix: WireMatrix,
  { params, reference }: { readonly params: string; readonly reference: NativeHandle | null },
): NativeHandle {
  if (matrix.kind === 'columns') {
    return arrow.withStream(matrix.rows, matrix.columns, (stream) =>
      native.callForHandle('LGBM_DatasetCreateFromArrowStream', stream, params, reference),
    );
  }
  const { values, rows, columns, isRowMajor } = matrix;
  const shape = [elementTypeOf(values), rows, columns, isRowMajor ? 1 : 0];
  return native.callForHandle('LGBM_DatasetCreateFromMat', values, ...shape, params, reference);
}
