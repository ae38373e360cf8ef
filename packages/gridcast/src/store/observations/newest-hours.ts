/** The newest stored hour of every series. */
import { compareKeys, type HourUtc, type SeriesKey } from '../../core/index.ts';
import type { SqlEngine } from '../sql/engine.ts';
import type { Store } from '../store.ts';
import { findKeyNames } from './key-names.ts';
import { localPaths, observationFiles } from './observation-files.ts';
import { keyColumns, observationRows } from './observation-sql.ts';

/** Each series with the newest hour of which a value is stored, in the order of keys. */
export async function newestHours(
  store: Store,
  engine: SqlEngine,
): Promise<readonly { readonly key: SeriesKey; readonly hour: HourUtc }[]> {
  const files = await observationFiles(store, {});
  if (files.length === 0) return [];
  const keyNames = (await findKeyNames(store.catalogue)) ?? [];
  const keys = keyColumns(keyNames);
  const paths = await localPaths(store, files);
  const rows = await engine.rows<Record<string, string | number>>(
    `SELECT ${[...keys, 'max(hour)::INTEGER AS hour'].join(', ')} FROM (${observationRows({ paths, keyNames })}) GROUP BY ALL`,
  );
  return rows
    .map((row) => ({ key: keys.map((key) => String(row[key])), hour: Number(row['hour']) }))
    .sort((a, b) => compareKeys(a.key, b.key));
}
