/** Feature groups and views, with the history of their definitions. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('definition')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('definition', 'text', (column) => column.notNull())
    .addColumn('change', 'text', (column) => column.notNull())
    .addColumn('differences', 'text', (column) => column.notNull())
    .addColumn('as_of', 'integer', (column) => column.notNull())
    .addColumn('code_version', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('definition_name')
    .on('definition')
    .columns(['kind', 'name', 'version'])
    .execute();
}
