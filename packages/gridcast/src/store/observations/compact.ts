/** Merging of small observation files, so that reads stay quick after thousands of collects. */
import { putQuery } from '../lake/put-query.ts';
import { snapshotFiles, type NewSnapshotFile } from '../snapshots/snapshots.ts';
import type { SqlEngine } from '../sql/engine.ts';
import type { Store } from '../store.ts';
import { localPaths, type VersionedDataset } from './observation-files.ts';
import { fileColumns, keyColumns, observationRows } from './observation-sql.ts';

/** With more small files than this they are merged. */
export const MAX_FILES = 64;

/** Files with more rows stay as they are. */
const SMALL_ROWS = 2_000_000;

export interface CompactionOptions {
  readonly dataset: VersionedDataset;
  /** The files about to be added; already in the lake. */
  readonly add: readonly NewSnapshotFile[];
  readonly keyNames: readonly string[];
  readonly baseId: number | undefined;
}

/**
 * What to add and remove when files are published: just the files, or, with more than 64 small ones, one file with the
 * rows of all small ones in their place. Every version is kept.
 */
export async function planCompaction(
  store: Store,
  engine: SqlEngine,
  options: CompactionOptions,
): Promise<{ readonly add: readonly NewSnapshotFile[]; readonly remove: readonly string[] }> {
  const { add, dataset, keyNames, baseId } = options;
  const stored =
    baseId === undefined ? [] : await snapshotFiles(store.catalogue, { dataset, snapshotId: baseId });
  const remove = stored.filter((file) => file.rows <= SMALL_ROWS);
  const fresh = add.filter((file) => file.rows <= SMALL_ROWS);
  if (remove.length + fresh.length <= MAX_FILES) return { add, remove: [] };
  const paths = await localPaths(store, remove);
  for (const file of fresh) paths.push(await store.lake.localPath(file.objectKey));
  const order = [...keyColumns(keyNames, 'o'), 'o.hour', 'o.version'];
  const { key, rows } = await putQuery(store.lake, engine, {
    kind: dataset,
    query: `SELECT ${fileColumns(keyNames, 'o')} FROM (${observationRows({ paths, keyNames })}) o ORDER BY ${order.join(', ')}`,
  });
  const merged = {
    objectKey: key,
    rows,
    minHour: Math.min(...remove.map((file) => file.min_hour), ...fresh.map((file) => file.minHour)),
    maxHour: Math.max(...remove.map((file) => file.max_hour), ...fresh.map((file) => file.maxHour)),
    hasRevisions:
      remove.some((file) => file.has_revisions === 1) || fresh.some((file) => file.hasRevisions === true),
  };
  return {
    add: [...add.filter((file) => !fresh.includes(file)), merged],
    remove: remove.map((file) => file.object_key),
  };
}
