/** How far each materialised dataset goes. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('watermark')
    .addColumn('dataset', 'text', (column) => column.notNull().primaryKey())
    .addColumn('origin', 'integer', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .execute();
}
