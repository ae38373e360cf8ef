/** Which group a row belongs to. */
export interface Grouping {
  readonly groups: number;
  readonly groupOf: (row: number) => number;
}

/** Means and numbers of rows by group. */
export interface GroupMeans {
  /** NaN for a group without a row that counts. */
  readonly means: Float64Array;
  readonly counts: Float64Array;
}

/** Means by group of what each of some rows gives, summed in the order of the rows; a row that gives no finite number does not count. */
export function groupMeans(
  rows: number,
  { groups, groupOf }: Grouping,
  valueOf: (row: number) => number,
): GroupMeans {
  const [sums, counts] = [new Float64Array(groups), new Float64Array(groups)];
  for (let row = 0; row < rows; row++) {
    const value = valueOf(row);
    if (!Number.isFinite(value)) continue;
    const group = groupOf(row);
    sums[group] = (sums[group] as number) + value;
    counts[group] = (counts[group] as number) + 1;
  }
  return { means: sums.map((sum, group) => sum / (counts[group] as number)), counts };
}
