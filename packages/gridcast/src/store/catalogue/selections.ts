/** Selections of columns and their steps. */
import type { Insertable, Selectable } from 'kysely';
import { GridcastError } from '../../core/index.ts';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import { readPage, type Page, type PageOptions } from './page.ts';
import type { SelectionStepTable, SelectionTable } from './tuning-schema.ts';

export type SelectionRow = Readonly<Selectable<SelectionTable>>;
export type SelectionStepRow = Readonly<Selectable<SelectionStepTable>>;

/** Begins a selection, or goes on with the one of the same id. */
export async function startSelection(
  catalogue: Catalogue,
  selection: Omit<Insertable<SelectionTable>, 'status'>,
): Promise<void> {
  await catalogue
    .insertInto('selection')
    .values({ ...selection, status: 'running' })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ status: 'running' }))
    .execute();
}

/** Marks the end of a selection, for good or for now. */
export async function endSelection(
  transaction: Catalogue | CatalogueTransaction,
  {
    id,
    ...end
  }: Pick<SelectionRow, 'id' | 'status' | 'ended_at'> & Partial<Pick<SelectionRow, 'outcome' | 'object_key'>>,
): Promise<void> {
  await transaction.updateTable('selection').set(end).where('id', '=', id).execute();
}

/** Keeps a measured step; one that is there stays as it is. */
export async function putSelectionStep(
  transaction: CatalogueTransaction,
  step: Insertable<SelectionStepTable>,
): Promise<void> {
  await transaction
    .insertInto('selection_step')
    .values(step)
    .onConflict((conflict) => conflict.columns(['selection_id', 'number']).doNothing())
    .execute();
}

/** A selection by its id; undefined where there is none. */
export async function findSelection(catalogue: Catalogue, id: string): Promise<SelectionRow | undefined> {
  return catalogue.selectFrom('selection').selectAll().where('id', '=', id).executeTakeFirst();
}

/** A selection by the beginning of its id. @throws SELECT_RUN_UNKNOWN where none or several begin so */
export async function getSelection(catalogue: Catalogue, start: string): Promise<SelectionRow> {
  const found = await catalogue
    .selectFrom('selection')
    .selectAll()
    .where('id', '>=', start)
    .where('id', '<', `${start}~`)
    .limit(2)
    .execute();
  const [selection] = found;
  if (selection === undefined || found.length > 1 || start === '')
    throw new GridcastError('SELECT_RUN_UNKNOWN', { selection: start });
  return selection;
}

/** Selections, the last begun first. */
export async function listSelections(
  catalogue: Catalogue,
  options: PageOptions = {},
): Promise<Page<SelectionRow>> {
  return readPage(
    catalogue.selectFrom('selection').selectAll().orderBy('started_at', 'desc').orderBy('id'),
    options,
  );
}

/** The measured steps of a selection by number; there are a few dozen at most. */
export async function listSelectionSteps(
  catalogue: Catalogue,
  selection: string,
): Promise<readonly SelectionStepRow[]> {
  const rows = catalogue.selectFrom('selection_step').selectAll().where('selection_id', '=', selection);
  return rows.orderBy('number').execute();
}
