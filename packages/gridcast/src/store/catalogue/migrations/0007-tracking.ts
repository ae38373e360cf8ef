/** Trials: what a fit was made of, how it did, what it left behind, and which of them a tracking server already has. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('trial')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('parent_id', 'text')
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('as_of', 'integer', (column) => column.notNull())
    .addColumn('model_version', 'text')
    .addColumn('parameters', 'text', (column) => column.notNull())
    .addColumn('inputs', 'text', (column) => column.notNull())
    .addColumn('environment', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('duration_ms', 'bigint')
    .addColumn('peak_mib', 'integer')
    .execute();
  await db.schema.createIndex('trial_run').on('trial').columns(['run_id', 'place']).execute();
  await db.schema
    .createTable('trial_metric')
    .addColumn('trial_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('value', 'double precision')
    .addColumn('steps', 'text')
    .addPrimaryKeyConstraint('trial_metric_key', ['trial_id', 'name'])
    .execute();
  await db.schema
    .createTable('trial_artefact')
    .addColumn('trial_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('object_key', 'text', (column) => column.notNull())
    .addColumn('content_type', 'text', (column) => column.notNull())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('trial_artefact_key', ['trial_id', 'name'])
    .execute();
  await db.schema
    .createTable('trial_delivery')
    .addColumn('trial_id', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('remote_id', 'text', (column) => column.notNull())
    .addColumn('delivered_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('trial_delivery_key', ['trial_id', 'target'])
    .execute();
}
