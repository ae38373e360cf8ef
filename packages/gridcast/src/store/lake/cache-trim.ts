/** Keeps the cache of a bucket within its size. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../file-errors.ts';

const HOUR_MS = 3_600_000;

/** A file of the cache. */
export interface CachedFile {
  readonly path: string;
  readonly bytes: number;
  /** The change time: a use of the file sets it. */
  readonly usedAtMs: number;
}

/** Removes from a folder what `filesToDrop` names. */
export async function trimCache(folder: string, limitBytes: number): Promise<void> {
  for (const { path } of filesToDrop(await filesIn(folder), limitBytes)) await rm(path, { force: true });
}

/**
 * The files that were used longest ago, as many as must go until the rest is at most nine tenths of the limit. What was used
 * in the hour before the newest use stays even above it, for a query may be about to open it.
 */
export function filesToDrop(files: readonly CachedFile[], limitBytes: number): CachedFile[] {
  const byAge = files.toSorted((a, b) => a.usedAtMs - b.usedAtMs);
  const newestMs = byAge.at(-1)?.usedAtMs ?? 0;
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= limitBytes) return [];
  const idle = byAge.filter((file) => file.usedAtMs <= newestMs - HOUR_MS);
  return idle.filter((file) => {
    const isTooMuch = bytes > limitBytes * 0.9;
    if (isTooMuch) bytes -= file.bytes;
    return isTooMuch;
  });
}

async function filesIn(folder: string): Promise<CachedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(files.map(cachedFile));
  return found.filter((file) => file !== undefined);
}

/** Another process may have removed it meanwhile. */
async function cachedFile(path: string): Promise<CachedFile | undefined> {
  try {
    const { size, ctimeMs } = await stat(path);
    return { path, bytes: size, usedAtMs: ctimeMs };
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}
