/** Sweeps and their trials. */
import type { Insertable, Selectable } from 'kysely';
import { GridcastError } from '../../core/index.ts';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import { readPage, type Page, type PageOptions } from './page.ts';
import type { SweepTable, SweepTrialTable } from './tuning-schema.ts';

export type SweepRow = Readonly<Selectable<SweepTable>>;
export type SweepTrialRow = Readonly<Selectable<SweepTrialTable>>;

/** Begins a sweep, or goes on with the one of the same id. */
export async function startSweep(
  catalogue: Catalogue,
  sweep: Omit<Insertable<SweepTable>, 'status'>,
): Promise<void> {
  await catalogue
    .insertInto('sweep')
    .values({ ...sweep, status: 'running' })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ status: 'running' }))
    .execute();
}

/** Marks the end of a sweep, for good or for now. */
export async function endSweep(
  transaction: Catalogue | CatalogueTransaction,
  {
    id,
    ...end
  }: Pick<SweepRow, 'id' | 'status' | 'ended_at'> & Partial<Pick<SweepRow, 'outcome' | 'object_key'>>,
): Promise<void> {
  await transaction.updateTable('sweep').set(end).where('id', '=', id).execute();
}

/** Keeps a finished trial; one that is there stays as it is. */
export async function putSweepTrial(
  transaction: CatalogueTransaction,
  trial: Insertable<SweepTrialTable>,
): Promise<void> {
  await transaction
    .insertInto('sweep_trial')
    .values(trial)
    .onConflict((conflict) => conflict.columns(['sweep_id', 'number']).doNothing())
    .execute();
}

/** A sweep by its id; undefined where there is none. */
export async function findSweep(catalogue: Catalogue, id: string): Promise<SweepRow | undefined> {
  return catalogue.selectFrom('sweep').selectAll().where('id', '=', id).executeTakeFirst();
}

/** A sweep by the beginning of its id. @throws TUNE_SWEEP_UNKNOWN where none or several begin so */
export async function getSweep(catalogue: Catalogue, start: string): Promise<SweepRow> {
  const found = await catalogue
    .selectFrom('sweep')
    .selectAll()
    .where('id', '>=', start)
    .where('id', '<', `${start}~`)
    .limit(2)
    .execute();
  const [sweep] = found;
  if (sweep === undefined || found.length > 1 || start === '')
    throw new GridcastError('TUNE_SWEEP_UNKNOWN', { sweep: start });
  return sweep;
}

/** Sweeps, the last begun first. */
export async function listSweeps(catalogue: Catalogue, options: PageOptions = {}): Promise<Page<SweepRow>> {
  return readPage(
    catalogue.selectFrom('sweep').selectAll().orderBy('started_at', 'desc').orderBy('id'),
    options,
  );
}

/** The trials of a sweep by number: 0 is the configuration that was in force; what was tried follows. */
export async function listSweepTrials(
  catalogue: Catalogue,
  options: PageOptions & { readonly sweep: string },
): Promise<Page<SweepTrialRow>> {
  const rows = catalogue.selectFrom('sweep_trial').selectAll().where('sweep_id', '=', options.sweep);
  return readPage(rows.orderBy('number'), options);
}
