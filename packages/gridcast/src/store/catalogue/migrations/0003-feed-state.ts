/** What is known of each living feed: how far it was read, and how the last reading went. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('feed_state')
    .addColumn('name', 'text', (column) => column.notNull().primaryKey())
    .addColumn('from_hour', 'integer', (column) => column.notNull())
    .addColumn('low_hour', 'integer', (column) => column.notNull())
    .addColumn('head_hour', 'integer', (column) => column.notNull())
    .addColumn('newest_hour', 'integer')
    .addColumn('window_hours', 'integer', (column) => column.notNull())
    .addColumn('facts', 'text', (column) => column.notNull())
    .addColumn('attempted_at', 'text', (column) => column.notNull())
    .addColumn('succeeded_at', 'text')
    .addColumn('retry_at', 'text')
    .addColumn('error_code', 'text')
    .addColumn('error', 'text')
    .execute();
}
