/** Statistics of the columns of a training set, added up over its parts. */
import type { FeatureRows } from '../../features/index.ts';

/** What is known of one column. */
export interface ColumnStatistics {
  readonly count: number;
  readonly missing: number;
  readonly min: number | null;
  readonly max: number | null;
  /** To nine digits; null where nothing is there. */
  readonly mean: number | null;
}

/** Adds up some columns. */
export interface ColumnCounter {
  /** Adds the rows of a part; NaN counts as missing. */
  readonly add: (rows: Pick<FeatureRows, 'ends' | 'perRun' | 'perRow'>) => void;
  readonly statistics: () => Readonly<Record<string, ColumnStatistics>>;
}

/** A counter of some columns; the sums are of the rows in the order in which they are added. */
export function createColumnCounter(names: readonly string[]): ColumnCounter {
  const held = names.map((name) => ({ name, count: 0, missing: 0, min: Infinity, max: -Infinity, sum: 0 }));
  return {
    add: ({ ends, perRun, perRow }) => {
      for (const sums of held) {
        const repeated = perRun[sums.name];
        if (repeated !== undefined) addColumn(sums, repeated, ends);
        else addColumn(sums, perRow[sums.name] ?? new Float64Array());
      }
    },
    statistics: () => Object.fromEntries(held.map(({ name, ...sums }) => [name, statisticsOf(sums)])),
  };
}

interface ColumnSums {
  count: number;
  missing: number;
  min: number;
  max: number;
  sum: number;
}

/** Adds a column whose items stand for a row each, or for the rows of a run. */
function addColumn(sums: ColumnSums, column: Float64Array | Int32Array, ends?: Int32Array): void {
  let { count, missing, min, max, sum } = sums;
  let start = 0;
  for (let i = 0; i < column.length; i++) {
    const value = column[i] as number;
    const end = ends === undefined ? i + 1 : (ends[i] as number);
    const rows = end - start;
    start = end;
    if (Number.isNaN(value)) {
      missing += rows;
      continue;
    }
    count += rows;
    sum += value * rows;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  Object.assign(sums, { count, missing, min, max, sum });
}

function statisticsOf({ count, missing, min, max, sum }: ColumnSums): ColumnStatistics {
  const isEmpty = count === 0;
  const mean = sum / count;
  return {
    count,
    missing,
    min: isEmpty ? null : min,
    max: isEmpty ? null : max,
    mean: Number.isFinite(mean) ? Number(mean.toPrecision(9)) : null,
  };
}
