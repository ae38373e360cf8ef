import { describe, expect, test } from 'vitest';
import { openSqlEngine } from '../store/index.ts';
import { openTestStore } from '../store/testing/open-test-store.ts';
import { stageRows, type Row } from '../store/testing/stage-rows.ts';
import { measureFreshness, stateOf } from './freshness.ts';

const NOW = 465_095;

describe('measureFreshness', () => {
  test('tells fresh, late, stalled and ended series apart, in total and by slice', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine({ threads: 1 });
    // with a delay of 24 h the newest hour that should be known is NOW - 25
    const behind: Readonly<Record<string, number>> = { a: 0, b: 1, c: 2, d: 48, e: 49, f: 1_345 };
    const rows: Row[] = Object.entries(behind).flatMap(([name, hours]) =>
      [5, 1, 0].map((back): Row => [[name < 'd' ? 'north' : 'south', name], NOW - 25 - hours - back, 1]),
    );
    await stageRows(store, engine, rows, { keyNames: ['side', 'meter'], asOfHour: NOW });
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
    await using store = await openTestStore();
    using engine = await openSqlEngine({ threads: 1 });
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
