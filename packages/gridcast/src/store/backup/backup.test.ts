import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../open-store.ts';
import { publishFiles, snapshotFiles } from '../snapshots/snapshots.ts';
import type { Store } from '../store.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { backUpStore, restoreStore } from './backup.ts';

async function publish(store: Store, content: string): Promise<string> {
  const { key } = await store.lake.putBytes('features', 'json', content);
  const file = { objectKey: key, rows: 1, minHour: 1, maxHour: 1 };
  await store.catalogue
    .transaction()
    .execute((trx) => publishFiles(trx, { dataset: 'features', add: [file], asOf: 1, runId: 'r' }));
  return key;
}

async function published(home: string): Promise<string[]> {
  await using store = await openStore({ home });
  const files = await snapshotFiles(store.catalogue, { dataset: 'features' });
  const texts: string[] = [];
  for (const file of files) texts.push((await store.lake.read(file.object_key)).toString());
  return texts;
}

test('a home comes back from its backup: whole, or only what was damaged', async () => {
  const root = await mkdtemp(join(tmpdir(), 'gridcast-backup-'));
  const folder = join(root, 'backup');
  await using store = await openTestStore();
  const first = await publish(store, 'one');
  expect(await backUpStore(store, folder)).toEqual({
    copiedObjects: 1,
    presentObjects: 0,
    missingObjects: [],
  });
  const second = await publish(store, 'two');
  expect(await backUpStore(store, folder)).toEqual({
    copiedObjects: 1,
    presentObjects: 1,
    missingObjects: [],
  });

  const home = join(root, 'fresh');
  await restoreStore({ folder, home });
  expect(await published(home)).toEqual(['one', 'two']);

  await writeFile(join(home, 'lake', first), 'spoilt');
  await rm(join(home, 'lake', second));
  expect(await restoreStore({ folder, home })).toMatchObject({ copiedObjects: 2, presentObjects: 0 });
  expect(await published(home)).toEqual(['one', 'two']);

  {
    await using changed = await openStore({ home });
    await publish(changed, 'three');
  }
  await restoreStore({ folder, home });
  expect(await published(home)).toEqual(['one', 'two', 'three']);
  await restoreStore({ folder, home, replaceCatalogue: true });
  expect(await published(home)).toEqual(['one', 'two']);
  expect(await readdir(join(home, 'backups'))).toContain('catalogue-replaced.sqlite');
  await rm(root, { recursive: true });
});

test('a backup says what it could not copy, and a folder without one cannot be restored', async () => {
  const root = await mkdtemp(join(tmpdir(), 'gridcast-backup-'));
  await using store = await openTestStore();
  const key = await publish(store, 'one');
  await store.lake.remove(key);
  expect(await backUpStore(store, join(root, 'b'))).toMatchObject({
    copiedObjects: 0,
    missingObjects: [key],
  });
  await expect(restoreStore({ folder: join(root, 'none'), home: join(root, 'home') })).rejects.toMatchObject({
    code: 'STORE_HOME_MISSING',
  });
  await rm(root, { recursive: true });
});
