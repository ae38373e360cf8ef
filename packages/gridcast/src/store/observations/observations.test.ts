import { describe, expect, test } from 'vitest';
import { seriesValues, type Panel } from '../../core/index.ts';
import { latestSnapshotId, listSnapshots, snapshotFiles } from '../snapshots/snapshots.ts';
import { openSqlEngine, type SqlEngine } from '../sql/engine.ts';
import type { Store } from '../store.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { giveRows, stageRows, type Row } from '../testing/stage-rows.ts';
import { loadObservations } from './load.ts';
import { readPanel } from './panel.ts';
import { readSeries, readTotals } from './read-series.ts';
import { stageObservations } from './stage.ts';

const keyNames = ['area'];

async function panelAt(
  store: Store,
  engine: SqlEngine,
  options: { originHour: number; delayHours?: number; asOfHour?: number; snapshotId?: number },
): Promise<Panel> {
  const { originHour, delayHours = 0, asOfHour = originHour, snapshotId } = options;
  const loaded = await loadObservations(store, engine, { asOfHour, delayHours, snapshotId });
  return readPanel(engine, { ...loaded, originHour, delayHours });
}

const plain = (panel: Panel): unknown =>
  Object.fromEntries(panel.series.map((key, i) => [key.join('/'), [...seriesValues(panel, i)]]));

describe('stageObservations', () => {
  test('tells new, revised and unchanged rows apart, and publishes only what is new', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine();
    const first: Row[] = [
      [['a'], 10, 1],
      [['a'], 11, 2],
      [['b'], 11, 3],
    ];
    expect(await stageRows(store, engine, first, { keyNames, asOfHour: 12 })).toEqual({
      newRows: 3,
      revisedRows: 0,
      unchangedRows: 0,
      firstHour: 10,
      lastHour: 11,
    });
    const second: Row[] = [
      [['a'], 11, 2.5],
      [['b'], 11, 3],
      [['b'], 12, 4],
    ];
    expect(await stageRows(store, engine, second, { keyNames, asOfHour: 20 })).toMatchObject({
      newRows: 1,
      revisedRows: 1,
      unchangedRows: 1,
    });
    const files = await snapshotFiles(store.catalogue, { dataset: 'observations' });
    expect(
      files.map(({ rows, min_hour, max_hour, has_revisions }) => [rows, min_hour, max_hour, has_revisions]),
    ).toEqual([
      [3, 10, 11, 0],
      [2, 11, 12, 1],
    ]);
    for (const rows of [first.slice(0, 1), second, []]) {
      expect(await stageRows(store, engine, rows, { keyNames, asOfHour: 30 })).toMatchObject({
        newRows: 0,
        revisedRows: 0,
      });
    }
    expect((await listSnapshots(store.catalogue)).total).toBe(2);
  });

  test('a value that comes back to what it was is one more version', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine();
    for (const [value, asOfHour] of [
      [1, 12],
      [2, 20],
      [2, 25],
      [1, 30],
    ] as const) {
      await stageRows(store, engine, [[['a'], 10, value]], { keyNames, asOfHour });
    }
    await loadObservations(store, engine, { asOfHour: 40, delayHours: 0 });
    expect(
      await engine.rows('SELECT * EXCLUDE (series) FROM observation_versions ORDER BY known_hour'),
    ).toEqual([
      { hour: 10, value: 1, known_hour: 11 },
      { hour: 10, value: 2, known_hour: 20 },
      { hour: 10, value: 1, known_hour: 30 },
    ]);
  });

  test('of two revisions known in the same hour the later one counts', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine();
    for (const value of [1, 2, 3])
      await stageRows(store, engine, [[['a'], 10, value]], { keyNames, asOfHour: 20 });
    expect(plain(await panelAt(store, engine, { originHour: 19 }))).toMatchObject({
      a: [1, NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN],
    });
    const panel = await panelAt(store, engine, { originHour: 20 });
    expect(panel.values[0]).toBe(3);
    expect(await engine.rows('SELECT count(*)::INTEGER AS n FROM observation_versions')).toEqual([{ n: 2 }]);
  });

  test('a history with its own known-at is kept whole, arriving at once, in parts or out of order', async () => {
    const history: Row[] = [
      [['a'], 10, 1, 12],
      [['a'], 10, 2, 20],
      [['a'], 10, 3, 30],
    ];
    for (const parts of [
      [[0, 1, 2]],
      [[0], [1], [2]],
      [[2], [0], [1]],
      [
        [1, 2],
        [0, 1, 2],
      ],
    ]) {
      await using store = await openTestStore();
      using engine = await openSqlEngine();
      for (const part of parts) {
        await stageRows(
          store,
          engine,
          part.map((i) => history[i] as Row),
          { keyNames, asOfHour: 50 },
        );
      }
      const known: (number | undefined)[] = [];
      for (const originHour of [11, 12, 19, 20, 29, 30, 50]) {
        known.push((await panelAt(store, engine, { originHour })).values[0]);
      }
      expect(known).toEqual([undefined, 1, 1, 2, 2, 3, 3]);
      const again = await stageRows(store, engine, history, { keyNames, asOfHour: 60 });
      expect(again).toMatchObject({ newRows: 0, revisedRows: 0 });
    }
  });

  test('rows that cannot be stored are refused with an example', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine();
    const stage = (rows: readonly Row[]): Promise<unknown> =>
      stageRows(store, engine, rows, { keyNames, asOfHour: 1 });
    await expect(stage([[['a'], 10, Number.NaN]])).rejects.toThrow(
      /1 rows cannot be stored: .* not finite.*"a".*10/u,
    );
    await expect(stage([[[], 10, 1]])).rejects.toMatchObject({ code: 'STORE_ROWS_INVALID' });
    await expect(
      stage([
        [['a'], 10, 1],
        [['a'], 10, 2],
      ]),
    ).rejects.toThrow(/two rows give one hour of a series two values.*"a".*10/u);
    await stage([
      [['a'], 10, 1],
      [['a'], 10, 1],
    ]);
    expect((await snapshotFiles(store.catalogue, { dataset: 'observations' }))[0]?.rows).toBe(1);
  });

  test('other key columns than the first ones are refused, and so are impossible names', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine();
    await stageRows(store, engine, [[['a'], 10, 1]], { keyNames, asOfHour: 12 });
    await expect(
      stageRows(store, engine, [[['a'], 11, 1]], { keyNames: ['zone'], asOfHour: 12 }),
    ).rejects.toMatchObject({
      code: 'STORE_SETTING_FIXED',
    });
    for (const names of [['Value'], ['x', 'X'], ['']]) {
      await expect(
        stageObservations(store, engine, { relation: 'given', keyNames: names, asOfHour: 1, runId: 'r' }),
      ).rejects.toMatchObject({ code: 'STORE_KEY_NAMES_INVALID' });
    }
  });

  test('of two stages over the same hours the second to commit is refused, over other hours not', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine();
    const stages: Awaited<ReturnType<typeof stageObservations>>[] = [];
    for (const hour of [10, 10, 11]) {
      await giveRows(engine, keyNames, [[['a'], hour, hour + stages.length]]);
      stages.push(
        await stageObservations(store, engine, { relation: 'given', keyNames, asOfHour: 12, runId: 'r' }),
      );
    }
    const commit = (i: number): Promise<void> =>
      store.catalogue.transaction().execute(async (trx) => stages[i]?.commit(trx));
    await commit(0);
    await expect(commit(1)).rejects.toMatchObject({ code: 'STORE_SNAPSHOT_CONFLICT' });
    await commit(2);
    expect(plain(await panelAt(store, engine, { originHour: 12 }))).toEqual({ a: [10, 13] });
  });

  test('gives the same bytes whatever the threads, the order of rows and the time of the attempt', async () => {
    const keys: string[] = [];
    for (const [threads, order] of [
      [1, 'hash(a.range + b.range)'],
      [2, 'b.range'],
      [2, 'a.range'],
    ] as const) {
      await using store = await openTestStore();
      using engine = await openSqlEngine({ threads });
      await engine.run(`CREATE TABLE given AS SELECT 's' || a.range AS key_0, (1000 + b.range)::INTEGER AS hour,
        (hash(a.range * 1000 + b.range) % 1000)::DOUBLE AS value, NULL::INTEGER AS known_hour
        FROM range(150) a, range(2000) b ORDER BY ${order}`);
      const staged = await stageObservations(store, engine, {
        relation: 'given',
        keyNames,
        asOfHour: 9000,
        runId: `${threads}`,
      });
      await store.catalogue.transaction().execute(staged.commit);
      keys.push(
        ...(await snapshotFiles(store.catalogue, { dataset: 'observations' })).map((f) => f.object_key),
      );
    }
    expect(new Set(keys).size).toBe(1);
    expect(keys.length).toBe(3);
  });

  test('rows in batches of whole series give the same versions as at once', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine();
    const rows = [5, 3, 3, 1].flatMap((hours, s) =>
      Array.from({ length: hours }, (_, h): Row => [[`s${s}`], 10 + h, s + h / 10]),
    );
    const stage = async (asOfHour: number): Promise<unknown> => {
      const options = { relation: 'given', keyNames, asOfHour, runId: 'r', rowsPerBatch: 4 };
      const staged = await stageObservations(store, engine, options);
      await store.catalogue.transaction().execute(staged.commit);
      return staged.output;
    };
    await giveRows(engine, keyNames, rows);
    expect(await stage(20)).toMatchObject({ newRows: 12, revisedRows: 0, unchangedRows: 0 });
    const files = await snapshotFiles(store.catalogue, { dataset: 'observations' });
    // s0 alone is above the limit, s1 and s2 do not fit together, s2 and s3 do.
    expect(files.map((file) => file.rows)).toEqual([5, 3, 4]);
    await giveRows(engine, keyNames, rows.with(8, [['s2'], 10, -1]));
    expect(await stage(30)).toMatchObject({ newRows: 0, revisedRows: 1, unchangedRows: 11 });
    const panel = await panelAt(store, engine, { originHour: 30 });
    expect(panel.series.map((_, s) => [...seriesValues(panel, s).subarray(0, 3)])).toEqual([
      [0, 0.1, 0.2],
      [1, 1.1, 1.2],
      [-1, 2.1, 2.2],
      [3, NaN, NaN],
    ]);
  });

  test('above 64 files the small ones become one, with every version; older snapshots stay readable', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine();
    for (let i = 0; i < 65; i++) {
      const rows: Row[] = [[['a'], 100 + i, i]];
      if (i > 0) rows.push([['a'], 99 + i, -i]);
      await stageRows(store, engine, rows, { keyNames, asOfHour: 101 + i });
    }
    const files = await snapshotFiles(store.catalogue, { dataset: 'observations' });
    expect(files.map((f) => [f.rows, f.min_hour, f.max_hour, f.has_revisions])).toEqual([[129, 100, 164, 1]]);
    const before = { originHour: 164, asOfHour: 164 };
    const merged = await panelAt(store, engine, before);
    expect(await latestSnapshotId(store.catalogue, 'observations')).toBe(65);
    const parts = await panelAt(store, engine, { ...before, snapshotId: 64 });
    // Hour 100 + i holds −(i + 1) but for the newest, which was not yet revised: 63.
    expect([...merged.values.slice(0, 3), merged.values.at(-1)]).toEqual([-1, -2, -3, 63]);
    expect(parts).toEqual(merged);
  });
});

describe('loadObservations', () => {
  test('an empty home gives empty tables', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine();
    expect(await loadObservations(store, engine, { asOfHour: 50, delayHours: 10 })).toEqual({
      keyNames: [],
      series: [],
      snapshotId: undefined,
      lastHour: undefined,
      dataUntilHour: 40,
    });
    expect((await panelAt(store, engine, { originHour: 50 })).values.length).toBe(0);
  });

  test('the delay holds values back, and a revision too where its hour is not yet out', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine();
    await stageRows(store, engine, [[['a'], 10, 1]], { keyNames, asOfHour: 12 });
    await stageRows(store, engine, [[['a'], 10, 2]], { keyNames, asOfHour: 20 });
    const valueAt = async (originHour: number, delayHours: number): Promise<number | undefined> =>
      (await panelAt(store, engine, { originHour, delayHours })).values[0];
    expect(await valueAt(11, 0)).toBe(1);
    expect(await valueAt(11, 1)).toBeUndefined();
    expect(await valueAt(20, 9)).toBe(2);
    expect(await valueAt(34, 24)).toBeUndefined();
    expect(await valueAt(35, 24)).toBe(2);
    await loadObservations(store, engine, { asOfHour: 35, delayHours: 24 });
    expect(await engine.rows('SELECT value, known_hour FROM observation_versions')).toEqual([
      { value: 2, known_hour: 35 },
    ]);
  });

  test('a series without a value since the given hour is listed all the same', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine();
    await stageRows(
      store,
      engine,
      [
        [['old'], 10, 1],
        [['new'], 99, 2],
      ],
      { keyNames, asOfHour: 100 },
    );
    const loaded = await loadObservations(store, engine, { asOfHour: 100, delayHours: 0, sinceHour: 98 });
    expect(loaded).toMatchObject({ series: [['new'], ['old']], lastHour: 99 });
    const panel = await readPanel(engine, { ...loaded, originHour: 100, delayHours: 0 });
    expect(panel).toMatchObject({ startHour: 99, hours: 1 });
    expect([...panel.values]).toEqual([2, NaN]);
  });

  test('odd key columns and odd texts come back as they are, ordered by UTF-16 code units', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine();
    const names = ['na"me', "it's ", 'ключ', 'select'];
    const keys = [
      ['', ' ', "'", '"'],
      ['', ' ', "'", '“”'],
      ['a;--', '\n', '%', '\\'],
      ['\u{1F600}', '', '', ''],
      ['\uFF5E', '', '', ''],
    ];
    const rows = keys.toReversed().map((key, i): Row => [key, 10, 4 - i]);
    await stageRows(store, engine, rows, { keyNames: names, asOfHour: 12 });
    const loaded = await loadObservations(store, engine, { asOfHour: 12, delayHours: 0 });
    expect(loaded.keyNames).toEqual(names);
    expect(loaded.series).toEqual(keys);
    const panel = await readPanel(engine, { ...loaded, originHour: 12, delayHours: 0 });
    expect([...panel.values]).toEqual([0, NaN, 1, NaN, 2, NaN, 3, NaN, 4, NaN]);
    const read = { window: { start: 0, end: 99 }, asOfHour: 12, delayHours: 0 };
    for (const [i, key] of keys.entries()) {
      expect((await readSeries(store, engine, { ...read, key })).value).toEqual(Float64Array.of(i));
    }
  });

  test('a source without keys is one series', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine();
    await stageRows(
      store,
      engine,
      [
        [[], 10, 1],
        [[], 11, 2],
      ],
      { keyNames: [], asOfHour: 12 },
    );
    await stageRows(store, engine, [[[], 11, 5]], { keyNames: [], asOfHour: 20 });
    const panel = await panelAt(store, engine, { originHour: 13 });
    expect(panel).toMatchObject({ series: [[]], keyNames: [], startHour: 10, hours: 3 });
    expect([...panel.values]).toEqual([1, 2, NaN]);
    const read = { window: { start: 0, end: 99 }, asOfHour: 20, delayHours: 0 };
    expect((await readSeries(store, engine, { ...read, key: [] })).value).toEqual(Float64Array.of(1, 5));
    expect((await readTotals(store, engine, read)).map((t) => [t.value, t.isComplete])).toEqual([
      [1, true],
      [5, true],
    ]);
  });
});

describe('readSeries and readTotals', () => {
  test('read a window as known at the as-of, straight from the lake', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine();
    await stageRows(
      store,
      engine,
      [
        [['a'], 10, 1],
        [['a'], 11, 2],
        [['b'], 11, 40],
      ],
      { keyNames, asOfHour: 12 },
    );
    await stageRows(store, engine, [[['a'], 11, 3]], { keyNames, asOfHour: 20 });
    const window = { start: 10, end: 12 };
    const at = (asOfHour: number) => ({ window, asOfHour, delayHours: 0 });
    expect(await readSeries(store, engine, { ...at(20), key: ['a'] })).toEqual({
      hour: Float64Array.of(10, 11),
      value: Float64Array.of(1, 3),
      knownHour: Float64Array.of(11, 20),
    });
    expect((await readSeries(store, engine, { ...at(19), key: ['a'] })).value).toEqual(Float64Array.of(1, 2));
    expect((await readSeries(store, engine, { ...at(11), key: ['a'] })).value).toEqual(Float64Array.of(1));
    expect((await readSeries(store, engine, { ...at(20), key: ['x'] })).value.length).toBe(0);
    expect(await readTotals(store, engine, at(20))).toEqual([
      { hour: 10, value: 1, series: 1, isComplete: false },
      { hour: 11, value: 43, series: 2, isComplete: true },
    ]);
    expect(await readTotals(store, engine, { ...at(20), series: [['b']] })).toEqual([
      { hour: 11, value: 40, series: 1, isComplete: true },
    ]);
  });
});
