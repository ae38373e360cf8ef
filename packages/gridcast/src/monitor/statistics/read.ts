/** Reads statistics of a window of days, merged. */
import {
  listStatistics,
  quoteText,
  readParquet,
  type SqlEngine,
  type StatisticsKind,
  type Store,
} from '../../store/index.ts';
import { mergeSql } from './sketch.ts';
import { summarise, type Cell, type Statistics } from './summary.ts';

/** Days since 1970-01-01 UTC, `to` not included. */
export interface DayWindow {
  readonly from: number;
  readonly to: number;
}

export interface ReadStatisticsOptions {
  readonly kind: StatisticsKind;
  readonly days: readonly number[];
  /** Default: all versions together. */
  readonly version?: string | undefined;
  /** Default: all subjects. */
  readonly subject?: string | undefined;
}

/** The cells of some days as a FROM clause; undefined where there are none. */
export async function openCells(store: Store, options: ReadStatisticsOptions): Promise<string | undefined> {
  const { kind, version, subject } = options;
  const wanted = new Set(options.days);
  const [from, to] = [Math.min(...options.days), Math.max(...options.days) + 1];
  const parts = await listStatistics(store.catalogue, { kind, version, from, to });
  const byObject = Map.groupBy(
    parts.filter(({ day }) => wanted.has(day)),
    (part) => part.object_key,
  );
  const selects: string[] = [];
  for (const [key, rows] of byObject) {
    const days = rows.map(({ day }) => day).join(', ');
    selects.push(
      `SELECT day, subject, kind, cell, value, n FROM ${readParquet([await store.lake.localPath(key)])} WHERE day IN (${days})`,
    );
  }
  if (selects.length === 0) return undefined;
  const only = subject === undefined ? '' : ` WHERE subject = ${quoteText(subject)}`;
  return `(SELECT * FROM (${selects.join(' UNION ALL ')})${only})`;
}

/** Days with statistics of a kind, ascending. */
export async function knownDays(
  store: Store,
  kind: StatisticsKind,
  window?: DayWindow,
): Promise<readonly number[]> {
  const parts = await listStatistics(store.catalogue, { kind, ...window });
  return [...new Set(parts.map(({ day }) => day))];
}

/** Statistics by subject over all the days together. */
export async function readStatistics(
  store: Store,
  engine: SqlEngine,
  options: ReadStatisticsOptions,
): Promise<ReadonlyMap<string, Statistics>> {
  const cells = options.days.length === 0 ? undefined : await openCells(store, options);
  if (cells === undefined) return new Map();
  const rows = await engine.rows<{ subject: string; kind: string; cell: number; value: number; n: bigint }>(
    `${mergeSql(`SELECT * FROM ${cells}`, 'window')} ORDER BY subject, kind, cell, value`,
  );
  const bySubject = Map.groupBy(rows, (row) => row.subject);
  return new Map(
    [...bySubject].map(([subject, group]) => [
      subject,
      summarise(group.map((row): Cell => ({ ...row, n: Number(row.n) }))),
    ]),
  );
}
