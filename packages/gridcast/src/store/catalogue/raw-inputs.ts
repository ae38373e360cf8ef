/** Raw inputs: what a source sent, kept as it came. */
import type { Insertable, Selectable } from 'kysely';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import { readPage, type Page, type PageOptions } from './page.ts';
import type { RawInputTable } from './schema.ts';

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

export type RawInput = Readonly<Selectable<RawInputTable>>;

/** Raw inputs, the newest as-of first. `dataset`: those of one alone. */
export async function listRawInputs(
  catalogue: Catalogue,
  { dataset, ...options }: PageOptions & { readonly dataset?: RawInput['dataset'] } = {},
): Promise<Page<RawInput>> {
  let rows = catalogue.selectFrom('raw_input').selectAll().orderBy('as_of', 'desc').orderBy('sha256');
  if (dataset !== undefined) rows = rows.where('dataset', '=', dataset);
  return readPage(rows, options);
}
