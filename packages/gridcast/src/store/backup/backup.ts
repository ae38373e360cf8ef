/** Backups of a home: a consistent copy of its catalogue, and the objects it names, in a folder. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { GridcastError } from '../../core/index.ts';
import { asStoreError } from '../file-errors.ts';
import { syncPath } from '../lake/durable-files.ts';
import { openFsLake } from '../lake/fs-lake.ts';
import type { Lake } from '../lake/lake.ts';
import { partsOfKey } from '../lake/object-key.ts';
import { freePath } from '../catalogue/free-path.ts';
import { openStore } from '../open-store.ts';
import { namedKeys } from '../snapshots/named-keys.ts';
import type { Store } from '../store.ts';

/** What a backup or a restore copied. */
export interface CopiedObjects {
  readonly copiedObjects: number;
  /** Objects that were there already, whole. */
  readonly presentObjects: number;
  /** Keys that the catalogue names and whose objects are not, or not whole, where they are copied from. */
  readonly missingObjects: readonly string[];
}

/**
 * Backs a home up into a folder while others read and write it. A second backup into the same folder copies only new
 * objects and replaces the catalogue's copy last, so that the folder is a whole backup at any instant.
 *
 * @throws STORE_DISK_FULL, STORE_HOME_UNWRITABLE
 */
export async function backUpStore(store: Store, folder: string): Promise<CopiedObjects> {
  const target = await lakeIn(folder);
  const catalogue = join(folder, 'catalogue.sqlite');
  const unfinished = `${catalogue}.part`;
  await rm(unfinished, { force: true });
  // The catalogue is copied first: whatever it names was in the lake by then.
  await sql`vacuum into ${unfinished}`.execute(store.catalogue);
  const copied = await copyObjects(store.lake, target, await namedKeys(store.catalogue));
  await syncPath(unfinished);
  await rename(unfinished, catalogue);
  await syncPath(folder);
  return copied;
}

export interface RestoreStoreOptions {
  /** A folder that `backUpStore` made. */
  readonly folder: string;
  readonly home: string;
  /** Also replaces the home's catalogue by the backup's; the old one is moved to `<home>/backups`. Default: only where it is missing. */
  readonly replaceCatalogue?: boolean;
}

/**
 * Brings missing and altered objects of a backup back into a home, and its catalogue where the home has none. No other
 * process may use the home meanwhile if the catalogue is replaced.
 *
 * @throws STORE_HOME_MISSING where the folder holds no backup, and as `backUpStore`.
 */
export async function restoreStore(options: RestoreStoreOptions): Promise<CopiedObjects> {
  const { folder, home } = options;
  const target = await lakeIn(home);
  await using backup = await openStore({ home: folder, readOnly: true });
  const copied = await copyObjects(backup.lake, target, await namedKeys(backup.catalogue));
  const catalogue = join(home, 'catalogue.sqlite');
  if (existsSync(catalogue)) {
    if (options.replaceCatalogue !== true) return copied;
    await setAside(home, catalogue);
  }
  const unfinished = `${catalogue}.part`;
  await copyFile(join(folder, 'catalogue.sqlite'), unfinished);
  await syncPath(unfinished);
  await rename(unfinished, catalogue);
  await syncPath(home);
  return copied;
}

async function lakeIn(folder: string): Promise<Lake> {
  const [root, scratch] = [join(folder, 'lake'), join(folder, 'scratch')];
  try {
    for (const path of [root, scratch]) await mkdir(path, { recursive: true });
  } catch (thrown) {
    throw asStoreError(thrown, folder, 'making the folder');
  }
  return openFsLake({ root, scratch });
}

async function copyObjects(from: Lake, to: Lake, keys: ReadonlySet<string>): Promise<CopiedObjects> {
  let [copiedObjects, presentObjects] = [0, 0];
  const missingObjects: string[] = [];
  for (const key of [...keys].sort()) {
    if ((await wholePath(to, key)) !== undefined) {
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
    if (thrown instanceof GridcastError && DAMAGES.includes(thrown.code)) return undefined;
    throw thrown;
  }
}

const DAMAGES: readonly string[] = ['STORE_OBJECT_MISSING', 'STORE_OBJECT_ALTERED'];

/** Moves a catalogue out of the way, with what SQLite keeps beside it. */
async function setAside(home: string, catalogue: string): Promise<void> {
  const folder = join(home, 'backups');
  await mkdir(folder, { recursive: true });
  const aside = freePath(folder, 'catalogue-replaced');
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(catalogue + suffix)) await rename(catalogue + suffix, aside + suffix);
  }
  await syncPath(folder);
}
