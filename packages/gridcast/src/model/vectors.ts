/** Feature vectors as members read them. */
import type { Link } from './link.ts';

/** Feature columns by name, all of one length; a missing value is NaN. */
export type VectorColumns = Readonly<Record<string, Float64Array>>;

/** The same rows, in the same order, on both scales. */
export type LinkedVectors = Readonly<Record<Link, VectorColumns>>;

/** A column by name. @throws RangeError where the feature table lacks it: a fault of the program. */
export function getColumn(columns: VectorColumns, name: string): Float64Array {
  const column = columns[name];
  if (column === undefined) throw new RangeError(`The feature table has no column ${name}.`);
  return column;
}

/** A feature that a member reads; a relative one has the member's anchor subtracted first. */
export interface MemberFeature {
  readonly name: string;
  readonly relative: boolean;
  /** A table without the column is read as one where every value is missing. */
  readonly optional?: boolean;
}

/** The columns that a tree member learns and predicts from, for some rows, in memory that workers can share. */
export function memberColumns(
  columns: VectorColumns,
  features: readonly MemberFeature[],
  anchorName: string,
  rows: Int32Array,
): Float64Array[] {
  const anchor = getColumn(columns, anchorName);
  return features.map(({ name, relative, optional }) => {
    const isAbsent = optional === true && columns[name] === undefined;
    const column = isAbsent ? new Float64Array(anchor.length).fill(Number.NaN) : getColumn(columns, name);
    const out = new Float64Array(new SharedArrayBuffer(rows.length * Float64Array.BYTES_PER_ELEMENT));
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      out[i] = (column[row] as number) - (relative ? (anchor[row] as number) : 0);
    }
    return out;
  });
}

/** The rows that have an anchor on this link, and so can be forecast on it. */
export function usableRows(columns: VectorColumns, anchorName: string): Int32Array {
  const [anchor, valid] = [getColumn(columns, anchorName), getColumn(columns, 'valid')];
  const rows = new Int32Array(anchor.length);
  let count = 0;
  for (let i = 0; i < anchor.length; i++) if (valid[i] === 1 && Number.isFinite(anchor[i])) rows[count++] = i;
  return rows.slice(0, count);
}
