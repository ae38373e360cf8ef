/** The categories of a column of codes. */

/** How many a state holds; rarer ones are unknown. */
const MOST = 10_000;

/** The codes that occur, ascending: the most frequent ones where there are too many. */
export function categoriesOf(column: Float64Array): number[] {
  const counts = new Map<number, number>();
  for (const code of column) if (Number.isFinite(code)) counts.set(code + 0, (counts.get(code) ?? 0) + 1);
  const byCount = [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b);
  return byCount
    .slice(0, MOST)
    .map(([code]) => code)
    .sort((a, b) => a - b);
}

/** The place of every category. */
export function placesOf(categories: readonly number[]): ReadonlyMap<number, number> {
  return new Map(categories.map((code, place) => [code, place]));
}
