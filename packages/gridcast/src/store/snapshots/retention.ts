/** Retention: forgetting old snapshots and runs, so that garbage collection can remove what only they name. */
import type { CatalogueTransaction } from '../store.ts';

/** What was forgotten. */
export interface ForgottenRows {
  readonly snapshots: number;
  readonly runs: number;
}

/**
 * Forgets snapshots that were replaced before an hour, and runs of earlier logical hours with their trials. The latest snapshot of a dataset, what
 * it holds, published forecasts and models always stay.
 */
export async function forgetBefore(transaction: CatalogueTransaction, hour: number): Promise<ForgottenRows> {
  const datasets = await transaction.selectFrom('snapshot').select('dataset').distinct().execute();
  let snapshots = 0;
  for (const { dataset } of datasets) snapshots += await forgetSnapshots(transaction, dataset, hour);
  const old = transaction.selectFrom('run').select('id').where('logical_hour', '<', hour);
  await transaction.deleteFrom('step').where('run_id', 'in', old).execute();
  const trials = transaction.selectFrom('trial').select('id').where('run_id', 'in', old);
  for (const table of ['trial_metric', 'trial_artefact', 'trial_delivery'] as const)
    await transaction.deleteFrom(table).where('trial_id', 'in', trials).execute();
  await transaction.deleteFrom('trial').where('run_id', 'in', old).execute();
  const runs = await transaction.deleteFrom('run').where('logical_hour', '<', hour).executeTakeFirst();
  return { snapshots, runs: Number(runs.numDeletedRows) };
}

/** The snapshot in force at the hour is the oldest that stays. */
async function forgetSnapshots(
  transaction: CatalogueTransaction,
  dataset: string,
  hour: number,
): Promise<number> {
  const inForce = await transaction
    .selectFrom('snapshot')
    .select((e) => e.fn.max('id').as('id'))
    .where('dataset', '=', dataset)
    .where('as_of', '<=', hour)
    .executeTakeFirst();
  const oldest = inForce?.id ?? undefined;
  if (oldest === undefined) return 0;
  await transaction
    .deleteFrom('snapshot_file')
    .where('dataset', '=', dataset)
    .where('removed_in', '<=', oldest)
    .execute();
  const gone = await transaction
    .deleteFrom('snapshot')
    .where('dataset', '=', dataset)
    .where('id', '<', oldest)
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}
