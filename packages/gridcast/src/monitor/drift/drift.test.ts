import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqlEngine, openStore, type SqlEngine, type Store } from '../../store/index.ts';
import { recordObservationStatistics } from '../statistics/record.ts';
import { distancesOf } from './distances.ts';
import { effectiveDays } from './effective-days.ts';
import { measureDrift, type DriftReport } from './measure-drift.ts';
import { autoReferences } from './references.ts';

const file = fileURLToPath(
  new URL('fixture/dk2_gross_consumption_2021-01-01_2023-07-01.csv', import.meta.url),
);
const values = readFileSync(file, 'utf8').trim().split('\n').slice(1).map(Number);
/** 2021-01-01. */
const FIRST_DAY = 18_628;
const WINDOW_DAYS = 28;
const LAST_DAY = FIRST_DAY + values.length / 24;

/** Days at which a series of its own moves by 30 %, in every season. */
const shifts = Array.from({ length: 8 }, (_, i) => FIRST_DAY + 430 + 52 * i);
const lostDay = FIRST_DAY + 500;

const home = mkdtempSync(join(tmpdir(), 'gridcast-drift-'));
let store: Store;
let engine: SqlEngine;

beforeAll(async () => {
  store = await openStore({ home });
  engine = await openSqlEngine({ threads: 2 });
  const factor = (name: string, day: number): number => (name !== 'plain' && day >= Number(name) ? 1.3 : 1);
  const names = ['plain', ...shifts.map(String)];
  await engine.createTable('series', {
    series: Int32Array.from(names, (_, i) => i),
    key_0: names,
  });
  const cells = names.flatMap((name, series) =>
    values.map((value, i) => {
      const day = FIRST_DAY + Math.floor(i / 24);
      return { series, hour: FIRST_DAY * 24 + i, value: value * factor(name, day) };
    }),
  );
  await engine.createTable('observation_versions', {
    series: Int32Array.from(cells, ({ series }) => series),
    hour: Int32Array.from(cells, ({ hour }) => hour),
    value: Float64Array.from(cells, ({ value }) => value),
    known_hour: Int32Array.from(cells, ({ hour }) => hour + 1),
  });
  const commit = await recordObservationStatistics({
    store,
    engine,
    keyNames: ['name'],
    series: names.length,
    snapshotId: undefined,
  });
  await store.catalogue.transaction().execute(commit);
});

afterAll(async () => {
  engine[Symbol.dispose]();
  await store[Symbol.asyncDispose]();
  rmSync(home, { recursive: true, force: true });
});

function drift(from: number): Promise<DriftReport> {
  return measureDrift({
    store,
    engine,
    kind: 'observations',
    window: { from, to: from + WINDOW_DAYS },
  });
}

describe('measureDrift', () => {
  test('stays quiet on the change of the seasons over years of real consumption', async () => {
    const verdicts: string[] = [];
    for (let from = FIRST_DAY + 60; from + WINDOW_DAYS <= LAST_DAY; from += 14) {
      const { subjects } = await drift(from);
      verdicts.push(subjects.find(({ subject }) => subject === 'name=plain')?.verdict ?? 'absent');
    }
    expect(verdicts.length).toBeGreaterThan(50);
    expect(new Set(verdicts)).not.toContain('absent');
    const drifting = verdicts.filter((verdict) => verdict === 'drift').length;
    // in the first year there is only the season before to compare with, and spring is not winter
    expect(drifting / verdicts.length).toBeLessThan(0.15);
    const later = verdicts.slice(-Math.floor((LAST_DAY - FIRST_DAY - 420) / 14));
    expect(later.filter((verdict) => verdict === 'drift').length / later.length).toBeLessThan(0.05);
  });

  test('finds a planted shift of 30 % in any season', async () => {
    const found: boolean[] = [];
    for (const day of shifts) {
      const { subjects, references } = await drift(day);
      expect(references.map(({ name }) => name)).toEqual(['year-before', 'recent-weeks']);
      const shifted = subjects.find(({ subject }) => subject === `name=${day}`);
      found.push(shifted?.verdict === 'drift');
    }
    expect(found.filter(Boolean).length).toBeGreaterThanOrEqual(7);
  });

  test('counts days that move together as fewer, and leaves a window without references open', async () => {
    const { subjects } = await drift(FIRST_DAY + 430);
    const plain = subjects.find(({ subject }) => subject === 'name=plain');
    expect(plain?.effectiveDays).toBeLessThan(WINDOW_DAYS);
    const first = await drift(FIRST_DAY);
    expect(first.references).toEqual([]);
    expect(new Set(first.subjects.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
  });

  test('compares with the very days that are given', async () => {
    const report = await measureDrift({
      store,
      engine,
      kind: 'observations',
      window: { from: lostDay, to: lostDay + 7 },
      reference: { from: lostDay, to: lostDay + 7 },
    });
    expect(report.references.map(({ name, days }) => [name, days.length])).toEqual([['given', 7]]);
    for (const { comparisons } of report.subjects) {
      expect(comparisons[0]).toMatchObject({ psi: 0, ks: 0, js: 0, exceeds: false });
    }
  });
});

describe('distancesOf', () => {
  test('are those worked out by hand', () => {
    // shares 0.25, 0.75 against 0.75, 0.25 up to the smoothing: psi = 2 * 0.5 ln 3 = 1.0986, ks = 0.5, js = 0.1887 bits
    const found = distancesOf(
      [
        [1, 25_000],
        [2, 75_000],
      ],
      [
        [1, 75_000],
        [2, 25_000],
      ],
    );
    expect(found?.psi).toBeCloseTo(Math.log(3), 3);
    expect(found?.ks).toBeCloseTo(0.5, 12);
    expect(found?.js).toBeCloseTo(0.1887, 3);
  });

  test('are the largest where nothing is shared, and undefined without values', () => {
    const apart = distancesOf([[5, 1e6]], [[900, 1e6]]);
    expect(apart?.ks).toBe(1);
    expect(apart?.js).toBeGreaterThan(0.99);
    expect(distancesOf([], [[1, 1]])).toBeUndefined();
  });
});

describe('effectiveDays', () => {
  test('is n where days do not follow one another, and far less where they do', () => {
    // by turns: the correlation is negative and counts as none
    expect(effectiveDays([1, 2, 1, 2, 1, 2, 1, 2])).toBe(8);
    const rising = Array.from({ length: 28 }, (_, i) => i);
    expect(effectiveDays(rising)).toBeLessThan(4);
  });
});

describe('autoReferences', () => {
  test('takes weekends only for a weekend, and the year before only where most of it is known', () => {
    // days 19,000 and 19,001 are 2022-01-08 and -09, a Saturday and a Sunday
    const window = { from: 19_000, to: 19_002 };
    const recentOnly = autoReferences(
      window,
      Array.from({ length: 100 }, (_, i) => 18_900 + i),
    );
    expect(recentOnly.map(({ name }) => name)).toEqual(['recent-weeks']);
    expect(recentOnly[0]?.days.every((day) => [0, 6].includes(new Date(day * 86_400_000).getUTCDay()))).toBe(
      true,
    );
  });
});
