/** Garbage: objects that nothing names any more, and scratch files of processes that are gone. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalogue, Store } from '../store.ts';
import type { StoredObject } from '../lake/lake.ts';
import { namedKeys } from './named-keys.ts';
import { forgetBefore, type ForgottenRows } from './retention.ts';

export interface CollectGarbageOptions {
  readonly nowMs: number;
  /** Only says what would go. */
  readonly dryRun: boolean;
  /** Younger objects may belong to a step that is not yet committed, and stay. Default one day. */
  readonly minAgeMs?: number;
  /** Snapshots and runs from before this hour are forgotten first. Default: all are kept. */
  readonly forgetBeforeHour?: number | undefined;
}

/** What was, or would be, removed. */
export interface CollectedGarbage {
  readonly forgotten: ForgottenRows;
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
  const { named, forgotten } = await keysToKeep(store.catalogue, options);
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
  return {
    forgotten,
    objects,
    scratchFiles,
    bytes: objects.reduce((sum, o) => sum + o.bytes, 0),
    keptObjects,
  };
}

class RolledBack extends Error {}

/** The keys that are named once old rows are forgotten; a dry run takes the forgetting back. */
async function keysToKeep(
  catalogue: Catalogue,
  { dryRun, forgetBeforeHour }: CollectGarbageOptions,
): Promise<{ readonly named: Set<string>; readonly forgotten: ForgottenRows }> {
  let named = new Set<string>();
  let forgotten: ForgottenRows = { snapshots: 0, runs: 0 };
  try {
    await catalogue.transaction().execute(async (transaction) => {
      if (forgetBeforeHour !== undefined) forgotten = await forgetBefore(transaction, forgetBeforeHour);
      named = await namedKeys(transaction);
      if (dryRun) throw new RolledBack();
    });
  } catch (thrown) {
    if (!(thrown instanceof RolledBack)) throw thrown;
  }
  return { named, forgotten };
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
