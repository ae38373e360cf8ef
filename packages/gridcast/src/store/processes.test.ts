import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test as everyTest, vi } from 'vitest';
import { findStep } from './catalogue/runs.ts';
import { openStore } from './open-store.ts';
import { snapshotFiles } from './snapshots/snapshots.ts';
import type { Store, StoreSettings } from './store.ts';
import {
  bucketServersRemedy,
  findProgram,
  s3Environment,
  startS3Server,
  versityGateway,
  type BucketServer,
} from './testing/bucket-servers.ts';
import {
  findPostgres,
  postgresRemedy,
  startPostgres,
  type PostgresServer,
} from './testing/postgres-server.ts';
import { runWriter } from './testing/run-writer.ts';

for (const [name, value] of Object.entries(s3Environment)) vi.stubEnv(name, value);

const hasServers = findPostgres() !== undefined && findProgram(versityGateway) !== undefined;
const remedy = hasServers ? '' : ` ${postgresRemedy}; ${bucketServersRemedy}`;

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

describe.each([
  ['in a folder', { isThere: true, onServers: false, times: 12 }],
  [`on S3 and PostgreSQL${remedy}`, { isThere: hasServers, onServers: true, times: 12 }],
] as const)('processes at one store %s', (_, { isThere, onServers, times }) => {
  const test = isThere ? everyTest : everyTest.skip;
  let postgres: PostgresServer | undefined;
  let bucket: BucketServer | undefined;

  beforeAll(async () => {
    if (!onServers || !isThere) return;
    [postgres, bucket] = await Promise.all([startPostgres(), startS3Server()]);
  });

  afterAll(async () => {
    await Promise.all([postgres?.[Symbol.asyncDispose](), bucket?.[Symbol.asyncDispose]()]);
  });

  /** Settings of a fresh store; on servers each process has a home of its own. */
  async function freshStore(folder: string): Promise<(n: number) => StoreSettings> {
    if (postgres === undefined || bucket === undefined) return () => ({ home: folder });
    const catalogue = await postgres.createDatabase();
    const lake = `${bucket.lake}/${catalogue.split('/').at(-1)}`;
    return (n) => ({ home: join(folder, `machine-${n}`), lake, lakeEndpoint: bucket?.endpoint, catalogue });
  }

  test('a writer that is killed leaves the old state or the new one, and a second run ends the work', async () => {
    await inFolder(async (folder) => {
      const published: boolean[] = [];
      for (let killAt = 1; ; killAt++) {
        const machine = await freshStore(join(folder, String(killAt)));
        const first = await runWriter({ store: machine(0), killAt, ...ROWS });
        if (first.signal === null) {
          expect(first.exitCode, first.stderr).toBe(0);
          break;
        }
        expect(first.signal).toBe('SIGKILL');
        {
          await using store = await openStore(machine(1));
          published.push(await isPublished(store));
        }
        const second = await runWriter({ store: machine(0), ...ROWS });
        expect(second.exitCode, second.stderr).toBe(0);
        await using store = await openStore({ ...machine(1), readOnly: true });
        expect(await isPublished(store)).toBe(true);
      }
      // Before and after: the migration's commit, the rename (and the upload) of the one object, the commit that publishes it.
      const early = onServers ? 7 : 5;
      expect(published).toEqual([...Array.from({ length: early }, () => false), true]);
    });
  }, 180_000);

  test(`4 writers at once lose nothing: ${times} snapshots each`, async () => {
    await inFolder(async (folder) => {
      const machine = await freshStore(folder);
      const writers = [0, 1, 2, 3].map((n) =>
        runWriter({ store: machine(n), firstHour: 1000 + 100 * n, hours: 4, times }),
      );
      for (const { exitCode, stderr } of await Promise.all(writers)) expect(exitCode, stderr).toBe(0);
      await using store = await openStore({ ...machine(4), readOnly: true });
      const files = await snapshotFiles(store.catalogue, { dataset: 'observations' });
      const numbers = Array.from({ length: times }, (_, i) => i);
      expect(files.map((file) => file.min_hour).sort((a, b) => a - b)).toEqual(
        [0, 1, 2, 3].flatMap((n) => numbers.map((i) => 1000 + 100 * n + 4 * i)),
      );
      expect(files.map((file) => file.added_in)).toEqual(files.map((_, i) => i + 1));
      for (const file of files) await store.lake.read(file.object_key);
    });
  }, 180_000);
});

describe('a full disk', () => {
  everyTest('is said, and leaves what was published before', async () => {
    await inFolder(async (folder) => {
      const store = { home: join(folder, 'home') };
      await mkdir(store.home);
      await runWriter({ store, ...ROWS });
      // 40,000 hashes need some 300 KiB; the catalogue's files stay below the limit.
      const writer = await runWriter(
        { store, firstHour: 2000, hours: 40_000, times: 1 },
        { fileSizeKiB: 200 },
      );
      expect(writer.exitCode).not.toBe(0);
      expect(writer.stderr).toMatch(/STORE_DISK_FULL/u);
      expect(writer.stderr).toMatch(/No space was left on the disk of .* Nothing was published/u);
      await using opened = await openStore({ ...store, readOnly: true });
      expect(await isPublished(opened)).toBe(true);
      expect(await findStep(opened.catalogue, 'run-2000', 'collect')).toBeUndefined();
    });
  });
});
