/** Data quality: rows in quarantine and results of expectations. */
import type { Insertable, Selectable } from 'kysely';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import { readPage, type Page, type PageOptions } from './page.ts';
import type { ExpectationResultTable, QuarantineTable } from './schema.ts';

export type NewQuarantine = Readonly<Insertable<QuarantineTable>>;
export type Quarantine = Readonly<Selectable<QuarantineTable>>;
export type ExpectationResult = Readonly<Selectable<ExpectationResultTable>>;

/** Adds quarantine rows. */
export async function recordQuarantine(
  transaction: CatalogueTransaction,
  rows: readonly NewQuarantine[],
): Promise<void> {
  for (const row of rows) await transaction.insertInto('quarantine').values(row).execute();
}

export interface ListQuarantineOptions extends PageOptions {
  readonly runId?: string | undefined;
  readonly reason?: string | undefined;
  readonly rawSha256?: string | undefined;
}

/** Quarantine rows, the newest first. */
export async function listQuarantine(
  catalogue: Catalogue,
  options: ListQuarantineOptions = {},
): Promise<Page<Quarantine>> {
  const { runId, reason, rawSha256 } = options;
  let rows = catalogue.selectFrom('quarantine').selectAll().orderBy('id', 'desc');
  if (runId !== undefined) rows = rows.where('run_id', '=', runId);
  if (reason !== undefined) rows = rows.where('reason', '=', reason);
  if (rawSha256 !== undefined) rows = rows.where('raw_sha256', '=', rawSha256);
  return readPage(rows, options);
}

/** Rows in one statement at most; SQLite takes 32766 parameters. */
const ROWS_AT_ONCE = 500;

type NewResult = Omit<Insertable<ExpectationResultTable>, 'run_id'>;

/** Sets the results of a run's expectations, replacing all of an earlier attempt of the run. */
export async function recordExpectationResults(
  transaction: CatalogueTransaction,
  runId: string,
  results: readonly NewResult[],
): Promise<void> {
  await transaction.deleteFrom('expectation_result').where('run_id', '=', runId).execute();
  await addExpectationResults(transaction, runId, results);
}

/** Adds results to those of a run, replacing those of the same names. */
export async function addExpectationResults(
  transaction: CatalogueTransaction,
  runId: string,
  results: readonly NewResult[],
): Promise<void> {
  for (let start = 0; start < results.length; start += ROWS_AT_ONCE) {
    const rows = results.slice(start, start + ROWS_AT_ONCE).map((row) => ({ ...row, run_id: runId }));
    const names = rows.map((row) => row.expectation);
    await transaction
      .deleteFrom('expectation_result')
      .where('run_id', '=', runId)
      .where('expectation', 'in', names)
      .execute();
    await transaction.insertInto('expectation_result').values(rows).execute();
  }
}

export interface ListExpectationResultsOptions extends PageOptions {
  readonly runId?: string | undefined;
  readonly expectation?: string | undefined;
}

/** Results of expectations, the newest first. */
export async function listExpectationResults(
  catalogue: Catalogue,
  options: ListExpectationResultsOptions = {},
): Promise<Page<ExpectationResult>> {
  const { runId, expectation } = options;
  let rows = catalogue.selectFrom('expectation_result').selectAll().orderBy('id', 'desc');
  if (runId !== undefined) rows = rows.where('run_id', '=', runId);
  if (expectation !== undefined) rows = rows.where('expectation', '=', expectation);
  return readPage(rows, options);
}
