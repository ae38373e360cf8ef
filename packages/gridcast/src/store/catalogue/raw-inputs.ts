/** Raw inputs: what a source sent, kept as it came. */
import type { Insertable, Selectable } from 'kysely';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import { readPage, type Page, type PageOptions } from './page.ts';
import type { RawInputTable } from './schema.ts';

export type RawInput = Readonly<Selectable<RawInputTable>>;

/** Registers a raw input; the same bytes again change nothing, the first as-of stays. */
export async function recordRawInput(
  transaction: CatalogueTransaction,
  input: Insertable<RawInputTable>,
): Promise<void> {
  await transaction
    .insertInto('raw_input')
    .values(input)
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
}

/** One raw input by the hash of its bytes. */
export async function findRawInput(catalogue: Catalogue, sha256: string): Promise<RawInput | undefined> {
  return catalogue.selectFrom('raw_input').selectAll().where('sha256', '=', sha256).executeTakeFirst();
}

/** Raw inputs, the newest as-of first; of one run where it is named. */
export async function listRawInputs(
  catalogue: Catalogue,
  options: PageOptions & { readonly runId?: string | undefined } = {},
): Promise<Page<RawInput>> {
  const rows = catalogue.selectFrom('raw_input').selectAll().orderBy('as_of', 'desc').orderBy('sha256');
  const { runId } = options;
  return readPage(runId === undefined ? rows : rows.where('run_id', '=', runId), options);
}
