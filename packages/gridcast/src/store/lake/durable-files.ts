/** Files that survive a crash: written whole, synced, and moved into place. */
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writePoint } from '../write-points.ts';

/** Writes a new file and syncs it. */
export async function writeSynced(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Syncs a file or a folder that exists. */
export async function syncPath(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Moves a synced file to its final place on the same file system; after it returns the move survives a power cut. */
export async function moveDurably(from: string, to: string): Promise<void> {
  const folder = dirname(to);
  const firstMade = await mkdir(folder, { recursive: true });
  writePoint('lake rename, before');
  await rename(from, to);
  await syncPath(folder);
  if (firstMade !== undefined) await syncUpTo(folder, dirname(firstMade));
  writePoint('lake rename, after');
}

async function syncUpTo(folder: string, top: string): Promise<void> {
  for (let at = dirname(folder); at.length >= top.length; at = dirname(at)) {
    await syncPath(at);
    if (at === dirname(at)) return;
  }
}
