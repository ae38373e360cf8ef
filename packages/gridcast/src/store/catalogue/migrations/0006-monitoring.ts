/** The log of served vectors, statistics by day, and drift reports. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('vector_log')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('object_key', 'text', (column) => column.notNull())
    .addColumn('view', 'text', (column) => column.notNull())
    .addColumn('origin', 'integer', (column) => column.notNull())
    .addColumn('delay_hours', 'integer', (column) => column.notNull())
    .addColumn('snapshot_id', 'integer')
    .addColumn('vectors', 'integer', (column) => column.notNull())
    .addColumn('served', 'bigint', (column) => column.notNull())
    .addColumn('last_served_hour', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('vector_log_served')
    .on('vector_log')
    .columns(['last_served_hour', 'id'])
    .execute();
  await db.schema
    .createTable('statistics')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('day', 'integer', (column) => column.notNull())
    .addColumn('hours', 'text', (column) => column.notNull())
    .addColumn('object_key', 'text', (column) => column.notNull())
    .addColumn('snapshot_id', 'integer')
    .execute();
  await db.schema
    .createIndex('statistics_day')
    .on('statistics')
    .columns(['kind', 'version', 'day'])
    .execute();
  await db.schema
    .createTable('drift')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('day', 'integer', (column) => column.notNull())
    .addColumn('subjects', 'integer', (column) => column.notNull())
    .addColumn('drifting', 'integer', (column) => column.notNull())
    .addColumn('object_key', 'text', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('drift_day').on('drift').columns(['day', 'kind']).execute();
}
