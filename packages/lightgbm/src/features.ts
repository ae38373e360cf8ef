import { LightGbmUsageError } from './errors.ts';
import { columnCountOf, type ColumnValues, type WireColumn, type WireMatrix } from './protocol/matrix.ts';

/** One feature's values, one a row; NaN is missing, and so is a row whose bit in `validity` (lowest first) is 0. */
export type Column = ColumnValues | { readonly values: ColumnValues; readonly validity?: Uint8Array };

/** A dense table in one block of memory. */
export interface Matrix {
  readonly data: Float64Array | Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** Whether the values of a row lie side by side. Default: true. */
  readonly rowMajor?: boolean;
}

/** The numbers that a model learns or predicts from: a column a feature, or one dense table. */
export type Features = readonly Column[] | Matrix;

/** What becomes of memory: shared memory is `share`d and other copied, or all is `copy`ed, or other is `move`d. */
export type MemoryMode = 'share' | 'copy' | 'move';

/** What travels, and the memory that moves with it. */
export interface PackedFeatures {
  readonly matrix: WireMatrix;
  readonly transfer: readonly ArrayBuffer[];
}

const featuresWanted = 'Features are an array of columns, or { data, rows, columns }.';
const typedArrays = [
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  BigInt64Array,
  BigUint64Array,
];

/**
 * Checks features and makes them ready for the worker.
 *
 * Arrays whose memory was moved are empty afterwards.
 * @throws LightGbmUsageError on a wrong type or shape.
 */
export function packFeatures(features: Features, mode: MemoryMode = 'share'): PackedFeatures {
  if (typeof features !== 'object' || features === null) throw new LightGbmUsageError(featuresWanted);
  const matrix = 'data' in features ? checkedMatrix(features) : checkedColumns(features);
  const transfer = new Set<ArrayBuffer>();
  const pack = <Values extends ColumnValues>(values: Values): Values => packValues(values, mode, transfer);
  if (matrix.kind === 'dense') {
    return { matrix: { ...matrix, values: pack(matrix.values) }, transfer: [...transfer] };
  }
  const columns = matrix.columns.map(({ values, validity }) => ({
    values: pack(values),
    ...(validity && { validity: pack(validity) }),
  }));
  return { matrix: { ...matrix, columns }, transfer: [...transfer] };
}

/** @throws LightGbmUsageError when the features are not as many as a model knows. */
export function expectColumns({ matrix }: PackedFeatures, expected: number): void {
  const columns = columnCountOf(matrix);
  if (columns !== expected) {
    throw new LightGbmUsageError(`The features have ${columns} columns, but the model knows ${expected}.`);
  }
}

function packValues<Values extends ColumnValues>(
  values: Values,
  mode: MemoryMode,
  transfer: Set<ArrayBuffer>,
): Values {
  const { buffer } = values;
  if (buffer instanceof SharedArrayBuffer && mode !== 'copy') return values;
  if (buffer instanceof ArrayBuffer && mode === 'move') {
    transfer.add(buffer);
    return values;
  }
  const copy = values.slice() as Values;
  transfer.add(copy.buffer as ArrayBuffer);
  return copy;
}

function checkedMatrix({ data, rows, columns, rowMajor = true }: Matrix): WireMatrix {
  if (!(data instanceof Float64Array || data instanceof Float32Array)) {
    throw new LightGbmUsageError('A dense table is a Float64Array or a Float32Array.');
  }
  checkCount('rows', rows);
  checkCount('columns', columns);
  if (data.length !== rows * columns) {
    throw new LightGbmUsageError(
      `A table of ${rows} rows and ${columns} columns has ${rows * columns} values, but data has ${data.length}.`,
    );
  }
  return { kind: 'dense', values: data, rows, columns, isRowMajor: rowMajor };
}

function checkedColumns(features: readonly Column[]): WireMatrix {
  if (!Array.isArray(features)) throw new LightGbmUsageError(featuresWanted);
  const columns = features.map((column: Column, index) => checkedColumn(column, index));
  const rows = columns[0]?.values.length ?? 0;
  checkCount('columns', columns.length);
  checkCount('rows', rows);
  for (const [index, { values, validity }] of columns.entries()) {
    if (values.length !== rows) {
      throw new LightGbmUsageError(
        `Column ${index} has ${values.length} rows, but the first column has ${rows}.`,
      );
    }
    if (validity !== undefined && validity.length < Math.ceil(rows / 8)) {
      throw new LightGbmUsageError(`Column ${index} has a validity bitmap for fewer than ${rows} rows.`);
    }
  }
  return { kind: 'columns', rows, columns };
}

function checkedColumn(column: Column, index: number): WireColumn {
  const wire = ArrayBuffer.isView(column) ? { values: column } : column;
  if (!typedArrays.some((kind) => wire.values instanceof kind)) {
    throw new LightGbmUsageError(`Column ${index} is not an array of numbers such as a Float64Array.`);
  }
  return wire;
}

function checkCount(name: string, count: number): void {
  if (Number.isInteger(count) && count > 0 && count < 2 ** 31) return;
  throw new LightGbmUsageError(`The features have ${count} ${name}, but a positive whole number is wanted.`);
}
