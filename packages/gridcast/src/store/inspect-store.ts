/** Looks at where a store's parts are, for `doctor`; makes and changes nothing. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { GridcastError, silentLogger } from '../core/index.ts';
import { parseCataloguePlace } from './catalogue/catalogue-place.ts';
import { migrateCatalogue } from './catalogue/migrate.ts';
import { openCatalogue } from './catalogue/open-catalogue.ts';
import { parseLakePlace } from './lake/lake-place.ts';
import { openLake } from './lake/open-lake.ts';
import type { StoreSettings } from './store.ts';

/** One part of a store, its place without credentials, and how it was found. */
export interface StorePart {
  readonly part: 'lake' | 'catalogue';
  readonly name: string;
  readonly state: 'in use' | 'reachable' | 'not yet made';
  /** What keeps it from being used. */
  readonly fault?: unknown;
}

/** Looks at the lake and at the catalogue. @throws STORE_PLACE_INVALID */
export async function inspectStore(settings: StoreSettings): Promise<readonly StorePart[]> {
  return [await inspectLake(settings), await inspectCatalogue(settings)];
}

async function inspectLake(settings: StoreSettings): Promise<StorePart> {
  const home = resolve(settings.home);
  if (parseLakePlace(settings.lake ?? 'file', settings.lakeEndpoint) === undefined) {
    const name = join(home, 'lake');
    return { part: 'lake', name, state: existsSync(name) ? 'in use' : 'not yet made' };
  }
  // A cache is no reason to make the home.
  const folder = await mkdtemp(join(tmpdir(), 'gridcast-doctor-'));
  try {
    const lake = await openLake(folder, settings, { makeFolders: false });
    const part = { part: 'lake', name: lake.name, state: 'reachable' } as const;
    const found = await lake.reach().then(
      () => part,
      (fault: unknown) => ({ ...part, fault }),
    );
    await lake.close();
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inspectCatalogue({ home, catalogue }: StoreSettings): Promise<StorePart> {
  const place = parseCataloguePlace(resolve(home), catalogue);
  const part = { part: 'catalogue', name: place.name } as const;
  if (place.kind === 'sqlite' && !existsSync(place.path)) return { ...part, state: 'not yet made' };
  try {
    const opened = await openCatalogue(place, { readOnly: true });
    try {
      await migrateCatalogue(opened, { home, name: place.name, readOnly: true, logger: silentLogger });
    } finally {
      await opened.destroy();
    }
    return { ...part, state: 'in use' };
  } catch (fault) {
    const isEmpty = fault instanceof GridcastError && fault.code === 'STORE_CATALOGUE_EMPTY';
    return isEmpty ? { ...part, state: 'reachable' } : { ...part, state: 'reachable', fault };
  }
}
