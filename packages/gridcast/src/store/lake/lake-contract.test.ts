import { createHash } from 'node:crypto';
import { readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Store } from '../store.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import type { StoredObject } from './lake.ts';

/** Every lake keeps this contract; another driver is one more line. */
const lakes: readonly [name: string, open: () => Promise<Store>][] = [['a folder', openTestStore]];

async function listed(store: Store): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of store.lake.list()) objects.push(object);
  return objects.sort((a, b) => (a.key < b.key ? -1 : 1));
}

describe.each(lakes)('the lake in %s', (_, open) => {
  test('names an object by the hash of its bytes and gives them back', async () => {
    await using store = await open();
    const sha256 = createHash('sha256').update('hello').digest('hex');
    const object = await store.lake.putBytes('raw', 'json.gz', 'hello');
    expect(object).toEqual({ key: `raw/${sha256.slice(0, 2)}/${sha256}.json.gz`, sha256, bytes: 5 });
    expect((await store.lake.read(object.key)).toString()).toBe('hello');
    expect(await readFile(await store.lake.localPath(object.key), 'utf8')).toBe('hello');
    expect(await store.lake.has(object.key)).toBe(true);
  });

  test.each([
    ['nothing at all', Buffer.alloc(0)],
    ['more than one chunk', Buffer.alloc(200_000, 'ab')],
    ['bytes that are no text', Buffer.from([0, 255, 128, 10, 13])],
  ])('keeps %s as it is', async (_, content) => {
    await using store = await open();
    const { key, bytes } = await store.lake.putBytes('raw', 'bin', content);
    expect(bytes).toBe(content.length);
    expect((await store.lake.read(key)).equals(content)).toBe(true);
  });

  test('equal content, from bytes or from a file, is one object; nothing stays in scratch', async () => {
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

  test('a removed object is missing, and may be removed again', async () => {
    await using store = await open();
    const { key } = await store.lake.putBytes('raw', 'txt', 'x');
    await store.lake.remove(key);
    await store.lake.remove(key);
    expect(await store.lake.has(key)).toBe(false);
    for (const read of [() => store.lake.read(key), () => store.lake.localPath(key)]) {
      await expect(read()).rejects.toMatchObject({ code: 'STORE_OBJECT_MISSING', details: { key } });
    }
  });

  test.each([
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

  test('refuses an extension that would leave the folder', async () => {
    await using store = await open();
    await expect(store.lake.putBytes('raw', '../../x', 'x')).rejects.toMatchObject({
      code: 'STORE_KEY_INVALID',
    });
  });
});

describe('the lake in a folder', () => {
  test('tells altered and torn objects, and putting the content again mends them', async () => {
    await using store = await openTestStore();
    const { key } = await store.lake.putBytes('raw', 'txt', 'hello');
    const path = join(store.home, 'lake', key);
    for (const damage of [() => writeFile(path, 'hellO'), () => truncate(path, 2)]) {
      await damage();
      await expect(store.lake.read(key)).rejects.toThrow(/does not have the content of its name/u);
      await store.lake.putBytes('raw', 'txt', 'hello');
      expect((await store.lake.read(key)).toString()).toBe('hello');
    }
  });

  test('does not take a link out of the lake for its object', async () => {
    await using store = await openTestStore();
    const { key } = await store.lake.putBytes('raw', 'txt', 'hello');
    await store.lake.remove(key);
    await symlink('/etc/hostname', join(store.home, 'lake', key));
    await expect(store.lake.read(key)).rejects.toMatchObject({ code: 'STORE_OBJECT_ALTERED' });
  });
});
