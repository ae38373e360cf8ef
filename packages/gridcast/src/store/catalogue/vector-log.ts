/** Batches of served feature vectors. */
import type { Insertable, Selectable } from 'kysely';
import type { HourUtc } from '../../core/index.ts';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import type { VectorLogTable } from './schema.ts';

export type LoggedBatch = Readonly<Selectable<VectorLogTable>>;
export type NewLoggedBatch = Readonly<Insertable<VectorLogTable>>;

/** Names batches, and forgets those whose last vector was served before an hour. */
export async function addLoggedBatches(
  transaction: CatalogueTransaction,
  options: { readonly batches: readonly NewLoggedBatch[]; readonly forgetBeforeHour: HourUtc },
): Promise<void> {
  for (const batch of options.batches) await transaction.insertInto('vector_log').values(batch).execute();
  await transaction
    .deleteFrom('vector_log')
    .where('last_served_hour', '<', options.forgetBeforeHour)
    .execute();
}

/** Batches with vectors served from an hour on, the oldest first. */
export async function listLoggedBatches(
  catalogue: Catalogue,
  options: { readonly sinceHour: HourUtc },
): Promise<LoggedBatch[]> {
  return catalogue
    .selectFrom('vector_log')
    .selectAll()
    .where('last_served_hour', '>=', options.sinceHour)
    .orderBy('id')
    .execute();
}
