/** Columns whose items stand elsewhere, or for runs of rows. */

/** The items of a column at some places. */
export function gather(column: Float64Array, places: Int32Array): Float64Array {
  const out = new Float64Array(places.length);
  for (let i = 0; i < out.length; i++) out[i] = column[places[i] as number] as number;
  return out;
}

/** An item a row, of items that stand for a run each; `ends` has the row after each run's last one. */
export function repeatItems<Column extends Float64Array | Int32Array>(
  items: Column,
  ends: Int32Array,
): Column {
  const rows = ends.at(-1) ?? 0;
  const out = (items instanceof Int32Array ? new Int32Array(rows) : new Float64Array(rows)) as Column;
  for (let run = 0, row = 0; run < ends.length; run++) {
    const item = items[run] as number;
    for (const end = ends[run] as number; row < end; row++) out[row] = item;
  }
  return out;
}
