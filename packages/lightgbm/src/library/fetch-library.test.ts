import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LightGbmUnavailableError } from '../errors.ts';
import { fetchLibrary } from './fetch-library.ts';
import { getLibrary } from './find-library.ts';
import { currentPlatform, pinnedLibraries } from './pinned-library.ts';

const platform = currentPlatform();
let folder: string;
const searchPath = process.env['PATH'];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lightgbm-fetch-'));
});

afterEach(() => {
  process.env['PATH'] = searchPath;
  rmSync(folder, { recursive: true });
});

describe.skipIf(platform === undefined)('fetchLibrary', () => {
  const fetching = platform ?? 'linux-x64';

  test('fetches nothing when the right bytes are there', async () => {
    const target = path.join(folder, pinnedLibraries[fetching].fileName);
    copyFileSync(getLibrary(), target);
    process.env['PATH'] = folder; // No Python there, so a fetch would fail.
    expect(await fetchLibrary(fetching, target)).toBe('present');
  });

  test('says so when there is no Python, and leaves nothing behind', async () => {
    process.env['PATH'] = folder;
    const target = path.join(folder, 'new', 'library.so');
    const attempt = fetchLibrary(fetching, target);
    await expect(attempt).rejects.toBeInstanceOf(LightGbmUnavailableError);
    await expect(attempt).rejects.toThrow(/python3 was not found\. Install python3 with pip/);
    expect(existsSync(target)).toBe(false);
    expect(readdirSync(path.dirname(target))).toEqual([]);
  });

  test('refuses a wheel with other bytes than pinned', async () => {
    const python = path.join(folder, 'python3');
    const script = 'while [ "$1" != --dest ]; do shift; done; echo other > "$2/lightgbm.whl"';
    writeFileSync(python, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    process.env['PATH'] = folder;
    const target = path.join(folder, 'new', 'library.so');
    await expect(fetchLibrary(fetching, target)).rejects.toThrow(/lightgbm\.whl has sha256 .* is pinned/);
    expect(readdirSync(path.dirname(target))).toEqual([]);
  });
});
