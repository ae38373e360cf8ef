/** How a table of numbers travels to the worker. */

/** The number arrays that LightGBM can read as a column. */
export type ColumnValues =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | BigInt64Array
  | BigUint64Array;

/** One column, with an optional bitmap (lowest bit first) whose zero bits mark missing values. */
export interface WireColumn {
  readonly values: ColumnValues;
  readonly validity?: Uint8Array;
}

/** A checked table: one dense block, or columns that each have their own memory. */
export type WireMatrix =
  | {
      readonly kind: 'dense';
      readonly values: Float64Array | Float32Array;
      readonly rows: number;
      readonly columns: number;
      readonly isRowMajor: boolean;
    }
  | { readonly kind: 'columns'; readonly rows: number; readonly columns: readonly WireColumn[] };

/** How many columns a table has. */
export function columnCountOf(matrix: WireMatrix): number {
  return matrix.kind === 'dense' ? matrix.columns : matrix.columns.length;
}
