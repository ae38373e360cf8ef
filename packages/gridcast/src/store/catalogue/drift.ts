/** Drift reports, one for each kind of statistics and day. */
import type { Insertable, Selectable } from 'kysely';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import { readPage, type Page, type PageOptions } from './page.ts';
import type { DriftTable } from './schema.ts';

export type DriftRow = Readonly<Selectable<DriftTable>>;

/** Stores a report in the place of an earlier one of its kind and day. */
export async function putDrift(
  transaction: CatalogueTransaction,
  row: Insertable<DriftTable>,
): Promise<void> {
  await transaction.deleteFrom('drift').where('kind', '=', row.kind).where('day', '=', row.day).execute();
  await transaction.insertInto('drift').values(row).execute();
}

/** Reports, the newest day first. */
export async function listDrift(
  catalogue: Catalogue,
  options: PageOptions & {
    readonly kind?: DriftRow['kind'] | undefined;
    readonly day?: number | undefined;
  } = {},
): Promise<Page<DriftRow>> {
  const { kind, day } = options;
  let rows = catalogue.selectFrom('drift').selectAll().orderBy('day', 'desc').orderBy('kind');
  if (kind !== undefined) rows = rows.where('kind', '=', kind);
  if (day !== undefined) rows = rows.where('day', '=', day);
  return readPage(rows, options);
}
