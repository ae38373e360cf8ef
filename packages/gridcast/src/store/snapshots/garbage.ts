/** Garbage: objects that nothing names any more, and scratch files of processes that are gone. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../store.ts';
import type { StoredObject } from '../lake/lake.ts';
import { namedKeys } from './named-keys.ts';

export interface CollectGarbageOptions {
  readonly nowMs: number;
  /** Only says what would go. */
  readonly dryRun: boolean;
  /** Younger objects may belong to a step that is not yet committed, and stay. Default one day. */
  readonly minAgeMs?: number;
}

/** What was, or would be, removed. */
export interface CollectedGarbage {
  readonly objects: readonly StoredObject[];
  readonly scratchFiles: readonly string[];
  readonly bytes: number;
  /** Objects that stay. */
  readonly keptObjects: number;
}

const DAY_MS = 86_400_000;

/**
 * Removes objects that no snapshot and no row of the catalogue names. Text columns with JSON are searched for keys too, so
 * what a step or a model's card names is kept.
 */
export async function collectGarbage(
  store: Store,
  options: CollectGarbageOptions,
): Promise<CollectedGarbage> {
  const oldestMs = options.nowMs - (options.minAgeMs ?? DAY_MS);
  const objects: StoredObject[] = [];
  let keptObjects = 0;
  const listed: StoredObject[] = [];
  for await (const object of store.lake.list()) listed.push(object);
  const named = await namedKeys(store.catalogue);
  for (const object of listed) {
    if (named.has(object.key) || object.modifiedAtMs > oldestMs) keptObjects += 1;
    else objects.push(object);
  }
  objects.sort((a, b) => (a.key < b.key ? -1 : 1));
  const scratchFiles = await oldFiles(join(store.home, 'scratch'), oldestMs);
  if (!options.dryRun) {
    for (const object of objects) await store.lake.remove(object.key);
    for (const path of scratchFiles) await rm(path, { force: true });
  }
  return { objects, scratchFiles, bytes: objects.reduce((sum, o) => sum + o.bytes, 0), keptObjects };
}

async function oldFiles(folder: string, oldestMs: number): Promise<string[]> {
  const found: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    const info = await stat(path).catch(() => undefined);
    if (info?.isFile() === true && info.mtimeMs <= oldestMs) found.push(path);
  }
  return found;
}
