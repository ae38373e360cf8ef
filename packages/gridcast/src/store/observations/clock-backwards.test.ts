import { expect, test } from 'vitest';
import { openSqlEngine, type SqlEngine } from '../sql/engine.ts';
import type { Store } from '../store.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { stageRows } from '../testing/stage-rows.ts';
import { loadObservations } from './load.ts';
import { readPanel } from './panel.ts';

const keyNames = ['area'];

/** The value of hour 10 as known at an origin. */
async function valueAt(store: Store, engine: SqlEngine, originHour: number): Promise<number | undefined> {
  const loaded = await loadObservations(store, engine, { asOfHour: originHour, delayHours: 0 });
  const panel = await readPanel(engine, { ...loaded, originHour, delayHours: 0 });
  return panel.values[0];
}

test('a clock that runs backwards loses no version, and the next collect brings the newest value to the front', async () => {
  await using store = await openTestStore();
  using engine = await openSqlEngine();
  const collect = (value: number, asOfHour: number): ReturnType<typeof stageRows> =>
    stageRows(store, engine, [[['a'], 10, value]], { keyNames, asOfHour });
  await collect(1, 11);
  await collect(2, 30);
  // The clock has gone back ten hours, and a newer revision arrives.
  expect(await collect(3, 20)).toMatchObject({ revisedRows: 1 });
  expect(await valueAt(store, engine, 19)).toBe(1);
  expect(await valueAt(store, engine, 29)).toBe(3);
  expect(await valueAt(store, engine, 30)).toBe(2);
  // The clock is right again: the feed still says 3, which differs from what is known by then.
  expect(await collect(3, 40)).toMatchObject({ revisedRows: 1 });
  expect(await valueAt(store, engine, 40)).toBe(3);
  expect(await valueAt(store, engine, 30)).toBe(2);
  expect(await collect(3, 41)).toMatchObject({ revisedRows: 0, unchangedRows: 1 });
});
