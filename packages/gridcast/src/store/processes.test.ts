import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findStep } from './catalogue/runs.ts';
import { openStore } from './open-store.ts';
import { snapshotFiles } from './snapshots/snapshots.ts';
import type { Store } from './store.ts';
import { runWriter } from './testing/run-writer.ts';

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gridcast-processes-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const ROWS = { firstHour: 1000, hours: 5, times: 1 };

/** Whether the writer's work is published; throws where it is half there. */
async function isPublished(store: Store): Promise<boolean> {
  const files = await snapshotFiles(store.catalogue, { dataset: 'observations' });
  for (const file of files) await store.lake.read(file.object_key);
  const step = await findStep(store.catalogue, 'run-1000', 'collect');
  expect(files.length === 1).toBe(step !== undefined);
  return step !== undefined;
}

describe('a writer that is killed', () => {
  test('leaves the old state or the new one at every write point, and a second run ends the work', async () => {
    await inFolder(async (folder) => {
      const published: boolean[] = [];
      for (let killAt = 1; ; killAt++) {
        const home = join(folder, String(killAt));
        const first = await runWriter({ home, killAt, ...ROWS });
        if (first.signal === null) {
          expect(first.exitCode, first.stderr).toBe(0);
          break;
        }
        expect(first.signal).toBe('SIGKILL');
        {
          await using store = await openStore({ home });
          published.push(await isPublished(store));
        }
        const second = await runWriter({ home, ...ROWS });
        expect(second.exitCode, second.stderr).toBe(0);
        await using store = await openStore({ home, readOnly: true });
        expect(await isPublished(store)).toBe(true);
      }
      // Before and after: the migration's commit, the rename of the one object, the commit that publishes it.
      expect(published).toEqual([false, false, false, false, false, true]);
    });
  });
});

describe('several writers at once', () => {
  test('lose nothing in one fresh home: 4 processes with 5 snapshots each', async () => {
    await inFolder(async (home) => {
      const writers = [0, 1, 2, 3].map((n) =>
        runWriter({ home, firstHour: 1000 + 100 * n, hours: 4, times: 5 }),
      );
      for (const { exitCode, stderr } of await Promise.all(writers)) expect(exitCode, stderr).toBe(0);
      await using store = await openStore({ home, readOnly: true });
      const files = await snapshotFiles(store.catalogue, { dataset: 'observations' });
      expect(files.map((file) => file.min_hour).sort((a, b) => a - b)).toEqual(
        [0, 1, 2, 3].flatMap((n) => [0, 1, 2, 3, 4].map((i) => 1000 + 100 * n + 4 * i)),
      );
      expect(files.map((file) => file.added_in)).toEqual(files.map((_, i) => i + 1));
      for (const file of files) await store.lake.read(file.object_key);
    });
  });
});

describe('a full disk', () => {
  test('is said, and leaves what was published before', async () => {
    await inFolder(async (folder) => {
      const home = join(folder, 'home');
      await mkdir(home);
      await runWriter({ home, ...ROWS });
      // 40,000 hashes need some 300 KiB; the catalogue's files stay below the limit.
      const writer = await runWriter(
        { home, firstHour: 2000, hours: 40_000, times: 1 },
        { fileSizeKiB: 200 },
      );
      expect(writer.exitCode).not.toBe(0);
      expect(writer.stderr).toMatch(/STORE_DISK_FULL/u);
      expect(writer.stderr).toMatch(/No space was left on the disk of .* Nothing was published/u);
      await using store = await openStore({ home, readOnly: true });
      expect(await isPublished(store)).toBe(true);
      expect(await findStep(store.catalogue, 'run-2000', 'collect')).toBeUndefined();
    });
  });
});
