/** Brings a catalogue to the version of this program; a newer one is refused, an older one is backed up first. */
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql, type Kysely } from 'kysely';
import { GridcastError, type Logger } from '../../core/index.ts';
import { syncPath } from '../lake/durable-files.ts';
import type { Catalogue } from '../store.ts';
import { freePath } from './free-path.ts';
import { migrations as allMigrations, type Migration } from './migrations/index.ts';

export interface MigrateOptions {
  readonly home: string;
  readonly readOnly: boolean;
  readonly logger: Logger;
  /** Default: all migrations of this program. */
  readonly migrations?: readonly Migration[];
}

const VERSION_SETTING = 'schema_version';

/**
 * Migrates where needed. Several processes may do it at once: the first does the work, the others find it done.
 *
 * @throws STORE_HOME_NEWER, and STORE_HOME_OLDER where the home is opened for reading only.
 */
export async function migrateCatalogue(catalogue: Catalogue, options: MigrateOptions): Promise<void> {
  const migrations = options.migrations ?? allMigrations;
  const { home } = options;
  const found = await versionOf(catalogue);
  const known = migrations.length;
  if (found === known) return;
  if (found > known) throw new GridcastError('STORE_HOME_NEWER', { home, found, known });
  if (options.readOnly) throw new GridcastError('STORE_HOME_OLDER', { home, found, known });
  if (found > 0) {
    const backup = await backUp(catalogue, join(home, 'backups'), found);
    options.logger.info('catalogue backed up before its migration', { backup, from: found, to: known });
  }
  await catalogue.transaction().execute(async (transaction) => {
    const start = await versionOf(transaction);
    for (const migration of migrations.slice(start)) {
      await migration(transaction as unknown as Kysely<unknown>);
    }
    await setVersion(transaction, known);
  });
}

async function versionOf(catalogue: Catalogue): Promise<number> {
  const { rows } = await sql<{
    name: string;
  }>`select name from sqlite_master where type = 'table' and name = 'setting'`.execute(catalogue);
  if (rows.length === 0) return 0;
  const row = await catalogue
    .selectFrom('setting')
    .select('value')
    .where('name', '=', VERSION_SETTING)
    .executeTakeFirst();
  return Number(row?.value ?? 0);
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

async function backUp(catalogue: Catalogue, folder: string, version: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = freePath(folder, `catalogue-v${version}`);
  const unfinished = `${path}.part`;
  await rm(unfinished, { force: true });
  await sql`vacuum into ${unfinished}`.execute(catalogue);
  await syncPath(unfinished);
  await rename(unfinished, path);
  await syncPath(folder);
  return path;
}
