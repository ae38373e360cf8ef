import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hourOfMs, isoOfHour, parseInstant, silentLogger, silentProgress } from '../../../core/index.ts';
import { loadCovariates, openSqlEngine, openStore, type Store } from '../../../store/index.ts';
import { EdsServer } from '../../feed/eds-server.fixture.ts';
import { openSource, type SourceSpec } from '../../sources.ts';
import { collectCovariates, type CollectedCovariates } from '../collect-covariates.ts';
import type { CovariateSpec } from '../covariates.ts';
import { resolveCovariates } from '../home-covariates.ts';
import { WeatherServer } from './weather-server.fixture.ts';

const hour = (iso: string): number => hourOfMs(parseInstant(iso) ?? Number.NaN);
const START = hour('2026-02-01T09:00Z');
const DAY = 24;

let folder: string;
let store: Store;
let waits: number[];
let clockMs: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridcast-services-'));
  store = await openStore({ home: join(folder, 'home') });
  waits = [];
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

interface Asked {
  readonly asOf: number;
  readonly specs?: readonly CovariateSpec[];
  readonly source?: SourceSpec;
}

/** Collects at an as-of, which is the present too. */
async function collectAt({ asOf, specs, source = { name: 'de35' } }: Asked): Promise<CollectedCovariates> {
  clockMs = asOf * 3_600_000;
  const covariates = await resolveCovariates(store.catalogue, openSource(source), specs);
  return collectCovariates({
    store,
    covariates,
    asOfHour: asOf,
    presentHour: asOf,
    runId: `run ${asOf}`,
    threads: 1,
    network: {
      request: (url, init) => fetch(url, init),
      sleep: (ms, signal) => {
        // deadlines of answers never come, but for a drip that nothing else would end
        if (ms === 60_000 && !isDripping)
          return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error())));
        if (ms !== 60_000) waits.push(ms / 1000);
        clockMs += ms;
        return new Promise((resolve) => setTimeout(resolve, ms === 60_000 ? 50 : 0));
      },
    },
    nowMs: () => clockMs,
    signal: new AbortController().signal,
    logger: silentLogger,
    progress: silentProgress,
  });
}
let isDripping = false;
afterEach(() => {
  isDripping = false;
});

interface Seen {
  readonly entity: string;
  readonly hour: number;
  readonly value: number;
  readonly known: number;
}

/** Every version that is stored. */
async function versions(name: string): Promise<readonly Seen[]> {
  using engine = await openSqlEngine({ threads: 1 });
  const covariates = await resolveCovariates(store.catalogue, openSource({ name: 'de35' }), undefined);
  const own = covariates.filter(({ facts }) => facts.name === name).map(({ facts }) => facts);
  const series = ['DK1', 'DK2'].map((area) => [area, '111']);
  const keyNames = ['area', 'consumer_type'];
  await loadCovariates(store, engine, { covariates: own, keyNames, series, asOfHour: 2_000_000 });
  return await engine.rows<{ [Field in keyof Seen]: Seen[Field] }>(
    `SELECT CASE s.series WHEN 0 THEN 'DK1' ELSE 'DK2' END AS entity, v.hour, v.value, v.known_hour AS known
     FROM covariate_versions v JOIN covariate_series s USING (covariate, entity) ORDER BY entity, v.hour, known`,
  );
}

const dmi = (server: { readonly url: string }, options = {}): CovariateSpec => ({
  name: 'temperature',
  source: 'dmi',
  baseUrl: server.url,
  from: isoOfHour(START - 10 * DAY),
  ...options,
});

describe('observations of a service', () => {
  test('need no option but a name for Danish series, and are known an hour after their hour', async () => {
    await using server = await new WeatherServer().start();
    server.temperature = (station, at) => (at % 24) + (station < '06160' ? 0 : 100);
    const specs = [{ name: 'temperature', source: 'dmi', baseUrl: server.url }];
    const { covariates, newRows } = await collectAt({ asOf: START, specs });
    // three years of history, sixteen stations, a year a request
    expect(server.requests).toHaveLength(3 * 16);
    expect(newRows).toBe(2 * (3 * 366 * DAY - 1));
    expect(covariates).toMatchObject([{ name: 'temperature', feed: { status: 'fresh', ageHours: 1 } }]);
    const seen = await versions('temperature');
    expect(seen.at(-1)).toEqual({ entity: 'DK2', hour: START - 2, value: 107, known: START });
    expect(seen.every(({ hour: at, known }) => known === at + 2)).toBe(true);
    expect(seen.filter(({ entity }) => entity === 'DK1')).toHaveLength(seen.length / 2);
  }, 60_000);

  test('are asked for once an hour, a few days again', async () => {
    await using server = await new WeatherServer().start();
    await collectAt({ asOf: START, specs: [dmi(server)] });
    const first = server.requests.length;
    await collectAt({ asOf: START });
    expect(server.requests).toHaveLength(first);
    expect(await collectAt({ asOf: START + 1 })).toMatchObject({ newRows: 2, revisedRows: 0 });
    expect(server.requests).toHaveLength(first + 16);
    expect(server.requests.at(-1)?.searchParams.get('datetime')).toBe(
      `${isoOfHour(START - 1 - 2 * DAY)}/${isoOfHour(START)}`,
    );
    // an as-of before the last reading asks for nothing
    await collectAt({ asOf: START - 5 });
    expect(server.requests).toHaveLength(first + 16);
  });

  test('that differ later are revisions, and that come late are known when they came', async () => {
    await using server = await new WeatherServer().start();
    const isMissing = new Set([START - 4]);
    server.temperature = (_, at) => (isMissing.has(at) ? null : 5);
    await collectAt({ asOf: START, specs: [dmi(server, { stations: ['06180'] })] });
    isMissing.clear();
    server.temperature = (_, at) => (at === START - 7 ? 6 : 5);
    expect(await collectAt({ asOf: START + 3 })).toMatchObject({ newRows: 3 + 1, revisedRows: 1 });
    const near = (await versions('temperature')).filter(
      ({ entity, hour: at }) => entity === 'DK1' && at > START - 8,
    );
    expect(near.map(({ hour: at, value, known }) => [at - START, value, known - START])).toEqual([
      [-7, 5, -5],
      [-7, 6, 3],
      [-6, 5, -4],
      [-5, 5, -3],
      [-4, 5, 3],
      [-3, 5, -1],
      [-2, 5, 0],
      [-1, 5, 1],
      [0, 5, 2],
      [1, 5, 3],
    ]);
  });

  test('keep what was read of a history that breaks off, and go on there', async () => {
    await using server = await new WeatherServer().start();
    const spec = dmi(server, { stations: ['06180'], from: isoOfHour(START - 3 * 366 * DAY) });
    server.temperature = (_, at) => {
      if (at === START - 700 * DAY) server.storm = { kind: 'hang-up' };
      return 1;
    };
    const cut = await collectAt({ asOf: START, specs: [spec] });
    // the second year was answered, the third was not
    expect(cut.covariates[0]).toMatchObject({
      feed: { status: 'failing' },
      problem: expect.any(String) as string,
    });
    expect(cut.newRows).toBe(2 * 366 * DAY);
    server.storm = undefined;
    const before = server.requests.length;
    const rest = await collectAt({ asOf: START });
    expect(rest.newRows).toBe(366 * DAY - 1);
    expect(rest.covariates[0]?.feed).toMatchObject({ status: 'fresh', reason: null });
    expect(server.requests.slice(before).map((url) => url.searchParams.get('datetime'))).toEqual([
      `${isoOfHour(START - 3 * 366 * DAY)}/${isoOfHour(START - 1 - 2 * 366 * DAY)}`,
    ]);
  });

  test('halve a window that does not come whole, by a reset or a drip', async () => {
    await using server = await new WeatherServer().start();
    isDripping = true;
    server.faults.push({ kind: 'reset' }, { kind: 'drip' });
    const spec = dmi(server, { stations: ['06180'], from: isoOfHour(START - 40 * DAY) });
    expect((await collectAt({ asOf: START, specs: [spec] })).newRows).toBe(40 * DAY - 1);
    const hours = server.requests.map((url) => url.searchParams.get('datetime')?.split('/').map(hour));
    expect(hours.map(([from = 0, until = 0] = []) => until - from)).toEqual([
      959, 456, 216, 216, 216, 216, 95,
    ]);
  });
});

describe('a service that is not well', () => {
  test('in a 429 storm is not asked before the time it told, in header or body, and then goes on', async () => {
    await using server = await new WeatherServer().start();
    await collectAt({ asOf: START, specs: [dmi(server, { stations: ['06180'] })] });
    const body = '{"statusCode":429,"message":"Rate limit is exceeded. Try again in 7200 seconds."}';
    for (const [place, storm] of [
      { kind: 'status', status: 429, body: '', retryAfter: 7200 } as const,
      { kind: 'status', status: 429, body } as const,
      { kind: 'status', status: 200, body } as const,
    ].entries()) {
      const asOf = START + 1 + 10 * place;
      server.storm = storm;
      const before = server.requests.length;
      const { covariates } = await collectAt({ asOf });
      expect(covariates[0]?.feed).toMatchObject({ status: 'failing' });
      expect(covariates[0]?.problem).toMatch(/7200|2 h/u);
      await collectAt({ asOf: asOf + 1 });
      expect(server.requests).toHaveLength(before + 1);
      server.storm = undefined;
      expect((await collectAt({ asOf: asOf + 3 })).covariates[0]?.feed?.status).toBe('fresh');
    }
    // a short wait is waited out
    server.faults.push({ kind: 'status', status: 429, body: '', retryAfter: 292 });
    expect((await collectAt({ asOf: START + 60 })).covariates[0]?.feed?.status).toBe('fresh');
    expect(waits).toEqual([292]);
  });

  test('never stops a collect: dead from the first day, stalled, or with another layout', async () => {
    await using server = await new WeatherServer().start();
    await server.stop();
    const specs = [dmi(server, { stations: ['06180'] })];
    const dead = await collectAt({ asOf: START, specs });
    expect(dead).toMatchObject({
      newRows: 0,
      covariates: [{ feed: { status: 'failing', dataUntilUtc: null } }],
    });
    await server.start();
    server.endHour = START;
    await collectAt({ asOf: START + 1 });
    const stalled = await collectAt({ asOf: START + 20 });
    expect(stalled.covariates[0]?.feed).toMatchObject({ status: 'stalled', ageHours: 20 });
    server.endHour = Number.POSITIVE_INFINITY;
    server.valueMember = 'measured';
    const renamed = await collectAt({ asOf: START + 21 });
    expect(renamed.covariates[0]?.feed).toMatchObject({
      status: 'failing',
      reason: expect.stringContaining('measured') as string,
    });
    server.valueMember = 'value';
    // what had not come by then is known from now on
    expect((await collectAt({ asOf: START + 22 })).newRows).toBe(22 - 1);
    const late = (await versions('temperature')).filter(
      ({ entity, hour: at }) => entity === 'DK1' && at >= START,
    );
    expect(late.map(({ known }) => known - START)).toEqual([...Array.from({ length: 19 }, () => 22), 21, 22]);
  });
});

test('forecasts of weather reach past the origin, each run from when it was there', async () => {
  await using server = await new WeatherServer().start();
  server.temperature = (latitude, _, daysAhead) => Number(latitude) + daysAhead / 10;
  server.endHour = START + 49;
  const spec = { name: 'ahead', source: 'open-meteo', baseUrl: server.url, from: isoOfHour(START - 5 * DAY) };
  await collectAt({ asOf: START, specs: [{ ...spec, coordinates: { DK1: [[57, 10]], DK2: [[55, 12]] } }] });
  const ahead = (await versions('ahead')).filter(({ entity, hour: at }) => entity === 'DK2' && at >= START);
  expect(ahead.every(({ known }) => known <= START)).toBe(true);
  expect(ahead.filter(({ value }) => value === 55.1).map(({ hour: at }) => at - START)).toEqual(
    Array.from({ length: 13 }, (_, i) => i),
  );
  expect(ahead.filter(({ value }) => value === 55.2).at(-1)?.hour).toBe(START + 36);
  expect(server.requests).toHaveLength(2);
});

describe('the day-ahead market', () => {
  /** Prices of the hours before `published`, which tests move on. */
  function priceServer(server: EdsServer, published: { until: number }): void {
    const columns = ['TimeUTC', 'TimeDK', 'PriceArea', 'DayAheadPriceEUR', 'DayAheadPriceDKK'];
    const described = { title: '', description: '', updateFrequency: 'P1D', time: 'TimeUTC', columns };
    server.datasets.set('DayAheadPrices', {
      ...described,
      firstHour: START - 60 * DAY,
      get endHour() {
        return published.until;
      },
      rowsOf: (at) =>
        ['00', '15', '30', '45'].flatMap((minute) =>
          ['DK1', 'DK2'].map((PriceArea, place) => ({
            TimeUTC: `${isoOfHour(at).slice(0, 14)}${minute}:00`,
            PriceArea,
            DayAheadPriceEUR: 100 * place + (at % 24),
            DayAheadPriceDKK: 0,
          })),
        ),
    });
  }
  // Danish days begin at 23 h UTC in winter; the auction's result counts as known at 14 h Danish time
  const today = hour('2026-02-01T23:00Z');

  test('is asked when its next result is due, and a late result is known when it came', async () => {
    await using server = await new EdsServer().start();
    const published = { until: today };
    priceServer(server, published);
    const from = isoOfHour(START - 3 * DAY);
    const specs = [{ name: 'price', source: 'eds-prices', baseUrl: server.url, from }];
    await collectAt({ asOf: START, specs });
    for (const asOf of [START + 1, START + 2, START + 3]) await collectAt({ asOf });
    expect(server.requests).toHaveLength(1);
    const due = hour('2026-02-01T13:00Z');
    expect((await collectAt({ asOf: due })).newRows).toBe(0);
    published.until = today + DAY;
    expect(await collectAt({ asOf: due + 1 })).toMatchObject({
      newRows: 2 * DAY,
      covariates: [{ feed: { status: 'fresh' } }],
    });
    await collectAt({ asOf: due + 2 });
    expect(server.requests).toHaveLength(3);
    const seen = await versions('price');
    expect(seen.filter(({ hour: at }) => at >= today).every(({ known }) => known === due + 1)).toBe(true);
    expect(seen.filter(({ hour: at }) => at < today).every(({ known }) => known <= due - DAY)).toBe(true);
    const missed = await collectAt({ asOf: due + DAY + 7 });
    expect(missed.covariates[0]?.feed?.status).toBe('stalled');
  });

  test('shares one answer among the kinds of power that one dataset forecasts', async () => {
    await using server = await new EdsServer().start();
    const columns = ['HourUTC', 'HourDK', 'PriceArea', 'ForecastType', 'ForecastDayAhead'];
    const described = { title: '', description: '', updateFrequency: 'PT5M', time: 'HourUTC', columns };
    server.datasets.set('Forecasts_Hour', {
      ...described,
      firstHour: START - 30 * DAY,
      endHour: today,
      rowsOf: (at) =>
        ['DK1', 'DK2'].flatMap((PriceArea) =>
          ['Onshore Wind', 'Solar'].map((ForecastType, place) => ({
            PriceArea,
            ForecastType,
            ForecastDayAhead: 1000 * place + (at % 24),
          })),
        ),
    });
    const from = isoOfHour(START - 2 * DAY);
    const specs = ['Onshore Wind', 'Solar'].map((type, i) => ({
      name: `power${i}`,
      source: 'eds-forecasts',
      type,
      baseUrl: server.url,
      from,
    }));
    const { covariates } = await collectAt({ asOf: START, specs });
    expect(covariates.map(({ goodRows }) => goodRows)).toEqual([124, 124]);
    expect(server.requests).toHaveLength(1);
    expect((await versions('power1')).every(({ value }) => value >= 1000)).toBe(true);
  });
});

describe('what a service is for', () => {
  test.each([
    ['regions lie in the areas of their source', { name: 'eds:ConsumptionConsumerCategoryHour' }, {}, 5],
    [
      'series of the whole country get the mean of the areas',
      { name: 'eds:ConsumptionDK3619IndustryHour' },
      {},
      1,
    ],
    [
      'a key is named for other series',
      { name: 'file', path: 'x.csv', time: 't', value: 'v', keys: 'site' },
      { key: 'site', stations: { a: ['06180'], b: ['06170'], c: ['06183'] } },
      3,
    ],
    [
      'Danish files without areas are one panel',
      { name: 'file', path: 'x.csv', time: 't', value: 'v', country: 'DK' },
      {},
      1,
    ],
  ])('%s', async (_, source, options, entities) => {
    await using server = await new WeatherServer().start();
    const { newRows } = await collectAt({ asOf: START, specs: [dmi(server, options)], source });
    expect(newRows).toBe(entities * (10 * DAY - 1));
  });

  const file = { name: 'file', path: 'x.csv', time: 't', value: 'v', keys: 'site' };
  test.each([
    ['no places where the source has none', { source: 'dmi' }, 'stations: none are known for file x.csv'],
    ['price areas where the source has none', { source: 'eds-prices' }, 'areas: no price areas are known'],
    ['areas that no key names', { source: 'dmi', stations: { west: ['06180'] } }, 'whose values are west'],
    [
      'one list for the values of a key',
      { source: 'dmi', stations: ['06180'], key: 'site' },
      'by the value of "site"',
    ],
    [
      'a key that the source lacks',
      { source: 'dmi', stations: { a: ['06180'] }, key: 'zone' },
      'keys name "zone"',
    ],
    ['a station that is none', { source: 'dmi', stations: ['Aarhus'] }, 'like "06180"'],
    [
      'coordinates off the globe',
      { source: 'open-meteo', coordinates: [[155, 12]] },
      'expected number to be <=90',
    ],
    ['an unknown kind of power', { source: 'eds-forecasts', areas: ['DK1'], type: 'Tidal' }, 'Onshore Wind'],
    ['an option of another reader', { source: 'dmi', stations: ['06180'], variable: 'x' }, 'variable'],
    [
      'an address with a key in it',
      { source: 'dmi', stations: ['06180'], baseUrl: 'http://a/?apikey=1' },
      'without a user name, a query',
    ],
  ])('refuses %s', async (_, options, words) => {
    const opened = resolveCovariates(store.catalogue, openSource(file), [{ name: 'x', ...options }]);
    await expect(opened).rejects.toThrow(words);
  });
});
