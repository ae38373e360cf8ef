/** The identity of the code that decides results. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '../core/index.ts';

const DECIDING_FOLDERS = ['core', 'collect', 'validate', 'features', 'model', 'train', 'predict', 'monitor'];

/**
 * A hash over the sources of the stages (tests left out), so that a change of code gives new run and model identities and a
 * change of the CLI or the server does not.
 */
export async function readCodeVersion(): Promise<string> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const parts = await Promise.all(DECIDING_FOLDERS.map((folder) => hashFolder(join(root, folder), folder)));
  return sha256Hex(parts.flat().join('\n')).slice(0, 16);
}

async function hashFolder(path: string, name: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const parts = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory() || isSource(entry.name))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(async (entry) => {
        const [inner, innerName] = [join(path, entry.name), `${name}/${entry.name}`];
        if (entry.isDirectory()) return hashFolder(inner, innerName);
        return [`${innerName} ${sha256Hex(await readFile(inner))}`];
      }),
  );
  return parts.flat();
}

function isSource(file: string): boolean {
  return /\.[tj]s$/.test(file) && !/\.(?:test|d)\.ts$/.test(file);
}
