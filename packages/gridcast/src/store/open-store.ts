/** Opens a home: its lake, its catalogue and its scratch folder. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { GridcastError, silentLogger, type Logger } from '../core/index.ts';
import { parseCataloguePlace } from './catalogue/catalogue-place.ts';
import { migrateCatalogue } from './catalogue/migrate.ts';
import { openCatalogue } from './catalogue/open-catalogue.ts';
import { openLake } from './lake/open-lake.ts';
import type { Lake } from './lake/lake.ts';
import type { Catalogue, Store, StoreSettings } from './store.ts';

export interface OpenStoreOptions extends StoreSettings {
  /** Opens for reading: nothing is made or migrated, and a home that is not there is an error. Default false. */
  readonly readOnly?: boolean;
  /** How long to wait for another writer of the catalogue. Default 10,000. */
  readonly waitMs?: number;
  /** False: a commit does not wait for the disk, so the process does not; for what may be lost in a power cut. Default true. */
  readonly syncCommits?: boolean;
  readonly logger?: Logger;
}

/**
 * Opens the store of a home. Close it with `await using` or `[Symbol.asyncDispose]`. A bucket is not asked before it is used.
 *
 * @throws STORE_HOME_UNWRITABLE, STORE_HOME_MISSING or STORE_CATALOGUE_EMPTY (read only), STORE_HOME_NEWER,
 * STORE_HOME_OLDER (read only), STORE_DISK_FULL, STORE_CATALOGUE_DAMAGED, STORE_CATALOGUE_UNREACHABLE, STORE_PLACE_INVALID
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const home = resolve(options.home);
  const readOnly = options.readOnly ?? false;
  const place = parseCataloguePlace(home, options.catalogue);
  if (readOnly && place.kind === 'sqlite' && !existsSync(place.path)) {
    throw new GridcastError('STORE_HOME_MISSING', { home });
  }
  const lake = await openLake(home, options, { makeFolders: !readOnly });
  const { waitMs, syncCommits } = options;
  const catalogue = await openCatalogue(place, { readOnly, waitMs, syncCommits });
  try {
    await migrateCatalogue(catalogue, {
      home,
      ...(place.kind === 'postgres' && { name: place.name }),
      readOnly,
      logger: options.logger ?? silentLogger,
    });
  } catch (thrown) {
    await catalogue.destroy();
    throw thrown;
  }
  const { lake: lakePlace, lakeEndpoint, lakeCacheGiB, catalogue: cataloguePlace } = options;
  const settings = { home, lake: lakePlace, lakeEndpoint, lakeCacheGiB, catalogue: cataloguePlace };
  return new HomeStore({ settings, lake, catalogue });
}

class HomeStore implements Store {
  readonly settings: StoreSettings;
  readonly lake: Lake;
  readonly catalogue: Catalogue;

  constructor(parts: Pick<Store, 'settings' | 'lake' | 'catalogue'>) {
    this.settings = parts.settings;
    this.lake = parts.lake;
    this.catalogue = parts.catalogue;
  }

  get home(): string {
    return this.settings.home;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.lake.close();
    await this.catalogue.destroy();
  }
}
