import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openSqlEngine, openStore, putQuery } from '../../store/index.ts';
import { openPartCounter, statisticsOf } from './statistics.ts';

const home = mkdtempSync(path.join(tmpdir(), 'gridcast-statistics-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('openPartCounter', () => {
  test('counts every part once, null and NaN as missing', async () => {
    await using store = await openStore({ home });
    using engine = await openSqlEngine({ threads: 2 });
    await using counter = await openPartCounter(store.lake, ['a', 'b']);
    for (const rows of [
      "(1.5, 3, 'train'), (NULL, 4, 'train')",
      "('NaN'::DOUBLE, 5, 'train'), (-2.5, NULL, 'test')",
    ]) {
      const query = `SELECT a::DOUBLE AS a, b::INTEGER AS b, split FROM (VALUES ${rows}) t(a, b, split)`;
      const { key } = await putQuery(store.lake, engine, { kind: 'training', query });
      await counter.add(key);
    }
    const counted = await counter.counted();
    expect(statisticsOf(counted)).toEqual({
      a: { count: 2, missing: 2, min: -2.5, max: 1.5, mean: -0.5 },
      b: { count: 3, missing: 1, min: 3, max: 5, mean: 4 },
    });
    expect(Object.fromEntries(counted.rowsBySplit)).toEqual({ train: 3, test: 1 });
  });

  test('says at the next call that a part could not be counted', async () => {
    await using store = await openStore({ home });
    await using counter = await openPartCounter(store.lake, ['a']);
    const key = `training/00/${'0'.repeat(64)}.parquet`;
    await counter.add(key);
    await expect(counter.add(key)).rejects.toMatchObject({ code: 'STORE_OBJECT_MISSING' });
    await expect(counter.counted()).rejects.toMatchObject({ code: 'STORE_OBJECT_MISSING' });
  });
});
