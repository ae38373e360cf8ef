import { readdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';
import {
  bucketServersRemedy,
  fakeGcsServer,
  findProgram,
  S3_SECRET,
  s3Environment,
  startGcsServer,
  startS3Server,
  versityGateway,
  type BucketServer,
} from '../testing/bucket-servers.ts';
import { startFaultyProxy, type Fault, type FaultyProxy } from '../testing/faulty-proxy.ts';
import { freePort } from '../testing/free-port.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { openBucketLake } from './bucket-lake.ts';
import { nameOfPlace, parseLakePlace } from './lake-place.ts';

for (const [name, value] of Object.entries(s3Environment)) vi.stubEnv(name, value);

const services = [
  ['Google Cloud Storage', fakeGcsServer, startGcsServer],
  ['S3', versityGateway, startS3Server],
] as const;

describe.each(
  services.map(([name, program, start]) => {
    const isThere = findProgram(program) !== undefined;
    return [`a bucket of ${name}${isThere ? '' : ` ${bucketServersRemedy}`}`, { isThere, start }] as const;
  }),
)('%s', (_, { isThere, start }) => {
  const it = isThere ? test : test.skip;
  let server: BucketServer;
  let proxy: FaultyProxy;
  let prefixes = 0;

  beforeAll(async () => {
    if (!isThere) return;
    server = await start();
    proxy = await startFaultyProxy(server.endpoint);
  });

  afterAll(async () => {
    await proxy?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  function open(prefix = `p${(prefixes += 1)}`): Promise<Store> {
    return openTestStore({ lake: `${server.lake}/${prefix}`, lakeEndpoint: proxy.endpoint });
  }

  const content = Buffer.alloc(3 << 20, 'a half is not a whole ');

  it.each<Fault>(['busy', 'reset', 'cut upload'])(
    'an upload goes through after "%s", twice',
    async (fault) => {
      await using store = await open();
      proxy.faults.push(fault, fault);
      const { key } = await store.lake.putBytes('raw', 'bin', content);
      expect(proxy.faults).toEqual([]);
      expect(await store.lake.isWhole(key)).toBe(true);
    },
  );

  it.each<Fault>(['busy', 'reset', 'cut download'])(
    'a download goes through after "%s", twice',
    async (fault) => {
      await using store = await open();
      const { key } = await store.lake.putBytes('raw', 'bin', content);
      const place = parseLakePlace(`${server.lake}/p${prefixes}`, proxy.endpoint);
      if (place === undefined) throw new Error('no bucket');
      const folders = { root: join(store.home, 'other-cache'), scratch: join(store.home, 'scratch') };
      const other = openBucketLake({ place, folders, cacheBytes: 1 << 30, stallMs: 1000 });
      proxy.faults.push(fault, fault);
      expect((await other.read(key)).equals(content)).toBe(true);
      expect(proxy.faults).toEqual([]);
      expect(await readdir(folders.scratch)).toEqual([]);
    },
  );

  it('an upload that breaks every time is never seen, and says where and why', async () => {
    await using store = await open();
    proxy.faults.push(...Array.from({ length: 5 }, () => 'cut upload' as const));
    await expect(store.lake.putBytes('raw', 'bin', content)).rejects.toMatchObject({
      code: 'STORE_LAKE_FAILED',
      message: expect.stringContaining(
        `${server.lake}/p${prefixes} at ${proxy.endpoint} failed while writing raw/`,
      ) as string,
    });
    expect(proxy.faults).toEqual([]);
    for await (const object of store.lake.list()) expect.fail(`${object.key} is half there`);
  });

  it('what one home writes another reads, once over the wire', async () => {
    await using writer = await open('shared');
    await using reader = await open('shared');
    const { key } = await writer.lake.putBytes('models', 'bin', content);
    expect((await reader.lake.read(key)).equals(content)).toBe(true);
    const asked = proxy.seen.length;
    const path = await reader.lake.localPath(key);
    expect((await reader.lake.read(key)).equals(content)).toBe(true);
    expect(proxy.seen.length).toBe(asked);
    await truncate(path, 5);
    expect((await reader.lake.read(key)).equals(content)).toBe(true);
    await rm(path);
    expect((await stat(await reader.lake.localPath(key))).size).toBe(content.length);
  });

  it('says which bucket is not there', async () => {
    await using store = await openTestStore({ lake: `${server.lake}-none/p`, lakeEndpoint: server.endpoint });
    for (const use of [() => store.lake.reach(), () => store.lake.putBytes('raw', 'txt', 'x')]) {
      await expect(use()).rejects.toMatchObject({
        code: 'STORE_LAKE_FAILED',
        message: expect.stringMatching(/gridcast-test-none.*404/u) as string,
      });
    }
  });
});

describe('a bucket that does not answer', () => {
  test.each(['gs', 's3'])('is named by %s with its host, and no secret', async (scheme) => {
    const lakeEndpoint = `http://127.0.0.1:${await freePort()}`;
    await using store = await openTestStore({ lake: `${scheme}://bucket/prefix`, lakeEndpoint });
    const refused = store.lake.putBytes('raw', 'txt', 'x');
    await expect(refused).rejects.toThrow(`${scheme}://bucket/prefix at ${lakeEndpoint}`);
    await expect(refused).rejects.toThrow(/ECONNREFUSED/u);
    await expect(refused).rejects.not.toThrow(S3_SECRET);
  });
});

describe('parseLakePlace', () => {
  test.each([
    ['gs://bucket', 'gs://bucket'],
    ['s3://my.bucket-1/', 's3://my.bucket-1'],
    ['s3://bucket/team/grid_cast-1/v1.2', 's3://bucket/team/grid_cast-1/v1.2'],
  ])('reads %s', (text, name) => {
    const place = parseLakePlace(text);
    expect(place === undefined ? '' : nameOfPlace(place)).toBe(name);
  });

  test.each([
    '',
    'folder',
    'gs://',
    'gs://b',
    's3://Bucket/x',
    's3://bucket/../other',
    's3://bucket/a//b',
    's3://bucket/ü',
    's3://bucket/a b',
    'az://bucket/x',
    's3://bucket/x\n',
  ])('refuses %j', (text) => {
    expect(() => parseLakePlace(text)).toThrow(/cannot be the lake/u);
  });

  test.each(['ftp://host', 'host:9000', 'http://user:tops3cret@host:9000'])(
    'refuses the endpoint %s, and shows no password',
    (endpoint) => {
      expect(() => parseLakePlace('s3://bucket', endpoint)).toThrow(/cannot be the lake endpoint/u);
      expect(() => parseLakePlace('s3://bucket', endpoint)).not.toThrow(/tops3cret/u);
    },
  );

  test('is asked when the store is opened', async () => {
    await expect(openStore({ home: '/nowhere', lake: 'nonsense' })).rejects.toMatchObject({
      code: 'STORE_PLACE_INVALID',
    });
  });
});
