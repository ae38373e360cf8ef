/** Snapshots: which files make up a dataset after each commit. */
import type { Selectable } from 'kysely';
import { GridcastError } from '../../core/index.ts';
import type { SnapshotFileTable, SnapshotTable } from '../catalogue/schema.ts';
import { readPage, type Page, type PageOptions } from '../catalogue/page.ts';
import type { Catalogue, CatalogueTransaction } from '../store.ts';

export type Snapshot = Readonly<Selectable<SnapshotTable>>;
export type SnapshotFile = Readonly<Selectable<SnapshotFileTable>>;

/** A file to add to a dataset; its object is already in the lake. */
export interface NewSnapshotFile {
  readonly objectKey: string;
  readonly rows: number;
  /** First and last target hour of its rows, both inclusive. */
  readonly minHour: number;
  readonly maxHour: number;
  readonly hasRevisions?: boolean;
}

export interface PublishFilesOptions {
  readonly dataset: string;
  readonly add: readonly NewSnapshotFile[];
  /** Keys of files that the new snapshot no longer has. */
  readonly remove?: readonly string[];
  readonly asOf: number;
  readonly runId: string;
}

/**
 * Publishes a new snapshot of a dataset and gives its id. A file that is there already is not added again; where nothing
 * changes, the latest snapshot stands and its id is given.
 *
 * @throws STORE_SNAPSHOT_CONFLICT where a file to remove is no longer there.
 */
export async function publishFiles(
  transaction: CatalogueTransaction,
  options: PublishFilesOptions,
): Promise<number> {
  const { dataset, asOf, runId } = options;
  const live = new Set((await snapshotFiles(transaction, { dataset })).map((file) => file.object_key));
  const remove = options.remove ?? [];
  const gone = remove.find((key) => !live.has(key));
  if (gone !== undefined) {
    throw new GridcastError('STORE_SNAPSHOT_CONFLICT', { dataset, reason: `${gone} was already removed` });
  }
  const add = options.add.filter((file) => !live.has(file.objectKey));
  const latest = await latestSnapshotId(transaction, dataset);
  if (latest !== undefined && add.length === 0 && remove.length === 0) return latest;
  const { id } = await transaction
    .insertInto('snapshot')
    .values({ dataset, as_of: asOf, run_id: runId })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const file of add) await insertFile(transaction, file, { dataset, id });
  for (const key of remove) await removeFile(transaction, key, { dataset, id });
  return id;
}

async function insertFile(
  transaction: CatalogueTransaction,
  file: NewSnapshotFile,
  snapshot: { readonly dataset: string; readonly id: number },
): Promise<void> {
  await transaction
    .insertInto('snapshot_file')
    .values({
      dataset: snapshot.dataset,
      object_key: file.objectKey,
      added_in: snapshot.id,
      removed_in: null,
      rows: file.rows,
      min_hour: file.minHour,
      max_hour: file.maxHour,
      has_revisions: file.hasRevisions === true ? 1 : 0,
    })
    .execute();
}

async function removeFile(
  transaction: CatalogueTransaction,
  objectKey: string,
  snapshot: { readonly dataset: string; readonly id: number },
): Promise<void> {
  await transaction
    .updateTable('snapshot_file')
    .set({ removed_in: snapshot.id })
    .where('dataset', '=', snapshot.dataset)
    .where('object_key', '=', objectKey)
    .where('removed_in', 'is', null)
    .execute();
}

/** The id of a dataset's latest snapshot; undefined where nothing was ever published. */
export async function latestSnapshotId(catalogue: Catalogue, dataset: string): Promise<number | undefined> {
  const row = await catalogue
    .selectFrom('snapshot')
    .select((e) => e.fn.max('id').as('id'))
    .where('dataset', '=', dataset)
    .executeTakeFirst();
  return row?.id ?? undefined;
}

/**
 * The files of a dataset in the order they were added, in its latest snapshot or in the one asked for. A dataset that was
 * never published has none.
 *
 * @throws STORE_SNAPSHOT_UNKNOWN where the id is no snapshot of the dataset.
 */
export async function snapshotFiles(
  catalogue: Catalogue,
  options: { readonly dataset: string; readonly snapshotId?: number | undefined },
): Promise<SnapshotFile[]> {
  const { dataset, snapshotId } = options;
  const files = catalogue
    .selectFrom('snapshot_file')
    .selectAll()
    .where('dataset', '=', dataset)
    .orderBy('id');
  if (snapshotId === undefined) return files.where('removed_in', 'is', null).execute();
  await getSnapshot(catalogue, dataset, snapshotId);
  return files
    .where('added_in', '<=', snapshotId)
    .where((e) => e.or([e('removed_in', 'is', null), e('removed_in', '>', snapshotId)]))
    .execute();
}

/** One snapshot. @throws STORE_SNAPSHOT_UNKNOWN */
export async function getSnapshot(
  catalogue: Catalogue,
  dataset: string,
  snapshotId: number,
): Promise<Snapshot> {
  const row = await catalogue
    .selectFrom('snapshot')
    .selectAll()
    .where('dataset', '=', dataset)
    .where('id', '=', snapshotId)
    .executeTakeFirst();
  if (row === undefined) throw new GridcastError('STORE_SNAPSHOT_UNKNOWN', { dataset, snapshotId });
  return row;
}

/** Snapshots, newest first. */
export async function listSnapshots(
  catalogue: Catalogue,
  options: PageOptions & { readonly dataset?: string } = {},
): Promise<Page<Snapshot>> {
  const { dataset } = options;
  const rows = catalogue.selectFrom('snapshot').selectAll().orderBy('id', 'desc');
  return readPage(dataset === undefined ? rows : rows.where('dataset', '=', dataset), options);
}
