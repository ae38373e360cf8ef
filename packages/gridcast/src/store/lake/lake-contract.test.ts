import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Store } from '../store.ts';
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
import { openTestStore } from '../testing/open-test-store.ts';
import { openBucket } from './buckets.ts';
import { parseLakePlace } from './lake-place.ts';
import type { StoredObject } from './lake.ts';

/** How a kind of lake is had. */
interface LakeUnderTest {
  readonly isThere: boolean;
  readonly start?: () => Promise<BucketServer>;
}

/** Every lake keeps this contract; another driver is one more line. */
const lakes: readonly [name: string, lake: LakeUnderTest][] = [
  ['a folder', { isThere: true }],
  ['Google Cloud Storage', { isThere: findProgram(fakeGcsServer) !== undefined, start: startGcsServer }],
  ['S3', { isThere: findProgram(versityGateway) !== undefined, start: startS3Server }],
];

async function listed(store: Store): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of store.lake.list()) objects.push(object);
  return objects.sort((a, b) => (a.key < b.key ? -1 : 1));
}

for (const [name, value] of Object.entries(s3Environment)) vi.stubEnv(name, value);

describe.each(
  lakes.map(
    ([name, lake]) => [`the lake in ${name}${lake.isThere ? '' : ` ${bucketServersRemedy}`}`, lake] as const,
  ),
)('%s', (_, { isThere, start }) => {
  let server: BucketServer | undefined;
  let prefixes = 0;

  beforeAll(async () => {
    if (isThere) server = await start?.();
  });

  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
  });

  /** A fresh lake; the same prefix again is the same lake seen by another machine. */
  function open(prefix = `home-${(prefixes += 1)}/lake`): Promise<Store> {
    return openTestStore(
      server === undefined ? {} : { lake: `${server.lake}/${prefix}`, lakeEndpoint: server.endpoint },
    );
  }

  /** Puts other bytes under a key behind the lake's back, and forgets what is cached. */
  async function spoil(store: Store, key: string, content: string): Promise<void> {
    if (server === undefined) return writeFile(join(store.home, 'lake', key), content);
    const place = parseLakePlace(store.lake.name.split(' ')[0] ?? '', server.endpoint);
    if (place === undefined) throw new Error(store.lake.name);
    const { disk } = await openBucket(place);
    await disk.put(place.prefix + key, content);
    await rm(join(store.home, 'cache', key), { force: true });
  }

  const it = isThere ? test : test.skip;

  it('names an object by the hash of its bytes and gives them back', async () => {
    await using store = await open();
    const sha256 = createHash('sha256').update('hello').digest('hex');
    const object = await store.lake.putBytes('raw', 'json.gz', 'hello');
    expect(object).toEqual({ key: `raw/${sha256.slice(0, 2)}/${sha256}.json.gz`, sha256, bytes: 5 });
    expect((await store.lake.read(object.key)).toString()).toBe('hello');
    expect(await readFile(await store.lake.localPath(object.key), 'utf8')).toBe('hello');
    expect(await store.lake.has(object.key)).toBe(true);
  });

  it.each([
    ['nothing at all', Buffer.alloc(0)],
    ['more than one chunk', Buffer.alloc(200_000, 'ab')],
    ['bytes that are no text', Buffer.from([0, 255, 128, 10, 13])],
  ])('keeps %s as it is', async (_, content) => {
    await using store = await open();
    const { key, bytes } = await store.lake.putBytes('raw', 'bin', content);
    expect(bytes).toBe(content.length);
    expect((await store.lake.read(key)).equals(content)).toBe(true);
  });

  it('equal content, from bytes or from a file, is one object; nothing stays in scratch', async () => {
    await using store = await open();
    const first = await store.lake.putBytes('models', 'json', '{}');
    const path = store.lake.scratchPath('json');
    await writeFile(path, '{}');
    expect(await store.lake.putFile('models', 'json', path)).toEqual(first);
    expect(await store.lake.putBytes('models', 'json', '{}')).toEqual(first);
    expect((await listed(store)).map(({ key, bytes }) => ({ key, bytes }))).toEqual([
      { key: first.key, bytes: 2 },
    ]);
    expect(await readdir(join(store.home, 'scratch'))).toEqual([]);
  });

  it('a removed object is missing, and may be removed again', async () => {
    await using store = await open();
    const { key } = await store.lake.putBytes('raw', 'txt', 'x');
    await store.lake.remove(key);
    await store.lake.remove(key);
    expect(await store.lake.has(key)).toBe(false);
    for (const read of [() => store.lake.read(key), () => store.lake.localPath(key)]) {
      await expect(read()).rejects.toMatchObject({ code: 'STORE_OBJECT_MISSING', details: { key } });
    }
  });

  it.each([
    '../catalogue.sqlite',
    '/etc/passwd',
    'raw/../../secret',
    `raw/aa/../${'a'.repeat(64)}.txt`,
    `raw/ab/${'a'.repeat(64)}.txt`,
    `raw/aa/${'a'.repeat(64)}`,
    `raw/aa/${'a'.repeat(64)}.txt\n`,
    '',
  ])('refuses the key %j', async (key) => {
    await using store = await open();
    const { lake } = store;
    for (const use of [
      () => lake.read(key),
      () => lake.localPath(key),
      () => lake.has(key),
      () => lake.remove(key),
    ]) {
      await expect(use()).rejects.toMatchObject({ code: 'STORE_KEY_INVALID' });
    }
  });

  it('refuses an extension that would leave the folder', async () => {
    await using store = await open();
    await expect(store.lake.putBytes('raw', '../../x', 'x')).rejects.toMatchObject({
      code: 'STORE_KEY_INVALID',
    });
  });

  it('tells an object that was changed behind its back, and putting the content again mends it', async () => {
    await using store = await open();
    const { key } = await store.lake.putBytes('raw', 'txt', 'hello');
    for (const damage of ['hellO', 'he']) {
      await spoil(store, key, damage);
      expect(await store.lake.isWhole(key)).toBe(false);
      for (const read of [() => store.lake.read(key), () => store.lake.localPath(key)]) {
        await expect(read()).rejects.toMatchObject({ code: 'STORE_OBJECT_ALTERED', details: { key } });
      }
      await store.lake.putBytes('raw', 'txt', 'hello');
      expect(await store.lake.isWhole(key)).toBe(true);
      expect((await store.lake.read(key)).toString()).toBe('hello');
    }
  });

  it('takes a big file as a stream, and gives it back whole', async () => {
    await using store = await open();
    const path = store.lake.scratchPath('bin');
    const block = Buffer.alloc(1 << 20, 'gridcast');
    await writeFile(
      path,
      Array.from({ length: 96 }, () => block),
    );
    const before = process.memoryUsage().arrayBuffers;
    const { key, bytes } = await store.lake.putFile('models', 'bin', path);
    expect(bytes).toBe(96 << 20);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 << 20);
    expect(await store.lake.isWhole(key)).toBe(true);
  });

  it('lists more objects than one page holds, each once', async () => {
    await using store = await open();
    const keys: string[] = [];
    for (let from = 0; from < 1050; from += 50) {
      const numbers = Array.from({ length: 50 }, (_, i) => from + i);
      const put = await Promise.all(numbers.map((n) => store.lake.putBytes('errors', 'txt', String(n))));
      keys.push(...put.map((object) => object.key));
    }
    expect((await listed(store)).map((object) => object.key)).toEqual(keys.sort());
  });

  it('answers when it is asked whether it is there', async () => {
    await using store = await open();
    await store.lake.reach();
  });
});

describe('the lake in a folder', () => {
  test('does not take a link out of the lake for its object', async () => {
    await using store = await openTestStore();
    const { key } = await store.lake.putBytes('raw', 'txt', 'hello');
    await store.lake.remove(key);
    await symlink('/etc/hostname', join(store.home, 'lake', key));
    await expect(store.lake.read(key)).rejects.toMatchObject({ code: 'STORE_OBJECT_ALTERED' });
  });

  test('tells a torn object, passes over files that are not its own, and says when it is gone', async () => {
    await using store = await openTestStore();
    const { key } = await store.lake.putBytes('raw', 'txt', 'hello');
    await truncate(join(store.home, 'lake', key), 2);
    await expect(store.lake.read(key)).rejects.toThrow(/does not have the content of its name/u);
    await mkdir(join(store.home, 'lake', 'notes'));
    await writeFile(join(store.home, 'lake', 'notes', 'Thumbs.db'), '');
    expect((await listed(store)).map((object) => object.key)).toEqual([key]);
    await rm(join(store.home, 'lake'), { recursive: true });
    await expect(store.lake.reach()).rejects.toMatchObject({ code: 'STORE_LAKE_FAILED' });
  });
});
