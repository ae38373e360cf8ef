/** Sweeps of tuning, their trials, and the tuned configurations that trainings use. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sweep')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('as_of', 'integer', (column) => column.notNull())
    .addColumn('delay_hours', 'integer', (column) => column.notNull())
    .addColumn('inputs', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('outcome', 'text')
    .addColumn('object_key', 'text')
    .execute();
  await db.schema
    .createTable('sweep_trial')
    .addColumn('sweep_id', 'text', (column) => column.notNull().references('sweep.id'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('settings', 'text', (column) => column.notNull())
    .addColumn('folds', 'text', (column) => column.notNull())
    .addColumn('mase', 'double precision')
    .addColumn('wape', 'double precision')
    .addColumn('reason', 'text')
    .addColumn('duration_ms', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('sweep_trial_key', ['sweep_id', 'number'])
    .execute();
  await db.schema
    .createTable('tuned_configuration')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('delay_hours', 'integer', (column) => column.notNull())
    .addColumn('view', 'text', (column) => column.notNull())
    .addColumn('covariates', 'text', (column) => column.notNull())
    .addColumn('object_key', 'text')
    .addColumn('sweep_id', 'text')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('set_as_of', 'integer', (column) => column.notNull())
    .execute();
}
