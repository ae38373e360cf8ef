/** Finds which of the given rows are new versions, against what is stored. */
import type { HourUtc } from '../../core/index.ts';
import type { SqlEngine } from '../sql/engine.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import { invalidRows, type GivenRows, type Measured } from './given-rows.ts';
import { keyColumns, observationRows, sameKeys } from './observation-sql.ts';

/** Makes the table `staged_keys`: the series of the given rows, with an id from 1 in the order of their keys. */
export async function numberKeys(engine: SqlEngine, given: GivenRows): Promise<void> {
  const keys = keyColumns(given.keyNames).join(', ');
  await engine.run(
    keys === ''
      ? 'CREATE OR REPLACE TEMP TABLE staged_keys AS SELECT 1::INTEGER AS id'
      : `CREATE OR REPLACE TEMP TABLE staged_keys AS
         SELECT (row_number() OVER (ORDER BY ${keys}))::INTEGER AS id, ${keys}
         FROM (SELECT DISTINCT ${keys} FROM ${quoteIdentifier(given.relation)})`,
  );
}

/** A range of series: from `first` to `last`, both inclusive. */
export interface IdBatch {
  readonly first: number;
  readonly last: number;
}

/** Whole series in turns of some million rows, so that memory stays bounded; nearly always one turn. */
export async function idBatches(
  engine: SqlEngine,
  given: GivenRows,
  size: { readonly rows: number; readonly rowsPerBatch: number },
): Promise<IdBatch[]> {
  const { rows, rowsPerBatch } = size;
  if (rows <= rowsPerBatch) return [{ first: 1, last: 2 ** 31 - 1 }];
  const { columns } = await engine.numbers(
    `SELECT k.id, count(*) AS rows FROM ${quoteIdentifier(given.relation)} r
     JOIN staged_keys k ON ${sameKeys(given.keyNames, 'r', 'k')} GROUP BY k.id ORDER BY k.id`,
  );
  const batches: IdBatch[] = [];
  let [first, inBatch] = [1, 0];
  for (const [i, count] of (columns['rows'] ?? []).entries()) {
    if (inBatch > 0 && inBatch + count > rowsPerBatch) {
      batches.push({ first, last: i });
      [first, inBatch] = [i + 1, 0];
    }
    inBatch += count;
  }
  return [...batches, { first, last: 2 ** 31 - 1 }];
}

export interface CompareOptions extends GivenRows {
  /** The known-at of a revision whose source tells none. */
  readonly asOfHour: HourUtc;
  /** Observation files that may hold the hours given. */
  readonly paths: readonly string[];
  readonly hours: Measured;
  readonly ids: IdBatch;
}

/**
 * Makes the table `staged_rows` (id, hour, value, known, version) of the versions that are new among some series of
 * `staged_keys`. @throws STORE_ROWS_INVALID where two rows give one hour of a series two values.
 */
export async function compareVersions(engine: SqlEngine, options: CompareOptions): Promise<void> {
  const { keyNames, asOfHour, paths, hours, ids } = options;
  const among = (alias: string): string =>
    `JOIN staged_keys k ON ${sameKeys(keyNames, alias, 'k')} AND k.id BETWEEN ${ids.first} AND ${ids.last}`;
  const staged = `SELECT k.id, r.hour, r.value, r.known_hour AS known
    FROM ${quoteIdentifier(options.relation)} r ${among('r')}`;
  const stored =
    paths.length === 0
      ? 'SELECT NULL::INTEGER AS id, NULL::INTEGER AS hour, NULL::DOUBLE AS value, NULL::INTEGER AS known, NULL::INTEGER AS version WHERE false'
      : `SELECT k.id, o.hour, o.value, o.known, o.version
         FROM (${observationRows({ paths, keyNames, ...hours })}) o ${among('o')}`;
  await engine.run('DROP TABLE IF EXISTS staged_rows');
  await engine.run(`CREATE TEMP TABLE staged_rows AS ${newVersions(staged, stored, asOfHour)}`);
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
