/** Merging of small observation files, so that reads stay quick after thousands of collects. */
import { putQuery } from '../lake/put-query.ts';
import { snapshotFiles, type NewSnapshotFile } from '../snapshots/snapshots.ts';
import type { SqlEngine } from '../sql/engine.ts';
import type { Store } from '../store.ts';
import { localPaths, OBSERVATIONS } from './observation-files.ts';
import { fileColumns, keyColumns, observationRows } from './observation-sql.ts';

/** With more files than this the small ones are merged. */
export const MAX_FILES = 64;

/** Files above this stay as they are. */
const SMALL_ROWS = 2_000_000;

export interface CompactionOptions {
  /** The file about to be added; already in the lake. */
  readonly add: NewSnapshotFile;
  readonly keyNames: readonly string[];
  readonly baseId: number | undefined;
}

/**
 * What to add and remove when a file is published: just the file, or, above 64 files, one file with its rows and those of
 * all small files in its place. Every version is kept.
 */
export async function planCompaction(
  store: Store,
  engine: SqlEngine,
  options: CompactionOptions,
): Promise<{ readonly add: readonly NewSnapshotFile[]; readonly remove: readonly string[] }> {
  const { add, keyNames, baseId } = options;
  const files =
    baseId === undefined
      ? []
      : await snapshotFiles(store.catalogue, { dataset: OBSERVATIONS, snapshotId: baseId });
  const small = files.filter((file) => file.rows <= SMALL_ROWS);
  if (files.length < MAX_FILES || small.length === 0) return { add: [add], remove: [] };
  const paths = [...(await localPaths(store, small)), await store.lake.localPath(add.objectKey)];
  const order = [...keyColumns(keyNames, 'o'), 'o.hour', 'o.version'];
  const merged = await putQuery(store.lake, engine, {
    kind: 'observations',
    query: `SELECT ${fileColumns(keyNames, 'o')} FROM (${observationRows({ paths, keyNames })}) o ORDER BY ${order.join(', ')}`,
  });
  return {
    add: [
      {
        objectKey: merged.key,
        rows: merged.rows,
        minHour: Math.min(add.minHour, ...small.map((file) => file.min_hour)),
        maxHour: Math.max(add.maxHour, ...small.map((file) => file.max_hour)),
        hasRevisions: add.hasRevisions === true || small.some((file) => file.has_revisions === 1),
      },
    ],
    remove: small.map((file) => file.object_key),
  };
}
