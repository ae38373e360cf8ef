import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordStep } from '../catalogue/runs.ts';
import type { Store } from '../store.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { collectGarbage } from './garbage.ts';
import { undoSnapshot } from './undo.ts';
import { undoneSnapshots } from './undone.ts';
import { getSnapshot, latestSnapshotId, listSnapshots, publishFiles, snapshotFiles } from './snapshots.ts';

function publish(store: Store, add: readonly string[], remove: readonly string[] = []): Promise<number> {
  return store.catalogue.transaction().execute((trx) =>
    publishFiles(trx, {
      dataset: 'features',
      add: add.map((objectKey) => ({ objectKey, rows: 1, minHour: 1, maxHour: 2 })),
      remove,
      asOf: 3,
      runId: 'r',
    }),
  );
}

async function keysOf(store: Store, snapshotId?: number): Promise<string[]> {
  const files = await snapshotFiles(store.catalogue, { dataset: 'features', snapshotId });
  return files.map((file) => file.object_key);
}

describe('snapshots', () => {
  test('the latest is read by default, an older one by its id', async () => {
    await using store = await openTestStore();
    expect(await keysOf(store)).toEqual([]);
    expect(await latestSnapshotId(store.catalogue, 'features')).toBeUndefined();
    expect(await publish(store, ['a', 'b'])).toBe(1);
    expect(await publish(store, ['c'], ['a'])).toBe(2);
    expect(await publish(store, ['a'])).toBe(3);
    expect(await keysOf(store)).toEqual(['b', 'c', 'a']);
    expect(await keysOf(store, 2)).toEqual(['b', 'c']);
    expect(await keysOf(store, 1)).toEqual(['a', 'b']);
    expect(await getSnapshot(store.catalogue, 'features', 1)).toMatchObject({ as_of: 3, run_id: 'r' });
    expect((await listSnapshots(store.catalogue, { limit: 2 })).items.map((s) => s.id)).toEqual([3, 2]);
  });

  test('publishing what is there already makes no snapshot', async () => {
    await using store = await openTestStore();
    expect(await publish(store, ['a'])).toBe(1);
    expect(await publish(store, ['a'])).toBe(1);
    expect(await publish(store, [])).toBe(1);
    expect((await listSnapshots(store.catalogue)).total).toBe(1);
  });

  test('a first snapshot may be empty', async () => {
    await using store = await openTestStore();
    expect(await publish(store, [])).toBe(1);
    expect(await keysOf(store)).toEqual([]);
  });

  test('unknown ids and files removed by another are errors that change nothing', async () => {
    await using store = await openTestStore();
    await publish(store, ['a']);
    await expect(keysOf(store, 2)).rejects.toThrow(/no snapshot 2 of features/u);
    await expect(snapshotFiles(store.catalogue, { dataset: 'errors', snapshotId: 1 })).rejects.toMatchObject({
      code: 'STORE_SNAPSHOT_UNKNOWN',
    });
    await expect(publish(store, ['b'], ['x'])).rejects.toMatchObject({ code: 'STORE_SNAPSHOT_CONFLICT' });
    expect(await keysOf(store)).toEqual(['a']);
  });
});

describe('undoSnapshot', () => {
  const undo = (store: Store, snapshotId: number): ReturnType<typeof undoSnapshot> =>
    store.catalogue
      .transaction()
      .execute((trx) => undoSnapshot(trx, { dataset: 'features', snapshotId, asOf: 4, runId: 'u' }));

  test('brings the files of the snapshot before back, and keeps the undone one readable', async () => {
    await using store = await openTestStore();
    await publish(store, ['a', 'b']);
    await publish(store, ['merged'], ['a', 'b']);
    expect(await undo(store, 2)).toEqual({ snapshotId: 3, restored: 1, addedFiles: 2, removedFiles: 1 });
    expect(await keysOf(store)).toEqual(['a', 'b']);
    expect(await keysOf(store, 2)).toEqual(['merged']);
    expect([...(await undoneSnapshots(store.catalogue, 'features'))]).toEqual([2]);
    // undoing the undoing brings it back
    await undo(store, 3);
    expect(await keysOf(store)).toEqual(['merged']);
    expect([...(await undoneSnapshots(store.catalogue, 'features'))]).toEqual([3]);
  });

  test('empties a dataset whose first snapshot it undoes', async () => {
    await using store = await openTestStore();
    await publish(store, ['a']);
    expect(await undo(store, 1)).toMatchObject({ restored: undefined, removedFiles: 1 });
    expect(await keysOf(store)).toEqual([]);
  });

  test('refuses any but the latest, naming it', async () => {
    await using store = await openTestStore();
    await publish(store, ['a']);
    await publish(store, ['b']);
    await expect(undo(store, 1)).rejects.toMatchObject({ code: 'STORE_UNDO_NOT_LATEST' });
    await expect(undo(store, 1)).rejects.toThrow(/Undo 2 first/u);
    expect(await keysOf(store)).toEqual(['a', 'b']);
  });
});

describe('collectGarbage', () => {
  const DAY_MS = 86_400_000;
  const nowMs = Date.parse('2030-01-01T00:00:00Z');

  async function put(store: Store, content: string, ageMs: number): Promise<string> {
    const { key } = await store.lake.putBytes('features', 'json', content);
    const at = new Date(nowMs - ageMs);
    await utimes(join(store.home, 'lake', key), at, at);
    return key;
  }

  test('removes old objects that nothing names, after a dry run that only says so', async () => {
    await using store = await openTestStore();
    const removedLater = await put(store, 'in an old snapshot', 3 * DAY_MS);
    const inStep = await put(store, 'in the output of a step', 3 * DAY_MS);
    const young = await put(store, 'not yet published', DAY_MS / 2);
    const garbage = await put(store, 'of a crash', 3 * DAY_MS);
    const scratchFile = join(store.home, 'scratch', 'left.parquet');
    await writeFile(scratchFile, 'x');
    await utimes(scratchFile, new Date(0), new Date(0));
    await publish(store, [removedLater]);
    await publish(store, ['other'], [removedLater]);
    const step = { run_id: 'r', name: 'train', input_hash: '', duration_ms: 1, ended_at: '' };
    await store.catalogue
      .transaction()
      .execute((trx) =>
        recordStep(trx, { ...step, status: 'done', output: JSON.stringify({ file: [inStep] }) }),
      );
    for (const dryRun of [true, false]) {
      const found = await collectGarbage(store, { nowMs, dryRun });
      expect(found).toMatchObject({ keptObjects: 3, bytes: 10, scratchFiles: [scratchFile] });
      expect(found.objects.map((object) => object.key)).toEqual([garbage]);
    }
    expect(await store.lake.has(garbage)).toBe(false);
    for (const key of [removedLater, inStep, young]) expect(await store.lake.has(key)).toBe(true);
    expect(await collectGarbage(store, { nowMs, dryRun: false })).toMatchObject({
      objects: [],
      scratchFiles: [],
    });
  });

  test('an old object that is put again is young again', async () => {
    await using store = await openTestStore();
    const key = await put(store, 'again', 3 * DAY_MS);
    await store.lake.putBytes('features', 'json', 'again');
    const found = await collectGarbage(store, { nowMs: Date.now(), dryRun: false });
    expect(found.objects).toEqual([]);
    expect(await store.lake.has(key)).toBe(true);
  });

  test('forgets snapshots and runs from before an hour when asked, in a dry run only on paper', async () => {
    await using store = await openTestStore();
    const [old, merged] = [await put(store, 'old', 9 * DAY_MS), await put(store, 'merged', 9 * DAY_MS)];
    const at = (asOf: number, add: string, remove: readonly string[] = []): Promise<number> =>
      store.catalogue.transaction().execute((trx) =>
        publishFiles(trx, {
          dataset: 'features',
          add: [{ objectKey: add, rows: 1, minHour: 1, maxHour: 2 }],
          remove,
          asOf,
          runId: 'r',
        }),
      );
    await at(10, old);
    await at(20, merged, [old]);
    const sweep = (dryRun: boolean, forgetBeforeHour: number): ReturnType<typeof collectGarbage> =>
      collectGarbage(store, { nowMs, dryRun, forgetBeforeHour });

    // at hour 15 the first snapshot was still in force
    expect(await sweep(false, 15)).toMatchObject({ objects: [], forgotten: { snapshots: 0 } });
    const wanted = { objects: [{ key: old }], forgotten: { snapshots: 1 } };
    expect(await sweep(true, 20)).toMatchObject(wanted);
    expect(await keysOf(store, 1)).toEqual([old]);
    expect(await sweep(false, 20)).toMatchObject(wanted);
    await expect(keysOf(store, 1)).rejects.toMatchObject({ code: 'STORE_SNAPSHOT_UNKNOWN' });
    expect(await keysOf(store)).toEqual([merged]);
  });
});
