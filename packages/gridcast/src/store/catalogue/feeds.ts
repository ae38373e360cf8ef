/** The state of living feeds: one row a feed. */
import type { Insertable, Selectable } from 'kysely';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import type { FeedStateTable } from './schema.ts';

export type FeedState = Readonly<Selectable<FeedStateTable>>;

/** The state of a feed; undefined where it was never read. */
export async function findFeedState(catalogue: Catalogue, name: string): Promise<FeedState | undefined> {
  return catalogue.selectFrom('feed_state').selectAll().where('name', '=', name).executeTakeFirst();
}

/** Sets the state of a feed, replacing what it was. */
export async function saveFeedState(
  transaction: Catalogue | CatalogueTransaction,
  state: Insertable<FeedStateTable>,
): Promise<void> {
  await transaction
    .insertInto('feed_state')
    .values(state)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(state))
    .execute();
}
