/** Upserts rows into the observations: new hours, revisions, and nothing for what is known already. */
import { GridcastError, type HourUtc } from '../../core/index.ts';
import { putQuery } from '../lake/put-query.ts';
import {
  latestSnapshotId,
  publishFiles,
  snapshotFiles,
  type NewSnapshotFile,
} from '../snapshots/snapshots.ts';
import type { SqlEngine } from '../sql/engine.ts';
import type { CatalogueTransaction, StageResult, Store } from '../store.ts';
import { compareVersions, idBatches, numberKeys } from './compare-versions.ts';
import { planCompaction } from './compact.ts';
import { measure, type GivenRows } from './given-rows.ts';
import { assertKeyNames, findKeyNames, fixKeyNames } from './key-names.ts';
import { localPaths, observationFiles, OBSERVATIONS, type VersionedDataset } from './observation-files.ts';
import { fileColumns, keyColumns } from './observation-sql.ts';

export interface StageObservationsOptions extends GivenRows {
  /** The known-at of a value that differs from what was stored. */
  readonly asOfHour: HourUtc;
  readonly runId: string;
  /** Rows compared at once, in whole series; each such batch makes a file. Default 4 million. */
  readonly rowsPerBatch?: number;
  /** Default: the observations, whose key columns the first commit fixes. */
  readonly dataset?: VersionedDataset;
}

/** What a stage of observations found. */
export interface StagedObservations {
  readonly newRows: number;
  readonly revisedRows: number;
  readonly unchangedRows: number;
  /** First and last target hour of the rows given; null where there were none. */
  readonly firstHour: HourUtc | null;
  readonly lastHour: HourUtc | null;
}

const ROWS_PER_BATCH = 4_000_000;

/** What a stage of no rows finds. */
export const NOTHING_STAGED: StagedObservations = {
  newRows: 0,
  revisedRows: 0,
  unchangedRows: 0,
  firstHour: null,
  lastHour: null,
};

/**
 * Compares rows with what is stored and writes the differing ones to the lake; `commit` publishes them. A row is dropped
 * where its value equals the one known just before it; it is a first version where its (series, hour) is unknown; else
 * it is a revision, known at the as-of (or at its own `known_hour`), and the old value is kept. Where nothing is new,
 * there is neither object nor snapshot. More than 64 small files are merged into one in the same commit.
 *
 * @throws STORE_ROWS_INVALID where a key, hour or value is null, a value is not finite, or two rows contradict each other;
 * STORE_KEY_NAMES_INVALID; STORE_SETTING_FIXED where the home has other keys; `commit` throws STORE_SNAPSHOT_CONFLICT
 * where another process published overlapping hours meanwhile.
 */
export async function stageObservations(
  store: Store,
  engine: SqlEngine,
  options: StageObservationsOptions,
): Promise<StageResult<StagedObservations>> {
  const { dataset = OBSERVATIONS, rowsPerBatch = ROWS_PER_BATCH } = options;
  assertKeyNames(options.keyNames);
  if (dataset === OBSERVATIONS) await assertSameKeys(store, options.keyNames);
  const given = await measure(engine, options);
  if (given === undefined) return { output: NOTHING_STAGED, commit: async () => undefined };
  const baseId = await latestSnapshotId(store.catalogue, dataset);
  const files =
    baseId === undefined ? [] : await observationFiles(store, { dataset, ...given, snapshotId: baseId });
  const paths = await localPaths(store, files);
  await numberKeys(engine, options);
  const written: WrittenRows[] = [];
  for (const ids of await idBatches(engine, options, { rows: given.rows, rowsPerBatch })) {
    await compareVersions(engine, { ...options, paths, hours: given, ids });
    const rows = await writeNewRows(store, engine, { dataset, keyNames: options.keyNames });
    if (rows !== undefined) written.push(rows);
  }
  await engine.run('DROP TABLE staged_rows; DROP TABLE staged_keys');
  const newRows = sumOf(written, (rows) => rows.newRows);
  const revisedRows = sumOf(written, (rows) => rows.file.rows - rows.newRows);
  const output = {
    newRows,
    revisedRows,
    unchangedRows: given.rows - newRows - revisedRows,
    firstHour: given.firstHour,
    lastHour: given.lastHour,
  };
  if (written.length === 0) return { output, commit: async () => undefined };
  const add = written.map((rows) => rows.file);
  const change = await planCompaction(store, engine, { dataset, add, keyNames: options.keyNames, baseId });
  return {
    output,
    commit: (transaction) => publish(transaction, { ...options, dataset, change, add, baseId }),
  };
}

function sumOf<Item>(items: readonly Item[], count: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + count(item), 0);
}

async function assertSameKeys(store: Store, keyNames: readonly string[]): Promise<void> {
  const stored = await findKeyNames(store.catalogue);
  if (stored === undefined || JSON.stringify(stored) === JSON.stringify(keyNames)) return;
  throw new GridcastError('STORE_SETTING_FIXED', {
    name: 'key columns',
    stored: JSON.stringify(stored),
    given: JSON.stringify(keyNames),
  });
}

interface WrittenRows {
  readonly file: NewSnapshotFile;
  readonly newRows: number;
}

/** Writes `staged_rows` to the lake; nothing where it is empty. */
async function writeNewRows(
  store: Store,
  engine: SqlEngine,
  { dataset, keyNames }: { readonly dataset: VersionedDataset; readonly keyNames: readonly string[] },
): Promise<WrittenRows | undefined> {
  const [counts] = await engine.rows<
    Record<'fresh' | 'late', number> & Record<'first' | 'last', number | null>
  >(
    `SELECT count(*) FILTER (WHERE version = 1)::DOUBLE AS fresh, count(known)::DOUBLE AS late,
       min(hour) AS first, max(hour) AS last FROM staged_rows`,
  );
  if (counts?.first == null || counts.last === null) return undefined;
  const columns = [...keyColumns(keyNames, 'k'), 's.id', 's.hour', 's.value', 's.known', 's.version'];
  const { key, rows } = await putQuery(store.lake, engine, {
    kind: dataset,
    query: `SELECT ${fileColumns(keyNames, 'o')}
      FROM (SELECT ${columns.join(', ')} FROM staged_rows s JOIN staged_keys k USING (id)) o
      ORDER BY o.id, o.hour, o.version`,
  });
  return {
    file: {
      objectKey: key,
      rows,
      minHour: counts.first,
      maxHour: counts.last,
      hasRevisions: counts.late > 0,
    },
    newRows: counts.fresh,
  };
}

interface Publication extends StageObservationsOptions {
  readonly dataset: VersionedDataset;
  readonly change: { readonly add: readonly NewSnapshotFile[]; readonly remove: readonly string[] };
  readonly add: readonly NewSnapshotFile[];
  readonly baseId: number | undefined;
}

async function publish(transaction: CatalogueTransaction, options: Publication): Promise<void> {
  const { add, baseId, dataset } = options;
  const files = await snapshotFiles(transaction, { dataset });
  const clash = files.find(
    (file) =>
      file.added_in > (baseId ?? 0) &&
      add.some((mine) => file.max_hour >= mine.minHour && file.min_hour <= mine.maxHour),
  );
  if (clash !== undefined) {
    throw new GridcastError('STORE_SNAPSHOT_CONFLICT', {
      dataset,
      reason: `snapshot ${clash.added_in} has rows of the same hours`,
    });
  }
  if (dataset === OBSERVATIONS) await fixKeyNames(transaction, options.keyNames);
  await publishFiles(transaction, {
    dataset,
    ...options.change,
    asOf: options.asOfHour,
    runId: options.runId,
  });
}
