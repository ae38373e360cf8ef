/** A small made table with what real ones have: gaps, heavy tails, categories, features that matter and others. */

/** Columns, and labels for each kind of task. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Float64Array[];
  readonly amount: Float64Array;
  readonly flag: Float64Array;
  readonly grade: Float64Array;
  readonly weight: Float64Array;
}

/** The column of {@link makeTable} that holds categories. */
export const categoryColumn = 7;

/** Numbers in [0, 1) that follow from a seed (a linear congruential generator; Numerical Recipes, 1992). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Makes a table of so many rows with eight columns; the same seed gives the same numbers. */
export function makeTable(rows: number, seed = 1): Table {
  const random = createRandom(seed);
  const column = (make: (row: number) => number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => make(row));
  const columns = [
    column(() => random()),
    column(() => 10 * random() - 5),
    column((row) => Math.sin(row / 24) + 0.1 * random()),
    column(() => (random() < 0.1 ? Number.NaN : random())),
    column(() => Math.floor(24 * random())),
    column(() => 1000 * random() ** 8),
    column(() => random()),
    column(() => Math.floor(6 * random())),
  ];
  const at = (index: number, row: number): number => columns[index]?.[row] ?? 0;
  const amount = column((row) => {
    const gap = Number.isNaN(at(3, row)) ? 2 : at(3, row);
    const category = [3, -1, 4, 1, -5, 9][at(categoryColumn, row)] ?? 0;
    return 5 * at(0, row) + at(1, row) ** 2 + 8 * at(2, row) + gap + category + 0.5 * random();
  });
  return {
    rows,
    columns,
    amount,
    flag: amount.map((value) => (value > 12 ? 1 : 0)),
    grade: amount.map((value) => (value > 16 ? 2 : value > 8 ? 1 : 0)),
    weight: column(() => 0.5 + random()),
  };
}

/** Some rows of columns. */
export function sliceColumns(columns: readonly Float64Array[], start: number, end: number): Float64Array[] {
  return columns.map((column) => column.slice(start, end));
}
