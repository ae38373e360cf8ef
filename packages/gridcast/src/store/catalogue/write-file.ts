/** A catalogue's state as one SQLite file: what backups are made of, whatever database the catalogue is in. */
import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { syncPath } from '../lake/durable-files.ts';
import type { Catalogue } from '../store.ts';
import { copyRows } from './copy-rows.ts';
import { isPostgres } from './is-postgres.ts';
import { migrations as allMigrations, type Migration } from './migrations/index.ts';
import { openSqliteCatalogue } from './open-catalogue.ts';
import { migrateTo, versionOf } from './version.ts';

/** Writes a consistent copy of a catalogue to a fresh path while others read and write it; the file is synced. */
export async function writeCatalogueFile(
  catalogue: Catalogue,
  path: string,
  migrations: readonly Migration[] = allMigrations,
): Promise<void> {
  await rm(path, { force: true });
  if (isPostgres(catalogue)) await exportTo(catalogue, path, migrations);
  else await sql`vacuum into ${path}`.execute(catalogue);
  await syncPath(path);
}

async function exportTo(catalogue: Catalogue, path: string, migrations: readonly Migration[]): Promise<void> {
  const file = openSqliteCatalogue(path, { readOnly: false });
  try {
    // Only one process knows of the file: it needs no log beside it.
    await sql`pragma journal_mode = delete`.execute(file);
    await catalogue
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (from) => {
        const version = await versionOf(from);
        await file.transaction().execute(async (to) => {
          await migrateTo(to, migrations.slice(0, version));
          await copyRows(from, to, to);
        });
      });
  } finally {
    await file.destroy();
  }
}
