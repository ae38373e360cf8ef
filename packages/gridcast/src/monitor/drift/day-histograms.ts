/** Histograms day by day, as drift needs them. */
import type { SqlEngine, Store } from '../../store/index.ts';
import { openCells, type ReadStatisticsOptions } from '../statistics/read.ts';
import { mergeSql } from '../statistics/sketch.ts';
import type { Histogram } from '../statistics/summary.ts';

/** What one subject was on one day. */
export interface DayHistogram {
  readonly counts: Map<number, number>;
  nulls: number;
}

/** By subject, then by day. */
export type DayHistograms = ReadonlyMap<string, ReadonlyMap<number, DayHistogram>>;

export async function readDayHistograms(
  store: Store,
  engine: SqlEngine,
  options: ReadStatisticsOptions,
): Promise<DayHistograms> {
  const cells = options.days.length === 0 ? undefined : await openCells(store, options);
  if (cells === undefined) return new Map();
  await engine.run(`CREATE OR REPLACE TEMP TABLE drift_cells AS
    ${mergeSql(`SELECT * FROM ${cells} WHERE kind IN ('bin', 'null')`, 'day')}`);
  const names = await engine.rows<{ subject: string }>(
    'SELECT DISTINCT subject FROM drift_cells ORDER BY subject',
  );
  const { columns, rows } = await engine.numbers(
    `SELECT dense_rank() OVER (ORDER BY subject) - 1 AS place, day, (kind = 'null')::INTEGER AS missing, cell, n
     FROM drift_cells ORDER BY subject, day, missing, cell`,
  );
  await engine.run('DROP TABLE drift_cells');
  const found = new Map(names.map(({ subject }) => [subject, new Map<number, DayHistogram>()]));
  const at = (name: string, row: number): number => columns[name]?.[row] ?? 0;
  for (let row = 0; row < rows; row++) {
    const days = found.get(names[at('place', row)]?.subject ?? '');
    const day = days?.get(at('day', row)) ?? { counts: new Map(), nulls: 0 };
    days?.set(at('day', row), day);
    if (at('missing', row) === 1) day.nulls += at('n', row);
    else day.counts.set(at('cell', row), at('n', row));
  }
  return found;
}

/** Days of a subject put together. */
export function mergeDays(
  days: ReadonlyMap<number, DayHistogram>,
  wanted: readonly number[],
): { readonly histogram: Histogram; readonly nulls: number } {
  const counts = new Map<number, number>();
  let nulls = 0;
  for (const day of wanted) {
    const found = days.get(day);
    nulls += found?.nulls ?? 0;
    for (const [bin, count] of found?.counts ?? []) counts.set(bin, (counts.get(bin) ?? 0) + count);
  }
  return { histogram: [...counts].sort(([a], [b]) => a - b), nulls };
}
