/** Explanations: exact on any panel, equal to what was published, and told by the command and the API alike. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LightGbm } from '@gridcast/lightgbm';
import { assert, asyncProperty, boolean, constantFrom, integer, nat, record } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLogger } from '../packages/gridcast/src/core/index.ts';
import { createCalendar, forecastClock } from '../packages/gridcast/src/features/index.ts';
import { loadVersions } from '../packages/gridcast/src/features/testing/panel-relation.ts';
import { randomVersions } from '../packages/gridcast/src/features/testing/random-panel.ts';
import {
  explainForecast,
  forecast,
  getColumn,
  type ForecastInput,
  type LinkedVectors,
  type RowExplanation,
} from '../packages/gridcast/src/model/index.ts';
import { getForecastOf, openExplainer } from '../packages/gridcast/src/pipeline/index.ts';
import { openSqlEngine, openStore, readPanel, type SqlEngine } from '../packages/gridcast/src/store/index.ts';
import {
  groupsOf,
  buildVectors,
  makeOriginsSpine,
  trainModel,
} from '../packages/gridcast/src/train/index.ts';
import { serveHome } from '../tools/serve-home.ts';
import { runGridcast, writeMeters } from './run-gridcast.ts';

const slow = 300_000;
let folder: string;
let lightgbm: LightGbm;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-explain-'));
  lightgbm = await LightGbm.open({ threads: 1 });
});
afterAll(async () => {
  await lightgbm.close();
  rmSync(folder, { recursive: true, force: true });
});

const SERIES = 5;
/** 2022-02-23T00Z: a month before a change of the clock. */
const START = 457_104;

const panels = record({
  seed: nat(1_000_000),
  days: integer({ min: 30, max: 75 }),
  delayHours: constantFrom(0, 5, 30, 240),
  nonNegative: boolean(),
  isCountry: boolean(),
  withModel: constantFrom(true, true, true, false),
});
type Drawn = Parameters<typeof inputsOf>[1];

interface Input extends ForecastInput {
  readonly series: number;
}

/** Trains on a random panel of zeros, negatives, gaps, flat and late series, and gives what a forecast at its end reads. */
async function inputsOf(
  engine: SqlEngine,
  drawn: {
    readonly seed: number;
    readonly days: number;
    readonly delayHours: number;
    readonly nonNegative: boolean;
    readonly isCountry: boolean;
    readonly withModel: boolean;
  },
): Promise<Input> {
  const { seed, delayHours, nonNegative, withModel } = drawn;
  const hours = drawn.days * 24;
  const versions = randomVersions({
    seed,
    seriesCount: SERIES,
    startHour: START,
    hours,
    delayHours,
    irregular: true,
  });
  await loadVersions(engine, SERIES, versions);
  const origin = START + hours + delayHours;
  const series = Array.from({ length: SERIES }, (_, i) => [String(i)]);
  const calendar = createCalendar(drawn.isCountry ? 'DK' : undefined);
  const panelFacts = { keyNames: ['s'], series, delayHours };
  const shared = { engine, calendar, ...panelFacts };
  const options = { asOf: origin, covariates: [], seed: 1, maxRows: 2_000, progress: () => {} };
  const trained = withModel
    ? await trainModel({ ...shared, ...options, lightgbm })
    : { impossible: 'not asked' };
  const models = 'impossible' in trained ? [] : [trained];
  const groups = groupsOf(models.flatMap(({ artefact }) => artefact.members.map(({ member }) => member)));
  await makeOriginsSpine(engine, [origin], 'spine');
  const { vectors } = await buildVectors({ ...shared, spine: 'spine', groups });
  const panel = await readPanel(engine, { ...panelFacts, originHour: origin });
  const clock = forecastClock(calendar, panel, origin);
  return { models, vectors, panel, clock, origin, delayHours, nonNegative, lightgbm, series: SERIES };
}

/** The part of an input that is about one series. */
function ofSeries(input: Input, series: number): ForecastInput {
  const rows = (name: string, link: 'log' | 'linear'): Float64Array =>
    getColumn(input.vectors[link], name).slice(24 * series, 24 * (series + 1));
  const vectors = Object.fromEntries(
    (['log', 'linear'] as const).map((link) => [
      link,
      Object.fromEntries(Object.keys(input.vectors[link]).map((name) => [name, rows(name, link)])),
    ]),
  ) as unknown as LinkedVectors;
  const { panel } = input;
  const values = panel.values.slice(series * panel.hours, (series + 1) * panel.hours);
  return { ...input, vectors, panel: { ...panel, series: [panel.series[series] ?? []], values } };
}

function expectSum({ start, steps, features, point }: RowExplanation): void {
  const parts = [start.value, ...steps.values(), ...features.values()];
  const sum = parts.reduce((total, part) => total + part, 0);
  // parts of several times the forecast may cancel, as at a clip
  const size = Math.max(...parts.map(Math.abs));
  expect(Math.abs(sum - point)).toBeLessThanOrEqual(1e-12 * size);
}

describe('the parts of a forecast', () => {
  test('sum to it on random panels, by models and by lower rungs', { timeout: slow }, async () => {
    const seen = new Map<string, number>();
    const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
    await assert(
      asyncProperty(panels, async (drawn: Drawn) => {
        using engine = await openSqlEngine({ threads: 2 });
        const input = await inputsOf(engine, drawn);
        const whole = await forecast(input);
        for (let series = 0; series < SERIES; series++) {
          const { rows, explanations } = await explainForecast(ofSeries(input, series));
          const own = whole.quantiles.p50.slice(24 * series, 24 * (series + 1));
          expect(rows.quantiles.p50).toEqual(own);
          for (const [lead, row] of explanations.entries()) {
            expect(row.point).toBe(own[lead]);
            expectSum(row);
            count(row.rung);
            count(`from ${row.start.copied}`);
            if (row.steps.has('floor')) count('floor');
            const shares = row.members.reduce((sum, { share }) => sum + share, 0);
            if (row.members.length > 0) expect(shares).toBeCloseTo(1, 12);
          }
        }
      }),
      { numRuns: 12, seed: 5 },
    );
    for (const what of ['model', 'level_ratio', 'seasonal_naive', 'from week', 'from like3', 'floor'])
      expect(seen.get(what) ?? 0, what).toBeGreaterThan(0);
  });
});

interface Part {
  readonly value: number;
}

interface Explained {
  readonly key: Readonly<Record<string, string>>;
  readonly modelVersion: string | null;
  readonly hours: readonly {
    readonly targetHourUtc: string;
    readonly rung: string;
    readonly quantiles: Readonly<Record<string, number>>;
    readonly recomputed: number;
    readonly reproduced: boolean;
    readonly start: { readonly words: string; readonly value: number; readonly hoursUtc: readonly string[] };
    readonly groups: readonly (Part & { readonly name: string; readonly parts: readonly Part[] })[];
    readonly members: readonly { readonly name: string; readonly share: number }[];
  }[];
}

async function run(...args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runGridcast(['run', ...args]);
  expect(exitCode, stderr).toBe(0);
}

async function explain(home: string, ...args: readonly string[]): Promise<Explained> {
  const { exitCode, stdout, stderr } = await runGridcast(['explain', ...args, '--home', home, '--json']);
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout) as Explained;
}

const sumOf = (parts: readonly Part[]): number => parts.reduce((sum, { value }) => sum + value, 0);

function expectExact({ hours }: Explained): void {
  expect(hours.length).toBeGreaterThan(0);
  for (const { start, groups, recomputed, quantiles, reproduced } of hours) {
    expect(reproduced).toBe(true);
    expect(recomputed).toBe(quantiles['p50']);
    const size = Math.max(...[start, ...groups].map(({ value }) => Math.abs(value)));
    expect(Math.abs(start.value + sumOf(groups) - recomputed)).toBeLessThanOrEqual(1e-9 * size);
    for (const group of groups) expect(group.value).toBeCloseTo(sumOf(group.parts), 9);
  }
}

describe('gridcast explain', { timeout: slow }, () => {
  let home: string;
  const hour = '2024-03-31T05:00Z';

  beforeAll(async () => {
    home = path.join(folder, 'meters');
    const flags = writeMeters(path.join(folder, 'meters.csv'), { sites: 3, days: 30 });
    // a site that is two days old, under a key that needs care
    const young = Array.from(
      { length: 48 },
      (_, i) => `${new Date(Date.UTC(2024, 2, 29, i)).toISOString()},new/one,${20 + (i % 24)}\n`,
    );
    writeFileSync(path.join(folder, 'meters.csv'), young.join(''), { flag: 'a' });
    await run('--home', home, ...flags);
  }, slow);

  test('says for every hour of a model where it started and what moved it', async () => {
    const explained = await explain(home, 's2', '2024-03-31');
    expectExact(explained);
    expect(explained.hours).toHaveLength(24);
    for (const { rung, start, targetHourUtc, members } of explained.hours) {
      expect(rung).toBe('model');
      expect(start.words).toBe('the same hour a week before');
      expect(start.hoursUtc).toEqual([isoBefore(targetHourUtc, 168)]);
      expect(members.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    }
    const words = await runGridcast(['explain', 's2', hour, '--home', home]);
    expect(words.stdout).toMatch(/^Why s2 at 2024-03-31T05:00:00Z is forecast as [\d.,]+$/mu);
    expect(words.stdout).toMatch(/start: the same hour a week before \(2024-03-24T05:00:00Z\)/u);
    expect(words.stdout).toMatch(/^ *[+-][\d.,]+ +█+ +the level of the last days and weeks$/mu);
    expect(words.stdout).toContain('trees that go hour by hour');
    expect(words.stdout).toContain('equal to the published forecast, bit for bit');
  });

  test('says which hour a lower rung copied, whatever the key is made of', async () => {
    const explained = await explain(home, 'new/one', hour);
    expectExact(explained);
    expect(explained).toMatchObject({ key: { site: 'new/one' }, modelVersion: null });
    expect(explained.hours).toMatchObject([
      {
        rung: 'seasonal_naive',
        start: { words: 'the same hour the day before', value: 25, hoursUtc: ['2024-03-30T05:00:00Z'] },
        groups: [],
        members: [],
      },
    ]);
  });

  test('answers over HTTP with the same numbers', async () => {
    const told = await explain(home, 's1', hour);
    await using server = await serveHome(home);
    const response = await fetch(`${server.url}/api/v2/explanations?where=site:s1&hour=${hour}`);
    const { hours } = (await response.json()) as { readonly hours: readonly object[] };
    const { start, groups, recomputed } = told.hours[0] as Explained['hours'][number];
    expect(hours).toMatchObject([{ start, groups, recomputed, reproduced: true }]);
  });

  test.each([
    [['s2'], 2, 'HOUR is missing'],
    [['s2', 'tomorrow'], 2, 'HOUR is "tomorrow", but an ISO hour is wanted'],
    [['s9', hour], 2, 'holds no series "s9"; a series is written as site. Did you mean s1?'],
    [['s2', '2024-05-01T00:00Z'], 2, 'the newest one covers the 24 hours from 2024-03-31T00:00:00Z'],
    [['s2', hour, '--origin', '2024-03-30T00:00Z'], 2, 'with the origin 2024-03-30T00:00:00Z'],
  ])('%j ends with %i and says what to do', async (args, exitCode, words) => {
    const ended = await runGridcast(['explain', ...args, '--home', home]);
    expect(ended.stderr).toContain(words);
    expect(ended.exitCode).toBe(exitCode);
  });

  test('needs the library where trees forecast, and says so', async () => {
    const environment = { GRIDCAST_LIGHTGBM_LIBRARY: path.join(folder, 'none.so') };
    const ended = await runGridcast(['explain', 's2', hour, '--home', home], environment);
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain('EXPLAIN_LIBRARY_MISSING');
    const ladder = await runGridcast(['explain', 'new/one', hour, '--home', home], environment);
    expect(ladder.exitCode).toBe(0);
  });

  test('takes so many questions at a time and refuses more', async () => {
    await using store = await openStore({ home, readOnly: true });
    await using explainer = openExplainer({ store, threads: 1, logger: silentLogger });
    const at = Date.parse(hour) / 3_600_000;
    const forecastRow = await getForecastOf(store, { start: at, end: at + 1 });
    const asked = Array.from({ length: 18 }, () => explainer.explain(forecastRow, ['new/one']));
    const ended = await Promise.allSettled(asked);
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(16);
    expect(ended.at(-1)).toMatchObject({ reason: { code: 'EXPLAIN_BUSY' } });
  });

  test('says so, with both numbers, where the forecast is not made again', async () => {
    const copy = path.join(folder, 'altered');
    cpSync(home, copy, { recursive: true });
    await alter(copy, 'model', { details: JSON.stringify({ view: 'other@1' }) });
    const otherView = await runGridcast(['explain', 's2', hour, '--home', copy]);
    expect(otherView.exitCode).toBe(1);
    expect(otherView.stderr).toContain('reads the features other@1');

    // what the run recorded is forgotten: the model, the source and the observations are enough
    rmSync(copy, { recursive: true });
    cpSync(home, copy, { recursive: true });
    const forgetting = ['store', 'gc', '--before', '2030-01-01T00:00Z', '--home', copy];
    expect((await runGridcast(forgetting)).exitCode).toBe(0);
    expectExact(await explain(copy, 's2', hour));

    await alter(home, 'step', { output: JSON.stringify({ delayHours: 26, snapshotId: 1 }) });
    const ended = await runGridcast(['explain', 's2', hour, '--home', home]);
    expect(ended.exitCode).toBe(1);
    const published = /was published as ([\d.]+) and is ([\d.]+) when/u.exec(ended.stdout);
    expect(published?.[1]).not.toBe(published?.[2]);
  });
});

test(
  'a forecast is explained as it was known at its origin, whatever was revised since',
  { timeout: slow },
  async () => {
    const [home, file] = [path.join(folder, 'revised'), path.join(folder, 'revised.csv')];
    const flags = writeMeters(file, { sites: 2, days: 31 });
    await run('--home', home, ...flags, '--as-of', '2024-03-31T00:00Z');
    const before = await explain(home, 's1', '2024-03-31');
    // every value of the week before the first origin is revised, and a day has come
    const revised = readFileSync(file, 'utf8').replaceAll(
      /^(2024-03-2[4-9]T\S+,s1),(\d+)/gmu,
      (_, head: string, value: string) => `${head},${Number(value) * 2}`,
    );
    writeFileSync(file, revised);
    await run('--home', home, '--as-of', '2024-04-01T00:00Z');
    const after = await explain(home, 's1', '2024-03-31', '--origin', '2024-03-31T00:00Z');
    expect(after).toEqual(before);
    const newest = await explain(home, 's1', '2024-04-01');
    expectExact(newest);
    expect(newest.hours[0]?.start.value).not.toBeCloseTo(before.hours[0]?.start.value ?? 0, 0);
    // with every older snapshot forgotten, the latest one as known at the origin says the same
    const gc = await runGridcast(['store', 'gc', '--before', '2030-01-01T00:00Z', '--home', home]);
    expect(gc.exitCode, gc.stderr).toBe(0);
    expect(await explain(home, 's1', '2024-03-31', '--origin', '2024-03-31T00:00Z')).toEqual(before);
  },
);

test('covariates are spoken of by their names, across a delay', { timeout: slow }, async () => {
  const [home, temperatures] = [path.join(folder, 'covariates'), path.join(folder, 'temperatures.csv')];
  const flags = writeMeters(path.join(folder, 'late.csv'), { sites: 3, days: 30 });
  const lines = Array.from({ length: 24 * 32 }, (_, i) => {
    const at = new Date(Date.UTC(2024, 2, 1, i)).toISOString();
    return `${at},${(8 + 5 * Math.sin(i / 50)).toFixed(2)}`;
  });
  writeFileSync(temperatures, `at,celsius\n${lines.join('\n')}\n`);
  const config = path.join(folder, 'covariates.json');
  const covariate = {
    name: 'outdoor_temperature',
    path: temperatures,
    time: 'at',
    value: 'celsius',
    delay: 1,
  };
  writeFileSync(config, JSON.stringify({ covariates: [covariate] }));
  await run('--home', home, ...flags, '--delay', '26', '--as-of', '2024-03-31T00:00Z', '--config', config);
  const explained = await explain(home, 's1', '2024-03-31');
  expectExact(explained);
  const groups = explained.hours.flatMap((one) => one.groups.map(({ name }) => name));
  expect(groups).toContain('covariate_outdoor_temperature');
  for (const { start } of explained.hours) expect(start.hoursUtc.length).toBeGreaterThan(0);
});

const isoBefore = (at: string, hours: number): string =>
  new Date(Date.parse(at) - hours * 3_600_000).toISOString().replace('.000', '');

/** Writes other values into every row of a table of a home's catalogue. */
async function alter(
  home: string,
  table: 'model' | 'step',
  values: Readonly<Record<string, string | number>>,
): Promise<void> {
  await using store = await openStore({ home });
  await store.catalogue.updateTable(table).set(values).execute();
}
