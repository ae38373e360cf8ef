/** Watermarks: how far a materialised dataset goes; each moves in the transaction that publishes the rows. */
import type { HourUtc } from '../../core/index.ts';
import type { Catalogue, CatalogueTransaction } from '../store.ts';

/** The last origin of a dataset whose rows are published; undefined where there is none. */
export async function findWatermark(catalogue: Catalogue, dataset: string): Promise<HourUtc | undefined> {
  const row = await catalogue
    .selectFrom('watermark')
    .select('origin')
    .where('dataset', '=', dataset)
    .executeTakeFirst();
  return row?.origin;
}

/** Moves a watermark onward; one that is there already stays. */
export async function moveWatermark(
  transaction: CatalogueTransaction,
  { dataset, origin, runId }: { readonly dataset: string; readonly origin: HourUtc; readonly runId: string },
): Promise<void> {
  await transaction
    .insertInto('watermark')
    .values({ dataset, origin, run_id: runId })
    .onConflict((conflict) =>
      conflict
        .column('dataset')
        .doUpdateSet({ origin, run_id: runId })
        .where('watermark.origin', '<', origin),
    )
    .execute();
}
