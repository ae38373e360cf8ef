/** What was served online is what raw observations say, whatever the panel; and a value that is not is found and named. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MS_PER_HOUR, silentLogger } from '../packages/gridcast/src/core/index.ts';
import { createCalendar } from '../packages/gridcast/src/features/index.ts';
import { randomVersions } from '../packages/gridcast/src/features/testing/random-panel.ts';
import { checkConsistency, type ConsistencyReport } from '../packages/gridcast/src/monitor/index.ts';
import {
  openOnlineVectors,
  openVectorLog,
  type OnlineVector,
} from '../packages/gridcast/src/pipeline/index.ts';
import {
  collectGarbage,
  listLoggedBatches,
  openSqlEngine,
  openStore,
  type SqlEngine,
  type Store,
} from '../packages/gridcast/src/store/index.ts';
import { runGridcast } from './run-gridcast.ts';

/** 2022-02-23T00Z, a month before a change of the clock. */
const START = 457_104;
const HOURS = 900;
const DELAY = 5;
const origin = START + HOURS + DELAY;

let folder: string;
let store: Store;
let engine: SqlEngine;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-served-'));
});

afterEach(async () => {
  engine[Symbol.dispose]();
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Fills a home from a random panel with gaps, revisions and late values. */
async function fill(seed: number, country: string | undefined): Promise<void> {
  const panel = { seed, seriesCount: 4, startHour: START, hours: HOURS, delayHours: DELAY, irregular: true };
  const iso = (hour: number): string => new Date(hour * MS_PER_HOUR).toISOString();
  const lines = randomVersions(panel).map(
    ({ series, hour, value, knownHour }) => `s${series},${iso(hour)},${value},${iso(knownHour)}`,
  );
  const file = path.join(folder, 'panel.csv');
  writeFileSync(file, ['series,hour,value,known', ...lines].join('\n'));
  const flags = [
    '--source',
    'file',
    '--path',
    file,
    '--time',
    'hour',
    '--keys',
    'series',
    '--value',
    'value',
  ];
  const more = ['--known-at', 'known', '--delay', String(DELAY), '--as-of', iso(origin)];
  const where = country === undefined ? [] : ['--country', country];
  const home = path.join(folder, 'home');
  const ran = await runGridcast(['features', '--home', home, ...flags, ...more, ...where]);
  expect(ran.exitCode, ran.stderr).toBe(0);
  store = await openStore({ home });
  engine = await openSqlEngine({ threads: 1 });
}

interface ServeOptions {
  readonly change?: (vector: OnlineVector) => OnlineVector;
  readonly servedHour?: number;
}

/** Serves every series once and writes the log. */
async function serve({ change = (vector) => vector, servedHour = origin }: ServeOptions = {}): Promise<void> {
  const online = openOnlineVectors({ store, engine, nowMs: () => origin * MS_PER_HOUR, finished: true });
  await using log = openVectorLog({
    openStore: () => openStore({ home: store.home, waitMs: 0 }),
    nowMs: () => servedHour * MS_PER_HOUR,
    logger: silentLogger,
  });
  for (const key of await online.keys()) {
    const vector = await online.find(key);
    if (vector !== undefined) log.add([change(vector), change(vector)]);
  }
}

function check(country?: string): Promise<ConsistencyReport> {
  return checkConsistency({ store, engine, calendar: createCalendar(country), sinceHour: origin - 24 });
}

describe('checkConsistency', () => {
  test.each([
    [3, 'DK'],
    [12, undefined],
    [20, 'US'],
  ] as const)('finds nothing on the random panel %i (%s)', async (seed, country) => {
    await fill(seed, country);
    await serve();
    const report = await check(country);
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ mismatch: 0, missing: 0, extra: 0, damagedObjects: [], batches: 1 });
    expect(report.vectors).toBeGreaterThan(1);
    expect(report.values).toBeGreaterThan(report.vectors * 48 * 30);
  });

  test('names series, hour and feature of an altered, a lost and an invented value', async () => {
    await fill(3, 'DK');
    const planted = [
      ['weekday', 3, 6.5],
      ['lead', 4, Number.NaN],
      ['lev_1', 5, Number.NaN],
    ] as const;
    await serve({
      change: (vector) => {
        if (vector.key[0] !== 's1') return vector;
        const linear = vector.links.linear.map((feature) => {
          const values = Float64Array.from(feature.values);
          for (const [name, lead, value] of planted) if (name === feature.name) values[lead] = value;
          return { ...feature, values };
        });
        return { ...vector, links: { ...vector.links, linear } };
      },
    });
    const report = await check('DK');
    expect(report).toMatchObject({ mismatch: 1, extra: 0 });
    expect(report.missing).toBeGreaterThan(0);
    const hour = (lead: number): string =>
      `${new Date((origin + lead) * MS_PER_HOUR).toISOString().slice(0, 19)}Z`;
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        kind: 'mismatch',
        series: 's1',
        targetHourUtc: hour(3),
        link: 'linear',
        feature: 'weekday',
        served: 6.5,
      }),
    );
    expect(report.findings).toContainEqual(
      expect.objectContaining({ kind: 'missing', series: 's1', targetHourUtc: hour(4), feature: 'lead' }),
    );
  });

  test('finds values of a series that is not known', async () => {
    await fill(12, undefined);
    await serve({ change: (vector) => (vector.key[0] === 's0' ? { ...vector, key: ['ghost'] } : vector) });
    const report = await check();
    expect(report.extra).toBeGreaterThan(48 * 10);
    expect(report.findings.every(({ kind, series }) => kind === 'extra' && series === 'ghost')).toBe(true);
  });

  test('names an object whose bytes were changed, and the command ends with 1', async () => {
    await fill(3, 'DK');
    await serve({ servedHour: Math.floor(Date.now() / MS_PER_HOUR) });
    const good = await runGridcast(['monitor', 'consistency', '--home', store.home, '--json']);
    expect(JSON.parse(good.stdout)).toMatchObject({ consistent: true, mismatch: 0 });
    expect(good.exitCode).toBe(0);
    const [batch] = await listLoggedBatches(store.catalogue, { sinceHour: 0 });
    const key = batch?.object_key ?? '';
    writeFileSync(path.join(store.home, 'lake', key), 'other bytes');
    const bad = await runGridcast(['monitor', 'consistency', '--home', store.home, '--json']);
    expect(bad.exitCode).toBe(1);
    expect(JSON.parse(bad.stdout)).toMatchObject({ consistent: false, damagedObjects: [key] });
  });
});

describe('openVectorLog', () => {
  test('keeps at most its capacity, each vector with the same chance, and counts all', async () => {
    await fill(3, 'DK');
    const online = openOnlineVectors({ store, engine, nowMs: () => origin * MS_PER_HOUR, finished: true });
    const vector = (await online.find(['s1'])) as OnlineVector;
    const log = openVectorLog({
      openStore: () => openStore({ home: store.home, waitMs: 0 }),
      nowMs: () => origin * MS_PER_HOUR,
      logger: silentLogger,
      capacity: 40,
    });
    for (let i = 0; i < 2000; i++) log.add([{ ...vector, key: [`k${String(i).padStart(4, '0')}`] }]);
    await log.flush();
    expect(log.counts()).toEqual({ served: 2000, logged: 40, failedBatches: 0 });
    const [batch] = await listLoggedBatches(store.catalogue, { sinceHour: 0 });
    expect(batch).toMatchObject({ vectors: 40, served: 2000 });
    const file = await store.lake.localPath(batch?.object_key ?? '');
    const rows = await engine.rows<{ key_0: string }>(
      `SELECT DISTINCT key_0 FROM read_parquet('${file.replaceAll("'", "''")}')`,
    );
    const firstHalf = rows.filter(({ key_0: key }) => Number(key.slice(1)) < 1000).length;
    // of 40 fair draws fewer than 9 or more than 31 in one half have a chance below 0.0003
    expect(firstHalf).toBeGreaterThan(8);
    expect(firstHalf).toBeLessThan(32);
  });

  test('forgets batches after the retention, and garbage collection removes their objects', async () => {
    await fill(3, 'DK');
    await serve({ servedHour: origin });
    const [first] = await listLoggedBatches(store.catalogue, { sinceHour: 0 });
    await serve({
      servedHour: origin + 169,
      change: (vector) => ({ ...vector, key: ['s9'], view: 'later@1' }),
    });
    const left = await listLoggedBatches(store.catalogue, { sinceHour: 0 });
    expect(left.map(({ view }) => view)).toEqual(['later@1']);
    const swept = await collectGarbage(store, { nowMs: Date.now() + 48 * MS_PER_HOUR, dryRun: false });
    expect(swept.objects.map(({ key }) => key)).toContain(first?.object_key);
    expect(swept.objects.map(({ key }) => key)).not.toContain(left[0]?.object_key);
  });

  test('drops a batch that cannot be written, says so, and goes on', async () => {
    await fill(3, 'DK');
    const online = openOnlineVectors({ store, engine, nowMs: () => origin * MS_PER_HOUR, finished: true });
    const vector = (await online.find(['s1'])) as OnlineVector;
    let locked = true;
    const log = openVectorLog({
      openStore: () => (locked ? Promise.reject(new Error('locked')) : openStore({ home: store.home })),
      nowMs: () => origin * MS_PER_HOUR,
      logger: silentLogger,
    });
    log.add([vector]);
    await log.flush();
    expect(log.counts()).toMatchObject({ served: 1, logged: 0, failedBatches: 1 });
    locked = false;
    log.add([vector]);
    await log.flush();
    expect(log.counts()).toMatchObject({ served: 2, logged: 1, failedBatches: 1 });
  });
});
