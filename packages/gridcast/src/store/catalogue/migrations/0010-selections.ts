/** Selections of columns by measured importance, and the steps of their elimination. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('selection')
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
    .createTable('selection_step')
    .addColumn('selection_id', 'text', (column) => column.notNull().references('selection.id'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('measured', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('selection_step_key', ['selection_id', 'number'])
    .execute();
}
