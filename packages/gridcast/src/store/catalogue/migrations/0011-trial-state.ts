/** How a trial ended, and what it said; of a sweep's trials, the memory that they took. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('trial')
    .addColumn('status', 'text', (column) => column.notNull().defaultTo('done'))
    .execute();
  await db.schema.alterTable('trial').addColumn('message', 'text').execute();
  await db.schema.alterTable('sweep_trial').addColumn('peak_mib', 'integer').execute();
}
