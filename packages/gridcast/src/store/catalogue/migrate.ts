/** Brings a catalogue to the version of this program; a newer one is refused, an older one is backed up first. */
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { GridcastError, type Logger } from '../../core/index.ts';
import { syncPath } from '../lake/durable-files.ts';
import type { Catalogue } from '../store.ts';
import { freePath } from './free-path.ts';
import { migrations as allMigrations, type Migration } from './migrations/index.ts';
import { migrateTo, versionOf } from './version.ts';

export interface MigrateOptions {
  /** Its folder `backups` takes the copy. */
  readonly home: string;
  /** The catalogue as a person would name it; default: the home. */
  readonly name?: string;
  readonly readOnly: boolean;
  readonly logger: Logger;
  /** Default: all migrations of this program. */
  readonly migrations?: readonly Migration[];
}

/**
 * Migrates where needed. Several processes may do it at once: the first does the work, the others find it done.
 *
 * @throws STORE_HOME_NEWER, and where the home is opened for reading only STORE_HOME_OLDER or STORE_CATALOGUE_EMPTY
 */
export async function migrateCatalogue(catalogue: Catalogue, options: MigrateOptions): Promise<void> {
  const migrations = options.migrations ?? allMigrations;
  const home = options.name ?? options.home;
  const found = await versionOf(catalogue);
  const known = migrations.length;
  if (found === known) return;
  if (found > known) throw new GridcastError('STORE_HOME_NEWER', { home, found, known });
  if (options.readOnly && found === 0) throw new GridcastError('STORE_CATALOGUE_EMPTY', { catalogue: home });
  if (options.readOnly) throw new GridcastError('STORE_HOME_OLDER', { home, found, known });
  if (found > 0) {
    const backup = await backUp(catalogue, { folder: join(options.home, 'backups'), found, migrations });
    options.logger.info('catalogue backed up before its migration', { backup, from: found, to: known });
  }
  await catalogue.transaction().execute((transaction) => migrateTo(transaction, migrations));
}

async function backUp(
  catalogue: Catalogue,
  options: { readonly folder: string; readonly found: number; readonly migrations: readonly Migration[] },
): Promise<string> {
  const { folder, found, migrations } = options;
  await mkdir(folder, { recursive: true });
  const path = freePath(folder, `catalogue-v${found}`);
  const unfinished = `${path}.part`;
  const { writeCatalogueFile } = await import('./write-file.ts');
  await writeCatalogueFile(catalogue, unfinished, migrations);
  await rename(unfinished, path);
  await syncPath(folder);
  return path;
}
