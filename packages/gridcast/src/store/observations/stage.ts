/** Upserts rows into the observations: new hours, revisions, and nothing for what is known already. */
import { GridcastError, type HourUtc } from '../../core/index.ts';
import { putQuery } from '../lake/put-query.ts';
import type { LakeObject } from '../lake/lake.ts';
import {
  latestSnapshotId,
  publishFiles,
  snapshotFiles,
  type NewSnapshotFile,
} from '../snapshots/snapshots.ts';
import type { SqlEngine } from '../sql/engine.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import type { CatalogueTransaction, StageResult, Store } from '../store.ts';
import { planCompaction } from './compact.ts';
import { assertKeyNames, findKeyNames, fixKeyNames } from './key-names.ts';
import { localPaths, observationFiles, OBSERVATIONS } from './observation-files.ts';
import { fileColumns, keyColumns, observationRows, sameKeys } from './observation-sql.ts';

export interface StageObservationsOptions {
  /** A table or view of the engine: key_0… VARCHAR, hour INTEGER, value DOUBLE, known_hour INTEGER (null: not told). */
  readonly relation: string;
  readonly keyNames: readonly string[];
  /** The known-at of a value that differs from what was stored. */
  readonly asOfHour: HourUtc;
  readonly runId: string;
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

const NOTHING: StagedObservations = {
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
 * there is neither object nor snapshot. Above 64 files the small ones are merged in the same commit.
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
  assertKeyNames(options.keyNames);
  await assertSameKeys(store, options.keyNames);
  const given = await measure(engine, options);
  if (given === undefined) return { output: NOTHING, commit: async () => undefined };
  const baseId = await latestSnapshotId(store.catalogue, OBSERVATIONS);
  const files = await observationFiles(store, { ...given, snapshotId: baseId });
  await compare(engine, options, await localPaths(store, baseId === undefined ? [] : files), given);
  const found = await count(engine);
  const output = {
    newRows: found.newRows,
    revisedRows: found.revisedRows,
    unchangedRows: given.rows - found.newRows - found.revisedRows,
    firstHour: given.firstHour,
    lastHour: given.lastHour,
  };
  if (found.rows === 0) return { output, commit: async () => undefined };
  const object = await writeRows(store, engine, options.keyNames);
  const add = {
    objectKey: object.key,
    rows: found.rows,
    minHour: found.minHour,
    maxHour: found.maxHour,
    hasRevisions: found.lateRows > 0,
  };
  const change = await planCompaction(store, engine, { add, keyNames: options.keyNames, baseId });
  return { output, commit: (transaction) => publish(transaction, { ...options, change, add, baseId }) };
}

interface Measured {
  readonly rows: number;
  readonly firstHour: HourUtc;
  readonly lastHour: HourUtc;
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

async function measure(engine: SqlEngine, options: StageObservationsOptions): Promise<Measured | undefined> {
  const relation = quoteIdentifier(options.relation);
  const bad = [...keyColumns(options.keyNames), 'hour', 'value'].map((column) => `${column} IS NULL`);
  const isBad = `(${bad.join(' OR ')} OR NOT isfinite(value))`;
  const [row] = await engine.rows<{ rows: bigint; first: number | null; last: number | null; bad: bigint }>(
    `SELECT count(*) AS rows, min(hour) AS first, max(hour) AS last, count(*) FILTER (WHERE ${isBad}) AS bad FROM ${relation}`,
  );
  if (row !== undefined && row.bad > 0n) {
    const [example] = await engine.rows<Record<string, unknown>>(
      `SELECT * FROM ${relation} WHERE ${isBad} LIMIT 1`,
    );
    throw invalidRows(Number(row.bad), 'a key, hour or value is missing or not finite', example);
  }
  if (row?.first == null || row.last === null) return undefined;
  return { rows: Number(row.rows), firstHour: row.first, lastHour: row.last };
}

/** Makes the tables `staged_keys` (id in the order of the keys) and `staged_rows` (id, hour, value, known, version). */
async function compare(
  engine: SqlEngine,
  options: StageObservationsOptions,
  paths: readonly string[],
  hours: Measured,
): Promise<void> {
  const { keyNames, asOfHour } = options;
  const relation = quoteIdentifier(options.relation);
  const keys = keyColumns(keyNames);
  await engine.run(
    keys.length === 0
      ? 'CREATE OR REPLACE TEMP TABLE staged_keys AS SELECT 1::INTEGER AS id'
      : `CREATE OR REPLACE TEMP TABLE staged_keys AS
         SELECT (row_number() OVER (ORDER BY ${keys.join(', ')}))::INTEGER AS id, ${keys.join(', ')}
         FROM (SELECT DISTINCT ${keys.join(', ')} FROM ${relation})`,
  );
  const staged = `SELECT k.id, r.hour, r.value, r.known_hour AS known
    FROM ${relation} r JOIN staged_keys k ON ${sameKeys(keyNames, 'r', 'k')}`;
  const stored =
    paths.length === 0
      ? 'SELECT NULL::INTEGER AS id, NULL::INTEGER AS hour, NULL::DOUBLE AS value, NULL::INTEGER AS known, NULL::INTEGER AS version WHERE false'
      : `SELECT k.id, o.hour, o.value, o.known, o.version
         FROM (${observationRows({ paths, keyNames, ...hours })}) o
         JOIN staged_keys k ON ${sameKeys(keyNames, 'o', 'k')}`;
  await engine.run(`CREATE OR REPLACE TEMP TABLE staged_rows AS ${newVersions(staged, stored, asOfHour)}`);
  await refuseContradictions(engine);
}

/** All versions of an hour in a line, by known-at; a given row is new where its value differs from the one before it. */
function newVersions(staged: string, stored: string, asOfHour: HourUtc): string {
  return `
    WITH stored AS (${stored}), staged AS (${staged}),
    stored_hours AS (SELECT id, hour, max(version) AS versions FROM stored GROUP BY id, hour),
    timed AS (
      SELECT s.id, s.hour, s.value, coalesce(h.versions, 0) AS versions,
        CASE WHEN s.known IS NULL AND h.versions IS NOT NULL THEN ${asOfHour} ELSE s.known END AS known
      FROM staged s LEFT JOIN stored_hours h ON s.id = h.id AND s.hour = h.hour),
    line AS (
      SELECT id, hour, value, known, version, 0 AS versions, true AS is_stored FROM stored
      UNION ALL SELECT id, hour, value, known, NULL, versions, false FROM timed),
    compared AS (
      SELECT *, lag(value) OVER w AS earlier,
        NOT lag(is_stored) OVER w AND known IS NOT DISTINCT FROM lag(known) OVER w AS is_repeated
      FROM line WINDOW w AS (PARTITION BY id, hour ORDER BY known NULLS FIRST, is_stored DESC, version))
    SELECT id, hour, value, known, coalesce(is_repeated, false) AS is_contradiction,
      (versions + row_number() OVER (PARTITION BY id, hour ORDER BY known NULLS FIRST))::INTEGER AS version
    FROM compared WHERE NOT is_stored AND (earlier IS NULL OR earlier <> value)`;
}

async function refuseContradictions(engine: SqlEngine): Promise<void> {
  const [row] = await engine.rows<{ rows: bigint }>(
    'SELECT count(*) AS rows FROM staged_rows WHERE is_contradiction',
  );
  if (row === undefined || row.rows === 0n) return;
  const [example] = await engine.rows<Record<string, unknown>>(
    `SELECT k.* EXCLUDE (id), s.hour, s.value FROM staged_rows s JOIN staged_keys k USING (id)
     WHERE is_contradiction ORDER BY s.id, s.hour LIMIT 1`,
  );
  throw invalidRows(Number(row.rows), 'two rows give one hour of a series two values', example);
}

function invalidRows(
  rows: number,
  reason: string,
  example: Readonly<Record<string, unknown>> | undefined,
): GridcastError {
  const text = JSON.stringify(example ?? {}, (_, item: unknown) =>
    typeof item === 'number' || typeof item === 'bigint' ? String(item) : item,
  );
  return new GridcastError('STORE_ROWS_INVALID', { rows, reason, example: text });
}

interface Counted {
  readonly rows: number;
  readonly newRows: number;
  readonly revisedRows: number;
  readonly lateRows: number;
  readonly minHour: HourUtc;
  readonly maxHour: HourUtc;
}

async function count(engine: SqlEngine): Promise<Counted> {
  const [row] = await engine.rows<Record<'rows' | 'fresh' | 'late' | 'first' | 'last', number>>(
    `SELECT count(*)::DOUBLE AS rows, count(*) FILTER (WHERE version = 1)::DOUBLE AS fresh,
       count(known)::DOUBLE AS late, coalesce(min(hour), 0) AS first, coalesce(max(hour), 0) AS last FROM staged_rows`,
  );
  const { rows = 0, fresh = 0, late = 0, first = 0, last = 0 } = row ?? {};
  return { rows, newRows: fresh, revisedRows: rows - fresh, lateRows: late, minHour: first, maxHour: last };
}

async function writeRows(store: Store, engine: SqlEngine, keyNames: readonly string[]): Promise<LakeObject> {
  const columns = [...keyColumns(keyNames, 'k'), 's.id', 's.hour', 's.value', 's.known', 's.version'];
  return putQuery(store.lake, engine, {
    kind: 'observations',
    query: `SELECT ${fileColumns(keyNames, 'o')}
      FROM (SELECT ${columns.join(', ')} FROM staged_rows s JOIN staged_keys k USING (id)) o
      ORDER BY o.id, o.hour, o.version`,
  });
}

interface Publication extends StageObservationsOptions {
  readonly change: { readonly add: readonly NewSnapshotFile[]; readonly remove: readonly string[] };
  readonly add: NewSnapshotFile;
  readonly baseId: number | undefined;
}

async function publish(transaction: CatalogueTransaction, options: Publication): Promise<void> {
  const { add, baseId } = options;
  const files = await snapshotFiles(transaction, { dataset: OBSERVATIONS });
  const clash = files.find(
    (file) => file.added_in > (baseId ?? 0) && file.max_hour >= add.minHour && file.min_hour <= add.maxHour,
  );
  if (clash !== undefined) {
    throw new GridcastError('STORE_SNAPSHOT_CONFLICT', {
      dataset: OBSERVATIONS,
      reason: `snapshot ${clash.added_in} has rows of the same hours`,
    });
  }
  await fixKeyNames(transaction, options.keyNames);
  await publishFiles(transaction, {
    dataset: OBSERVATIONS,
    ...options.change,
    asOf: options.asOfHour,
    runId: options.runId,
  });
}
