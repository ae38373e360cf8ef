/** Opens a home: its lake, its catalogue and its scratch folder. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { GridcastError, silentLogger, type Logger } from '../core/index.ts';
import { migrateCatalogue } from './catalogue/migrate.ts';
import { openCatalogue } from './catalogue/open-catalogue.ts';
import { asStoreError } from './file-errors.ts';
import { openFsLake } from './lake/fs-lake.ts';
import type { Catalogue, Store } from './store.ts';
import type { Lake } from './lake/lake.ts';

export interface OpenStoreOptions {
  /** Folder of all state; made where it is absent, unless opened for reading only. */
  readonly home: string;
  /** Opens for reading: nothing is made or migrated, and a home that is not there is an error. Default false. */
  readonly readOnly?: boolean;
  /** How long to wait for another writer of the catalogue. Default 10,000. */
  readonly waitMs?: number;
  /** False: a commit does not wait for the disk, so the process does not; for what may be lost in a power cut. Default true. */
  readonly syncCommits?: boolean;
  readonly logger?: Logger;
}

/**
 * Opens the store of a home. Close it with `await using` or `[Symbol.asyncDispose]`.
 *
 * @throws STORE_HOME_UNWRITABLE, STORE_HOME_MISSING (read only), STORE_HOME_NEWER, STORE_HOME_OLDER (read only),
 * STORE_DISK_FULL, STORE_CATALOGUE_DAMAGED
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const home = resolve(options.home);
  const readOnly = options.readOnly ?? false;
  const path = join(home, 'catalogue.sqlite');
  const [root, scratch] = [join(home, 'lake'), join(home, 'scratch')];
  if (readOnly && !existsSync(path)) throw new GridcastError('STORE_HOME_MISSING', { home });
  if (!readOnly) await makeFolders(home, [root, scratch]);
  const catalogue = openCatalogue(path, {
    readOnly,
    waitMs: options.waitMs,
    syncCommits: options.syncCommits,
  });
  try {
    await migrateCatalogue(catalogue, { home, readOnly, logger: options.logger ?? silentLogger });
  } catch (thrown) {
    await catalogue.destroy();
    throw thrown;
  }
  return new HomeStore(home, openFsLake({ root, scratch }), catalogue);
}

class HomeStore implements Store {
  readonly home: string;
  readonly lake: Lake;
  readonly catalogue: Catalogue;

  constructor(home: string, lake: Lake, catalogue: Catalogue) {
    this.home = home;
    this.lake = lake;
    this.catalogue = catalogue;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.catalogue.destroy();
  }
}

async function makeFolders(home: string, folders: readonly string[]): Promise<void> {
  try {
    for (const folder of folders) await mkdir(folder, { recursive: true });
  } catch (thrown) {
    throw asStoreError(thrown, home, 'making the home');
  }
}
