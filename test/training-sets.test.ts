/** Training sets are what a loop over all versions would make, whatever came later, and whoever asks gets the same object. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assert, asyncProperty, boolean, constantFrom, integer, nat, record } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isoOfHour } from '../packages/gridcast/src/core/index.ts';
import { createCalendar, getView, viewColumns } from '../packages/gridcast/src/features/index.ts';
import { naiveFeatures } from '../packages/gridcast/src/features/oracle/naive-features.ts';
import type { SpineRow, Version } from '../packages/gridcast/src/features/index.ts';
import {
  randomSpine,
  randomVersions,
  type RandomPanel,
} from '../packages/gridcast/src/features/testing/random-panel.ts';
import {
  buildTrainingSet,
  exportTrainingSet,
  readTrainingSet,
  type FeatureHome,
  type NamedTrainingSet,
} from '../packages/gridcast/src/pipeline/index.ts';
import { openSqlEngine, openStore, readParquet, type Store } from '../packages/gridcast/src/store/index.ts';
import { stageRows } from '../packages/gridcast/src/store/testing/stage-rows.ts';

/** 2022-02-23T00Z, a month before a change of the clock, and 2022-10-04T00Z, before the change back. */
const START = 457_104;
const STARTS = [START, 462_456];

const panels = record({
  seed: nat(1_000_000),
  seriesCount: integer({ min: 1, max: 3 }),
  startHour: constantFrom(...STARTS),
  hours: constantFrom(60, 500, 1500),
  delayHours: constantFrom(0, 5, 30, 216),
  irregular: boolean(),
});

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-training-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function homeOf(store: Store, delayHours: number, threads = 2): FeatureHome {
  return {
    store,
    threads,
    delayHours,
    calendar: createCalendar('DK'),
    country: 'DK',
    unit: 'kWh',
    codeVersion: 'test',
    isFinished: true,
    defaultAsOf: (hour) => Promise.resolve(hour),
  };
}

async function ingest(store: Store, versions: readonly Version[], asOfHour: number): Promise<void> {
  using engine = await openSqlEngine({ threads: 1 });
  const rows = versions.map(
    ({ series, hour, value, knownHour }) => [[`s${series}`], hour, value, knownHour] as const,
  );
  if (rows.length > 0) await stageRows(store, engine, rows, { keyNames: ['meter'], asOfHour });
}

function writeSpine(file: string, rows: readonly SpineRow[]): string {
  const lines = rows.map(
    ({ series, target, origin }) => `s${series},${isoOfHour(origin)},${isoOfHour(target)}`,
  );
  writeFileSync(file, ['meter,origin_utc,target_hour_utc', ...lines].join('\n'));
  return file;
}

async function rowsOf(
  store: Store,
  set: NamedTrainingSet,
): Promise<Record<string, number | string | Date>[]> {
  using engine = await openSqlEngine({ threads: 1 });
  const paths: string[] = [];
  for (const { objectKey } of set.parts) paths.push(await store.lake.localPath(objectKey));
  return await engine.rows(`SELECT *, epoch_us(target_hour_utc) / 3600000000 AS target, epoch_us(origin_utc) / 3600000000 AS origin
    FROM ${readParquet(paths)}`);
}

/** The newest version of the target hour that is known at the as-of. */
function truthOf(
  versions: readonly Version[],
  { series, target }: SpineRow,
  asOf: number,
  delayHours: number,
): number {
  const known = versions
    .filter((one) => one.series === series && one.hour === target)
    .filter(({ knownHour }) => Math.max(knownHour, target + 1 + delayHours) <= asOf)
    .sort((a, b) => a.knownHour - b.knownHour);
  return known.at(-1)?.value ?? Number.NaN;
}

describe('buildTrainingSet', () => {
  test(
    'equals a loop over rows and versions, and what came later changes nothing as of before',
    { timeout: 300_000 },
    async () => {
      await assert(
        asyncProperty(panels, constantFrom('next_day', 'consumption_ratio'), async (panel, view) => {
          const home = path.join(folder, `property-${panel.seed}-${view}`);
          await using store = await openStore({ home });
          await expectOracle(store, panel, view);
        }),
        { numRuns: 8, seed: 20230121 },
      );
    },
  );

  test('is the same object at any number of threads, in any home', async () => {
    const hashes: string[] = [];
    for (const [name, threads] of [
      ['one', 1],
      ['four', 4],
    ] as const) {
      await using store = await openStore({ home: path.join(folder, name) });
      const versions = plainVersions(4, 900);
      await ingest(store, versions, START + 900);
      const set = await buildTrainingSet(homeOf(store, 0, threads), requestOf(START + 900));
      expect(set.rows).toBe(4 * 24 * 10);
      hashes.push(set.sha256);
    }
    expect(hashes[1]).toBe(hashes[0]);
  });

  test('splits by time and keeps out of the earlier split what the later would give away', async () => {
    await using store = await openStore({ home: path.join(folder, 'split') });
    const start = START;
    await ingest(store, plainVersions(1, 900), start + 900);
    const delayHours = 30;
    const set = await buildTrainingSet(homeOf(store, delayHours), {
      ...requestOf(start + 900),
      shares: [0.6, 0.2, 0.2],
    });
    expect(set.splits.map(({ name, from, to }) => [name, (to - from) / 24 + 1])).toEqual([
      ['train', 6],
      ['validation', 2],
      ['test', 2],
    ]);
    const rows = await rowsOf(store, set);
    const begin = set.splits[1]?.from ?? 0;
    for (const row of rows.filter(({ split }) => split === 'train')) {
      expect(Number(row['target']) + 1 + delayHours).toBeLessThanOrEqual(begin);
    }
    // a target is known 31 h after its start: all 24 of the last train origin are out, and the last 6 of the one before
    const purged = rows.filter(({ split, origin }) => split === 'purged' && Number(origin) < begin);
    expect(purged).toHaveLength(24 + 6);
    expect(set.purgedRows + set.splits.reduce((sum, split) => sum + split.rows, 0)).toBe(set.rows);
  });

  test('is written out whole, and found again by the beginning of its hash', async () => {
    await using store = await openStore({ home: path.join(folder, 'export') });
    await ingest(store, plainVersions(3, 200), START + 200);
    const built = await buildTrainingSet(homeOf(store, 0), requestOf(START + 200, 'last:2'));
    const set = await readTrainingSet(store, built.sha256.slice(0, 10));
    expect(set).toEqual(built);
    const out = path.join(folder, 'out.parquet');
    await exportTrainingSet(store, set, { out, threads: 1 });
    using engine = await openSqlEngine({ threads: 1 });
    const [row] = await engine.rows(
      `SELECT count(*)::INTEGER AS rows, count(*) FILTER (lev_336 IS NULL)::INTEGER AS missing, max(d0) AS most FROM ${readParquet([out])}`,
    );
    const { missing, max } = set.statistics['lev_336'] ?? {};
    expect(row).toEqual({ rows: 144, missing, most: set.statistics['d0']?.max });
    expect(max).toBeGreaterThan(100);
  });

  test('reads instants of a spine with any offset, and asks for all 24 leads where no target is named', async () => {
    await using store = await openStore({ home: path.join(folder, 'offsets') });
    await ingest(store, plainVersions(1, 300), START + 300);
    const file = path.join(folder, 'offsets.csv');
    writeFileSync(
      file,
      'meter,origin_utc\ns0,2022-03-01T01:00+01:00\ns0,2022-03-01T00:00:00Z\ns0,2022-03-02 00:00\n',
    );
    const set = await buildTrainingSet(homeOf(store, 0), { ...requestOf(START + 300), spine: { file } });
    expect(set).toMatchObject({
      rows: 48,
      splits: [{ from: START + 144, to: START + 168, rows: 48 }],
    });
  });

  test.each([
    ['nobody,2022-03-01T00:00Z,2022-03-01T00:00Z', 'FEATURES_SPINE_INVALID', /not among those known/u],
    ['s0,2022-03-01T00:00Z,2022-03-02T00:00Z', 'FEATURES_SPINE_INVALID', /outside the 24 hours/u],
    ['s0,2022-03-01T00:30Z,2022-03-01T00:30Z', 'FEATURES_SPINE_INVALID', /not on the hour/u],
    ['s0,2030-03-01T00:00Z,2030-03-01T00:00Z', 'FEATURES_SPINE_INVALID', /after the as-of/u],
  ])('refuses the spine row %s', async (line, code, reason) => {
    await using store = await openStore({ home: path.join(folder, 'bad-spine') });
    await ingest(store, plainVersions(1, 300), START + 300);
    const file = path.join(folder, 'bad.csv');
    writeFileSync(file, `meter,origin_utc,target_hour_utc\n${line}\n`);
    const building = buildTrainingSet(homeOf(store, 0), { ...requestOf(START + 300), spine: { file } });
    await expect(building).rejects.toMatchObject({ code });
    await expect(building).rejects.toThrow(reason);
  });

  test('says which columns a spine lacks, which view or feature it does not know, and when nothing is known', async () => {
    await using store = await openStore({ home: path.join(folder, 'bad-request') });
    const home = homeOf(store, 0);
    const request = requestOf(START + 300);
    await expect(buildTrainingSet(home, request)).rejects.toMatchObject({ code: 'FEATURES_NOTHING_KNOWN' });
    await ingest(store, plainVersions(1, 300), START + 300);
    const file = path.join(folder, 'columns.csv');
    writeFileSync(file, 'site,origin_utc\na,2022-03-01T00:00Z\n');
    await expect(buildTrainingSet(home, { ...request, spine: { file } })).rejects.toThrow(
      /lacks the columns meter; it has site/u,
    );
    await expect(buildTrainingSet(home, { ...request, view: 'nope' })).rejects.toMatchObject({
      code: 'FEATURES_VIEW_UNKNOWN',
    });
    await expect(buildTrainingSet(home, { ...request, features: ['d99'] })).rejects.toMatchObject({
      code: 'FEATURES_COLUMN_UNKNOWN',
    });
    await expect(readTrainingSet(store, 'abcdef')).rejects.toMatchObject({
      code: 'STORE_TRAINING_DATASET_UNKNOWN',
    });
    await expect(buildTrainingSet(home, { ...request, shares: [0.5, 0.1] })).rejects.toMatchObject({
      code: 'USAGE_INVALID_VALUE',
    });
  });
});

function requestOf(asOf: number, origins?: string) {
  const from = isoOfHour(asOf - 24 * 10);
  return {
    spine: { origins: origins ?? `${from}..${isoOfHour(asOf - 24)}/24h` },
    asOf,
    view: 'next_day',
    shares: [1],
    signal: new AbortController().signal,
  };
}

function plainVersions(series: number, hours: number): Version[] {
  return Array.from({ length: series * hours }, (_, i) => {
    const hour = START + Math.floor(i / series);
    return { series: i % series, hour, value: 100 + 10 * Math.sin(hour / 4) + (i % 7), knownHour: hour + 1 };
  });
}

async function expectOracle(store: Store, panel: RandomPanel, view: string): Promise<void> {
  const { delayHours } = panel;
  const versions = randomVersions(panel);
  const now = panel.startHour + panel.hours - 20;
  const end = now + 2000;
  await ingest(
    store,
    versions.filter(({ knownHour }) => knownHour <= now),
    now,
  );
  const isThere = (row: SpineRow): boolean =>
    versions.some(
      (one) => one.series === row.series && one.knownHour <= now && one.hour + 1 + delayHours <= now,
    );
  const spine = randomSpine(panel, 20).filter((row) => row.origin <= now && isThere(row));
  if (spine.length === 0) return;
  const file = writeSpine(path.join(folder, 'spine.csv'), spine);
  const ask = (asOf: number): Promise<NamedTrainingSet> =>
    buildTrainingSet(homeOf(store, delayHours), { ...requestOf(asOf), spine: { file }, view });

  const before = await ask(now);
  const check = async (set: NamedTrainingSet, asOf: number): Promise<void> => {
    const rows = await rowsOf(store, set);
    expect(rows).toHaveLength(spine.length * set.scales.length);
    for (const row of rows) expectRow(row, { versions, delayHours, asOf, view });
  };
  await check(before, now);
  await ingest(
    store,
    versions.filter(({ knownHour }) => knownHour > now),
    end,
  );
  expect((await ask(now)).sha256).toBe(before.sha256);
  await check(await ask(end), end);
}

interface Expected {
  readonly versions: readonly Version[];
  readonly delayHours: number;
  readonly asOf: number;
  readonly view: string;
}

function expectRow(
  row: Record<string, number | string | Date>,
  { versions, delayHours, asOf, view }: Expected,
): void {
  const at = {
    series: Number(String(row['meter']).slice(1)),
    target: Number(row['target']),
    origin: Number(row['origin']),
  };
  const link = row['scale'] === 'log' ? 'log' : 'linear';
  const expected = naiveFeatures({ link, versions, delayHours, calendar: createCalendar('DK') }, at);
  const near = (got: unknown, wanted: number): boolean =>
    Number.isNaN(wanted)
      ? got === null
      : Math.abs(Number(got) - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted));
  for (const { name, unit } of viewColumns(getView(view))) {
    if (name === 'series') continue;
    const factor = row['scale'] === 'value' && unit === 'value' ? (expected['scale'] ?? Number.NaN) : 1;
    const wanted = (expected[name] ?? Number.NaN) * factor;
    const tolerant = Number.isNaN(wanted) ? wanted : wanted / Math.max(1, factor);
    const got = row[name] === null ? null : Number(row[name]) / Math.max(1, factor);
    if (!near(got, tolerant))
      expect({ name, ...at, value: row[name] }).toEqual({ name, ...at, value: wanted });
  }
  expect(row['truth'] ?? Number.NaN).toEqual(truthOf(versions, at, asOf, delayHours));
}
