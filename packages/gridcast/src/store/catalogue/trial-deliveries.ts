/** Which trials a tracking server already has. */
import type { Selectable } from 'kysely';
import type { Catalogue } from '../store.ts';
import type { TrialDeliveryTable } from './schema.ts';
import type { Trial } from './trials.ts';

export type TrialDelivery = Readonly<Selectable<TrialDeliveryTable>>;

/** Trials without a parent that a target lacks, the earliest first. */
export async function listUndelivered(catalogue: Catalogue, target: string, limit: number): Promise<Trial[]> {
  return catalogue
    .selectFrom('trial')
    .selectAll()
    .where('parent_id', 'is', null)
    .where('id', 'not in', (delivered) =>
      delivered.selectFrom('trial_delivery').select('trial_id').where('target', '=', target),
    )
    .orderBy('started_at')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** How many trials without a parent a target lacks. */
export async function countUndelivered(catalogue: Catalogue, target: string): Promise<number> {
  const { count } = await catalogue
    .selectFrom('trial')
    .select((e) => e.fn.countAll().as('count'))
    .where('parent_id', 'is', null)
    .where('id', 'not in', (delivered) =>
      delivered.selectFrom('trial_delivery').select('trial_id').where('target', '=', target),
    )
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Remembers that a target has a trial in whole. */
export async function markDelivered(catalogue: Catalogue, delivery: TrialDelivery): Promise<void> {
  await catalogue
    .insertInto('trial_delivery')
    .values(delivery)
    .onConflict((conflict) => conflict.columns(['trial_id', 'target']).doUpdateSet(delivery))
    .execute();
}
