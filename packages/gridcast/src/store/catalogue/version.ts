/** A catalogue's version: how many migrations made it. */
import { sql, type Kysely } from 'kysely';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import { isPostgres } from './is-postgres.ts';
import type { Migration } from './migrations/index.ts';

const VERSION_SETTING = 'schema_version';

/** The version of a catalogue; 0 where it has no tables. */
export async function versionOf(catalogue: Catalogue): Promise<number> {
  if (!(await hasSettings(catalogue))) return 0;
  const row = await catalogue
    .selectFrom('setting')
    .select('value')
    .where('name', '=', VERSION_SETTING)
    .executeTakeFirst();
  return Number(row?.value ?? 0);
}

/** Does what of a list of migrations is yet to be done. */
export async function migrateTo(
  transaction: CatalogueTransaction,
  migrations: readonly Migration[],
): Promise<void> {
  const start = await versionOf(transaction);
  for (const migration of migrations.slice(start)) await migration(transaction as unknown as Kysely<unknown>);
  await setVersion(transaction, migrations.length);
}

async function hasSettings(catalogue: Catalogue): Promise<boolean> {
  const tables = isPostgres(catalogue)
    ? sql`select 1 from information_schema.tables where table_schema = current_schema() and table_name = 'setting'`
    : sql`select 1 from sqlite_master where type = 'table' and name = 'setting'`;
  return (await tables.execute(catalogue)).rows.length > 0;
}

async function setVersion(catalogue: Catalogue, version: number): Promise<void> {
  await catalogue.schema
    .createTable('setting')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.notNull().primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  await catalogue
    .insertInto('setting')
    .values({ name: VERSION_SETTING, value: String(version) })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: String(version) }))
    .execute();
}
