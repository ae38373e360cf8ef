/** Backups between the places that a store may be in: each can be restored into each. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test as everyTest, vi } from 'vitest';
import { findSetting, setSetting } from '../catalogue/settings.ts';
import { putModel, setAlias } from '../catalogue/models.ts';
import { openStore } from '../open-store.ts';
import { publishFiles, snapshotFiles } from '../snapshots/snapshots.ts';
import { collectGarbage } from '../snapshots/garbage.ts';
import type { Store, StoreSettings } from '../store.ts';
import {
  bucketServersRemedy,
  fakeGcsServer,
  findProgram,
  s3Environment,
  startGcsServer,
  startS3Server,
  versityGateway,
  type BucketServer,
} from '../testing/bucket-servers.ts';
import {
  findPostgres,
  postgresRemedy,
  startPostgres,
  type PostgresServer,
} from '../testing/postgres-server.ts';
import { backUpStore, restoreStore } from './backup.ts';

for (const [name, value] of Object.entries(s3Environment)) vi.stubEnv(name, value);

const programs = [findPostgres(), findProgram(fakeGcsServer), findProgram(versityGateway)];
const isThere = programs.every((program) => program !== undefined);

describe(`backups between servers${isThere ? '' : ` ${postgresRemedy}; ${bucketServersRemedy}`}`, () => {
  const test = isThere ? everyTest : everyTest.skip;
  let root: string;
  let postgres: PostgresServer;
  let buckets: readonly BucketServer[];

  beforeAll(async () => {
    if (!isThere) return;
    root = await mkdtemp(join(tmpdir(), 'gridcast-backups-'));
    postgres = await startPostgres();
    buckets = [await startGcsServer(), await startS3Server()];
  });

  afterAll(async () => {
    await postgres?.[Symbol.asyncDispose]();
    for (const bucket of buckets ?? []) await bucket[Symbol.asyncDispose]();
    if (isThere) await rm(root, { recursive: true, force: true });
  });

  /** Settings of a store on servers; the name is its prefix in the bucket. */
  async function onServers(bucket: 0 | 1, name: string): Promise<StoreSettings> {
    const { lake, endpoint } = buckets[bucket] as BucketServer;
    const catalogue = await postgres.createDatabase();
    return { home: join(root, name), lake: `${lake}/${name}`, lakeEndpoint: endpoint, catalogue };
  }

  async function publish(store: Store, hours: readonly number[]): Promise<void> {
    for (const hour of hours) {
      const { key } = await store.lake.putBytes('features', 'json', `content of ${hour}`);
      const file = { objectKey: key, rows: 1, minHour: hour, maxHour: hour };
      await store.catalogue
        .transaction()
        .execute((trx) => publishFiles(trx, { dataset: 'features', add: [file], asOf: hour, runId: 'r' }));
    }
  }

  /** What a reader of the latest snapshot sees. */
  async function published(settings: StoreSettings): Promise<string[]> {
    await using store = await openStore({ ...settings, readOnly: true });
    const files = await snapshotFiles(store.catalogue, { dataset: 'features' });
    const texts: string[] = [];
    for (const file of files) texts.push((await store.lake.read(file.object_key)).toString());
    return texts;
  }

  test('a store moves from Google Cloud and PostgreSQL to S3 and another database, and to a folder', async () => {
    const from = await onServers(0, 'from');
    const many = Array.from({ length: 1201 }, (_, i) => [`setting ${i}`, `value ${i}`] as const);
    {
      await using store = await openStore(from);
      await publish(store, [1, 2, 3]);
      const model = {
        object_key: 'k',
        training_sha256: null,
        delay_hours: 0,
        code_version: '1',
        details: '{}',
        run_id: 'r',
      };
      await store.catalogue.transaction().execute(async (trx) => {
        for (const [name, value] of many) await setSetting(trx, name, value);
        await putModel(trx, { ...model, version: 'a', trained_as_of: 1 });
        await setAlias(trx, { alias: 'champion', version: 'a', reason: 'why', asOf: 5 });
      });
      expect(await backUpStore(store, join(root, 'backup'))).toMatchObject({
        copiedObjects: 3,
        missingObjects: [],
      });
    }
    const homes = [await onServers(1, 'to'), { home: join(root, 'folder') }];
    for (const to of homes) {
      expect(await restoreStore({ ...to, folder: join(root, 'backup') })).toMatchObject({ copiedObjects: 3 });
      expect(await published(to)).toEqual([1, 2, 3].map((hour) => `content of ${hour}`));
      await using store = await openStore(to);
      expect(await findSetting(store.catalogue, 'setting 1200')).toBe('value 1200');
      // Numbering goes on where it was.
      await publish(store, [4]);
      expect((await snapshotFiles(store.catalogue, { dataset: 'features' })).at(-1)).toMatchObject({
        id: 4,
        added_in: 4,
      });
    }
  });

  test('a restore mends a bucket whose objects were lost or changed, whatever the cache holds', async () => {
    const settings = await onServers(1, 'mended');
    await using store = await openStore(settings);
    await publish(store, [1, 2]);
    const folder = join(root, 'backup-mended');
    await backUpStore(store, folder);
    const [first, second] = await snapshotFiles(store.catalogue, { dataset: 'features' });
    await using other = await openStore({ ...settings, home: join(root, 'elsewhere') });
    await other.lake.remove(first?.object_key ?? '');
    expect(await restoreStore({ ...settings, folder })).toMatchObject({
      copiedObjects: 1,
      presentObjects: 1,
    });
    expect(await other.lake.isWhole(first?.object_key ?? '')).toBe(true);
    expect(await other.lake.isWhole(second?.object_key ?? '')).toBe(true);
  });

  test('an older state comes back over a newer one only when it is asked for, and the newer one is kept', async () => {
    const settings = await onServers(0, 'replaced');
    const folder = join(root, 'backup-replaced');
    {
      await using store = await openStore(settings);
      await publish(store, [1]);
      await backUpStore(store, folder);
      await publish(store, [2]);
    }
    await restoreStore({ ...settings, folder });
    expect(await published(settings)).toEqual(['content of 1', 'content of 2']);
    await restoreStore({ ...settings, folder, replaceCatalogue: true });
    expect(await published(settings)).toEqual(['content of 1']);
    expect(await readdir(join(settings.home, 'backups'))).toEqual(['catalogue-replaced.sqlite']);
  });

  test('garbage collection removes from the bucket what nothing names, and nothing else', async () => {
    const settings = await onServers(0, 'swept');
    await using store = await openStore(settings);
    await publish(store, [1, 2]);
    const { key } = await store.lake.putBytes('features', 'json', 'of a step that was never committed');
    const later = Date.now() + 2 * 86_400_000;
    const swept = { objects: [expect.objectContaining({ key, bytes: 34 })], keptObjects: 2 };
    expect(await collectGarbage(store, { nowMs: Date.now(), dryRun: false })).toMatchObject({
      objects: [],
      keptObjects: 3,
    });
    expect(await collectGarbage(store, { nowMs: later, dryRun: true })).toMatchObject(swept);
    expect(await collectGarbage(store, { nowMs: later, dryRun: false })).toMatchObject(swept);
    expect(await store.lake.has(key)).toBe(false);
    expect(await published({ ...settings, home: join(root, 'swept-elsewhere') })).toEqual([
      'content of 1',
      'content of 2',
    ]);
  });
});
