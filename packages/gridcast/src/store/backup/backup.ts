/** Backups of a home: a consistent copy of its catalogue, and the objects it names, in a folder. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { sql } from 'kysely';
import { GridcastError } from '../../core/index.ts';
import { parseCataloguePlace, type CataloguePlace } from '../catalogue/catalogue-place.ts';
import { copyRows } from '../catalogue/copy-rows.ts';
import { freePath } from '../catalogue/free-path.ts';
import { migrations } from '../catalogue/migrations/index.ts';
import { openCatalogue, openSqliteCatalogue } from '../catalogue/open-catalogue.ts';
import { migrateTo, versionOf } from '../catalogue/version.ts';
import { writeCatalogueFile } from '../catalogue/write-file.ts';
import { syncPath } from '../lake/durable-files.ts';
import { isDamage, type Lake } from '../lake/lake.ts';
import { partsOfKey } from '../lake/object-key.ts';
import { openLake } from '../lake/open-lake.ts';
import { namedKeys } from '../snapshots/named-keys.ts';
import type { Catalogue, Store, StoreSettings } from '../store.ts';

/** What a backup or a restore copied. */
export interface CopiedObjects {
  readonly copiedObjects: number;
  /** Objects that were there already, whole. */
  readonly presentObjects: number;
  /** Keys that the catalogue names and whose objects are not, or not whole, where they are copied from. */
  readonly missingObjects: readonly string[];
}

/**
 * Backs a home up into a folder while others read and write it, wherever its lake and catalogue are: the folder is a home with a
 * lake and a SQLite catalogue of its own. A second backup into the same folder copies only new objects and replaces the
 * catalogue's copy last, so that the folder is a whole backup at any instant.
 *
 * @throws STORE_DISK_FULL, STORE_HOME_UNWRITABLE, STORE_LAKE_FAILED, STORE_CATALOGUE_UNREACHABLE
 */
export async function backUpStore(store: Store, folder: string): Promise<CopiedObjects> {
  const target = await openLake(resolve(folder), {}, { makeFolders: true });
  const catalogue = join(folder, 'catalogue.sqlite');
  const unfinished = `${catalogue}.part`;
  // The catalogue is copied first: whatever it names was in the lake by then.
  await writeCatalogueFile(store.catalogue, unfinished);
  const copied = await copyObjects(store.lake, target, await namedKeys(store.catalogue));
  await rename(unfinished, catalogue);
  await syncPath(folder);
  return copied;
}

export interface RestoreStoreOptions extends StoreSettings {
  /** A folder that `backUpStore` made. */
  readonly folder: string;
  /** Also replaces the catalogue by the backup's; the old one is kept in `<home>/backups`. Default: only where it is empty. */
  readonly replaceCatalogue?: boolean;
}

/**
 * Brings missing and altered objects of a backup back, and its catalogue where there is none. The backup may be of an older
 * version. No other process may use a SQLite catalogue while it is replaced.
 *
 * @throws STORE_HOME_MISSING where the folder holds no backup, and as `backUpStore`.
 */
export async function restoreStore(options: RestoreStoreOptions): Promise<CopiedObjects> {
  const home = resolve(options.home);
  const place = parseCataloguePlace(home, options.catalogue);
  const saved = join(options.folder, 'catalogue.sqlite');
  if (!existsSync(saved)) throw new GridcastError('STORE_HOME_MISSING', { home: options.folder });
  const target = await openLake(home, options, { makeFolders: true });
  const copy = target.scratchPath('sqlite');
  try {
    await copyFile(saved, copy);
    const backup = await openMigrated(copy, options.folder);
    try {
      const source = await openLake(resolve(options.folder), {}, { makeFolders: false });
      const copied = await copyObjects(source, target, await namedKeys(backup));
      if (place.kind === 'postgres') await restoreRows(backup, place, options);
      await sql`pragma wal_checkpoint(truncate)`.execute(backup);
      if (place.kind === 'sqlite') await restoreFile(copy, place.path, options);
      return copied;
    } finally {
      await backup.destroy();
    }
  } finally {
    await target.close();
    for (const suffix of ['', '-wal', '-shm']) await rm(copy + suffix, { force: true });
  }
}

/** Opens a backup's catalogue from a copy of it, brought to this program's version. @throws STORE_HOME_NEWER */
async function openMigrated(copy: string, folder: string): Promise<Catalogue> {
  const catalogue = openSqliteCatalogue(copy, { readOnly: false });
  try {
    const [found, known] = [await versionOf(catalogue), migrations.length];
    if (found > known) throw new GridcastError('STORE_HOME_NEWER', { home: folder, found, known });
    await catalogue.transaction().execute((transaction) => migrateTo(transaction, migrations));
    return catalogue;
  } catch (thrown) {
    await catalogue.destroy();
    throw thrown;
  }
}

/** Puts the backup's file in the place of the home's. */
async function restoreFile(copy: string, path: string, options: RestoreStoreOptions): Promise<void> {
  const home = dirname(path);
  if (existsSync(path)) {
    if (options.replaceCatalogue !== true) return;
    await setAside(home, path);
  }
  await syncPath(copy);
  await rename(copy, path);
  await syncPath(home);
}

/** Puts the backup's rows in the place of those on a server, in one transaction. */
async function restoreRows(
  backup: Catalogue,
  place: CataloguePlace,
  options: RestoreStoreOptions,
): Promise<void> {
  const catalogue = await openCatalogue(place, { readOnly: false });
  try {
    if ((await versionOf(catalogue)) > 0) {
      if (options.replaceCatalogue !== true) return;
      await writeCatalogueFile(catalogue, await asidePath(resolve(options.home)));
    }
    await catalogue.transaction().execute(async (transaction) => {
      await migrateTo(transaction, migrations);
      await copyRows(backup, transaction, backup);
    });
  } finally {
    await catalogue.destroy();
  }
}

async function copyObjects(from: Lake, to: Lake, keys: ReadonlySet<string>): Promise<CopiedObjects> {
  let [copiedObjects, presentObjects] = [0, 0];
  const missingObjects: string[] = [];
  for (const key of [...keys].sort()) {
    if (await to.isWhole(key)) {
      presentObjects += 1;
      continue;
    }
    const path = await wholePath(from, key);
    if (path === undefined) {
      missingObjects.push(key);
      continue;
    }
    const { kind, extension } = partsOfKey(key);
    const copy = to.scratchPath(extension);
    await copyFile(path, copy);
    await to.putFile(kind, extension, copy);
    copiedObjects += 1;
  }
  return { copiedObjects, presentObjects, missingObjects };
}

/** The path of an object whose content was checked; undefined where it is missing or altered. */
async function wholePath(lake: Lake, key: string): Promise<string | undefined> {
  try {
    return await lake.localPath(key);
  } catch (thrown) {
    if (isDamage(thrown)) return undefined;
    throw thrown;
  }
}

/** Moves a catalogue out of the way, with what SQLite keeps beside it. */
async function setAside(home: string, catalogue: string): Promise<void> {
  const aside = await asidePath(home);
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(catalogue + suffix)) await rename(catalogue + suffix, aside + suffix);
  }
  await syncPath(dirname(aside));
}

async function asidePath(home: string): Promise<string> {
  const folder = join(home, 'backups');
  await mkdir(folder, { recursive: true });
  return freePath(folder, 'catalogue-replaced');
}
