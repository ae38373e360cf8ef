/** Keeps the cache of a bucket within its size. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../file-errors.ts';

const HOUR_MS = 3_600_000;

interface CachedFile {
  readonly path: string;
  readonly bytes: number;
  /** The change time: a use of the file sets it. */
  readonly usedAtMs: number;
}

/**
 * Removes the files that were used longest ago until the folder holds at most nine tenths of its limit. What was used in
 * the hour before the newest use stays, for a query may be about to open it.
 */
export async function trimCache(folder: string, limitBytes: number): Promise<void> {
  const files = (await filesIn(folder)).sort((a, b) => a.usedAtMs - b.usedAtMs);
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= limitBytes) return;
  const newestMs = files.at(-1)?.usedAtMs ?? 0;
  for (const file of files) {
    if (bytes <= limitBytes * 0.9 || file.usedAtMs > newestMs - HOUR_MS) return;
    await rm(file.path, { force: true });
    bytes -= file.bytes;
  }
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
