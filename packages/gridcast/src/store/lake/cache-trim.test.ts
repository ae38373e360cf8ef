import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesToDrop, trimCache, type CachedFile } from './cache-trim.ts';

const MINUTE_MS = 60_000;

function file(path: string, bytes: number, minutesAgo: number): CachedFile {
  return { path, bytes, usedAtMs: 1e12 - minutesAgo * MINUTE_MS };
}

describe('filesToDrop', () => {
  const files = [file('new', 30, 0), file('old', 40, 200), file('oldest', 20, 300), file('recent', 30, 59)];

  test.each([
    ['nothing within the size', 120, []],
    ['what was used longest ago, down to nine tenths', 119, ['oldest']],
    ['more of it', 100, ['oldest', 'old']],
    ['nothing of the last hour, whatever the size', 1, ['oldest', 'old']],
  ])('names %s', (_, limit, dropped) => {
    expect(filesToDrop(files, limit).map(({ path }) => path)).toEqual(dropped);
  });
});

describe('trimCache', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gridcast-cache-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('leaves what is in use, in folders of any depth', async () => {
    await mkdir(join(folder, 'raw', 'ab'), { recursive: true });
    await writeFile(join(folder, 'raw', 'ab', 'one'), 'x'.repeat(100));
    await trimCache(folder, 1);
    expect(await readdir(join(folder, 'raw', 'ab'))).toEqual(['one']);
  });
});
