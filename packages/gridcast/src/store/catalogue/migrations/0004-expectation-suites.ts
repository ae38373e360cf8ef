/** Suites of expectations that users gave, beside those of the configuration. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('expectation_suite')
    .addColumn('name', 'text', (column) => column.notNull().primaryKey())
    .addColumn('definition', 'text', (column) => column.notNull())
    .execute();
}
