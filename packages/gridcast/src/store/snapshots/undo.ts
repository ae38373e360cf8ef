/** Undoing an ingestion: a new snapshot with the files of the one before. */
import { GridcastError } from '../../core/index.ts';
import type { CatalogueTransaction } from '../store.ts';
import { latestSnapshotId, publishFiles, snapshotFiles } from './snapshots.ts';
import { markUndone } from './undone.ts';

export interface UndoOptions {
  readonly dataset: string;
  /** The snapshot to undo: the latest one. */
  readonly snapshotId: number;
  readonly asOf: number;
  readonly runId: string;
}

/** What undoing did. */
export interface UndoneSnapshot {
  /** The new snapshot. */
  readonly snapshotId: number;
  /** The snapshot whose files it has; undefined where the dataset was empty before. */
  readonly restored: number | undefined;
  readonly addedFiles: number;
  readonly removedFiles: number;
}

/**
 * Publishes a snapshot with the files that stood before the latest one. The undone snapshot stays and can still be read by
 * its id. Only the latest can be undone, for what came after it was compared with it.
 *
 * @throws STORE_UNDO_NOT_LATEST, STORE_SNAPSHOT_UNKNOWN
 */
export async function undoSnapshot(
  transaction: CatalogueTransaction,
  { dataset, snapshotId, asOf, runId }: UndoOptions,
): Promise<UndoneSnapshot> {
  const now = await snapshotFiles(transaction, { dataset, snapshotId });
  const latest = await latestSnapshotId(transaction, dataset);
  if (latest !== snapshotId) {
    throw new GridcastError('STORE_UNDO_NOT_LATEST', { dataset, snapshotId, latest: latest ?? 0 });
  }
  const restored = await snapshotBefore(transaction, dataset, snapshotId);
  const before =
    restored === undefined ? [] : await snapshotFiles(transaction, { dataset, snapshotId: restored });
  const [live, wanted] = [now, before].map((files) => new Set(files.map((file) => file.object_key)));
  const add = before.filter((file) => live?.has(file.object_key) !== true);
  const remove = now.map((file) => file.object_key).filter((key) => wanted?.has(key) !== true);
  const id = await publishFiles(transaction, {
    dataset,
    add: add.map((file) => ({
      objectKey: file.object_key,
      rows: file.rows,
      minHour: file.min_hour,
      maxHour: file.max_hour,
      hasRevisions: file.has_revisions === 1,
    })),
    remove,
    asOf,
    runId,
  });
  await markUndone(transaction, dataset, { undone: snapshotId, restored });
  return { snapshotId: id, restored, addedFiles: add.length, removedFiles: remove.length };
}

async function snapshotBefore(
  transaction: CatalogueTransaction,
  dataset: string,
  snapshotId: number,
): Promise<number | undefined> {
  const row = await transaction
    .selectFrom('snapshot')
    .select((e) => e.fn.max('id').as('id'))
    .where('dataset', '=', dataset)
    .where('id', '<', snapshotId)
    .executeTakeFirst();
  return row?.id ?? undefined;
}
