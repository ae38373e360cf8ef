import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqlEngine, openStore, stageObservations, type SqlEngine, type Store } from '../store/index.ts';
import { measureFreshness, stateOf } from './freshness.ts';

const NOW = 465_095;

let home: string;
let store: Store;
let engine: SqlEngine;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gridcast-freshness-'));
  store = await openStore({ home });
  engine = await openSqlEngine({ threads: 1 });
});

afterEach(async () => {
  engine[Symbol.dispose]();
  await store[Symbol.asyncDispose]();
  rmSync(home, { recursive: true, force: true });
});

/** Stores values of meters, each with its side, meter and hour. */
async function collect(
  rows: readonly (readonly [side: string, meter: string, hour: number])[],
): Promise<void> {
  await engine.createTable('rows', {
    key_0: rows.map(([side]) => side),
    key_1: rows.map(([, meter]) => meter),
    hour: Int32Array.from(rows, ([, , hour]) => hour),
  });
  await engine.run(
    'CREATE VIEW given AS SELECT *, 1::DOUBLE AS value, NULL::INTEGER AS known_hour FROM rows',
  );
  const keyNames = ['side', 'meter'];
  const given = { relation: 'given', keyNames, asOfHour: NOW, runId: 'run' };
  const staged = await stageObservations(store, engine, given);
  await store.catalogue.transaction().execute(staged.commit);
}

describe('measureFreshness', () => {
  test('tells fresh, late, stalled and ended series apart, in total and by slice', async () => {
    // with a delay of 24 h the newest hour that should be known is NOW - 25
    const behind: Readonly<Record<string, number>> = { a: 0, b: 1, c: 2, d: 48, e: 49, f: 1_345 };
    await collect(
      Object.entries(behind).flatMap(([name, hours]) =>
        [5, 1, 0].map((back) => [name < 'd' ? 'north' : 'south', name, NOW - 25 - hours - back] as const),
      ),
    );
    const options = { store, engine, keyNames: ['side', 'meter'], finished: false, delayHours: 24 };
    const report = await measureFreshness({ ...options, nowHour: NOW });
    expect(report).toMatchObject({
      state: 'fresh',
      behindHours: 0,
      series: { fresh: 2, late: 2, stalled: 1, ended: 1 },
    });
    expect(report.slices).toContainEqual({
      key: 'side',
      value: 'south',
      series: { fresh: 0, late: 1, stalled: 1, ended: 1 },
    });
    expect(report.behind.map(({ series, behindHours, state }) => [series[1], behindHours, state])).toEqual([
      ['e', 49, 'stalled'],
      ['d', 48, 'late'],
      ['c', 2, 'late'],
    ]);
    // three days later, with nothing collected, the feed as a whole has stopped
    const later = await measureFreshness({ ...options, nowHour: NOW + 72 });
    expect(later).toMatchObject({ state: 'stalled', behindHours: 72, series: { fresh: 0 } });
    // a source that never grows is at its own end
    const finished = await measureFreshness({ ...options, finished: true, nowHour: NOW + 9_000 });
    expect(finished).toMatchObject({ state: 'fresh', behindHours: 0 });
  });

  test('waits for a feed that has not brought anything', async () => {
    const report = await measureFreshness({
      store,
      engine,
      keyNames: [],
      nowHour: NOW,
      finished: false,
      delayHours: 0,
    });
    expect(report).toMatchObject({ state: 'stalled', newestHourUtc: null, behindHours: null, behind: [] });
  });
});

describe('stateOf', () => {
  test.each([
    ['an hour of grace', 1, 0, 'fresh'],
    ['a late feed', 30, 0, 'late'],
    ['two days', 49, 0, 'stalled'],
    ['within a long delay again', 500, 504, 'late'],
    ['beyond a long delay again', 505, 504, 'stalled'],
    ['long delays end late', 1_400, 504, 'stalled'],
    ['56 days', 1_345, 24, 'ended'],
  ] as const)('%s', (_, behindHours, delayHours, state) => {
    expect(stateOf(behindHours, delayHours)).toBe(state);
  });
});
