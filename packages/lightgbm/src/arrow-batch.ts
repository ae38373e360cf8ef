import { LightGbmUsageError } from './errors.ts';
import type { Column } from './features.ts';
import type { ColumnValues } from './protocol/matrix.ts';

/** The part of an Arrow record batch that is read; `RecordBatch` of the package `apache-arrow` has it. */
export interface ArrowBatch {
  readonly schema: { readonly fields: readonly ArrowField[] };
  readonly data: { readonly children: readonly ArrowData[] };
}

/** A column's name and type; only whole numbers (2) and floating-point numbers (3) of 32 or 64 bits can be features. */
export interface ArrowField {
  readonly name: string;
  readonly type: { readonly typeId: number; readonly precision?: number };
}

/** A column's memory. `values` start at the batch's first row, the bitmap `offset` bits before it. */
export interface ArrowData {
  readonly length: number;
  readonly offset: number;
  readonly nullCount: number;
  readonly values: unknown;
  readonly nullBitmap: Uint8Array | undefined;
}

const integerType = 2;
const floatType = 3;
const halfPrecision = 0;

/**
 * Takes the columns of an Arrow record batch as features, without copying their values.
 *
 * @throws LightGbmUsageError when a column does not hold numbers.
 * @example await lightGbm.createDataset({ ...featuresOf(batch), label })
 */
export function featuresOf(batch: ArrowBatch): {
  readonly features: readonly Column[];
  readonly featureNames: readonly string[];
} {
  const { fields } = batch.schema;
  const features = batch.data.children.map((data, index) => columnOf(data, fields[index]));
  return { features, featureNames: fields.map(({ name }) => name) };
}

function columnOf(data: ArrowData, field: ArrowField | undefined): Column {
  const isNumber =
    field?.type.typeId === integerType ||
    (field?.type.typeId === floatType && field.type.precision !== halfPrecision);
  if (!isNumber) throw new LightGbmUsageError(`The Arrow column "${field?.name}" does not hold numbers.`);
  const values = (data.values as ColumnValues).subarray(0, data.length);
  if (data.nullCount === 0 || data.nullBitmap === undefined) return values;
  return { values, validity: shiftBits(data.nullBitmap, data.offset, data.length) };
}

/** The bits from an offset on, with the first of them as the lowest bit of the first byte. */
function shiftBits(bitmap: Uint8Array, offset: number, length: number): Uint8Array {
  const [start, shift] = [offset >> 3, offset & 7];
  return Uint8Array.from({ length: Math.ceil(length / 8) }, (_, index) => {
    const low = bitmap[start + index] ?? 0;
    const high = bitmap[start + index + 1] ?? 0;
    return (low >> shift) | (high << (8 - shift));
  });
}
