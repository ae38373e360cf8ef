/** Which dataset a raw input was read for: the observations, or the covariates beside them. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('raw_input')
    .addColumn('dataset', 'text', (column) => column.notNull().defaultTo('observations'))
    .execute();
}
