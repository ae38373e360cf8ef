/** Suites of expectations that users imported into a home. */
import type { Selectable } from 'kysely';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import type { ExpectationSuiteTable } from './schema.ts';

export type StoredSuite = Readonly<Selectable<ExpectationSuiteTable>>;

/** Keeps a suite, replacing one of the same name. */
export async function putSuite(
  catalogue: Catalogue | CatalogueTransaction,
  suite: StoredSuite,
): Promise<void> {
  await catalogue
    .insertInto('expectation_suite')
    .values(suite)
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ definition: suite.definition }))
    .execute();
}

/** Removes a suite; false where there was none of that name. */
export async function removeSuite(
  catalogue: Catalogue | CatalogueTransaction,
  name: string,
): Promise<boolean> {
  const removed = await catalogue.deleteFrom('expectation_suite').where('name', '=', name).executeTakeFirst();
  return Number(removed.numDeletedRows) > 0;
}

/** Every suite, by name. */
export async function listSuites(catalogue: Catalogue | CatalogueTransaction): Promise<StoredSuite[]> {
  return catalogue.selectFrom('expectation_suite').selectAll().orderBy('name').execute();
}
