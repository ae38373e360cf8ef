import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  hourOfMs,
  isoOfHour,
  parseInstant,
  silentLogger,
  silentProgress,
  type HourUtc,
} from '../../../core/index.ts';
import { openStore, type Store } from '../../../store/index.ts';
import { EdsServer, type Row } from '../../feed/eds-server.fixture.ts';
import { ServiceDesk, type KeptAnswer } from './ask.ts';
import type { Ask, CovariateRow } from './covariate-row.ts';
import { danishAreas } from '../../sources/denmark/areas.ts';
import { danishOffset, hourOfDayBefore } from '../../sources/denmark/danish-day.ts';
import { createDmiObservations } from './dmi-observations.ts';
import { createEdsForecasts } from './eds-forecasts.ts';
import { createEdsPrices } from './eds-prices.ts';
import { createOpenMeteo } from './open-meteo.ts';

const hour = (iso: string): number => hourOfMs(parseInstant(iso) ?? Number.NaN);

let folder: string;
let store: Store;
let waits: number[];
let kept: KeptAnswer[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridcast-covariates-'));
  store = await openStore({ home: join(folder, 'home') });
  [waits, kept] = [[], []];
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

function ask(): Ask {
  const desk = new ServiceDesk({
    lake: store.lake,
    signal: new AbortController().signal,
    logger: silentLogger,
    progress: silentProgress,
    network: {
      request: (url, init) => fetch(url, init),
      sleep: (ms, signal) => {
        if (ms === 60_000)
          return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error())));
        waits.push(ms);
        return Promise.resolve();
      },
    },
  });
  return desk.ask('service', (answer) => kept.push(answer));
}

/** `DK1 2026-01-01T00 5 @2025-12-31T13` */
function lines(rows: readonly CovariateRow[]): readonly string[] {
  const short = (at: HourUtc): string => isoOfHour(at).slice(0, 13);
  return rows.map((row) => `${row.entity} ${short(row.hour)} ${row.value} @${short(row.knownAtHour)}`);
}

/** A service that answers each path with what a function gives: text with 200, or a status with its text. */
async function serve(
  answer: (url: URL) => string | readonly [status: number, text: string],
): Promise<{ readonly url: string; readonly asked: URL[] } & AsyncDisposable> {
  const asked: URL[] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    asked.push(url);
    const given = answer(url);
    const [status, text] = typeof given === 'string' ? [200, given] : given;
    response.writeHead(status).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('the Danish day', () => {
  test('has the offset that the zone has, in every hour of twelve years', () => {
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/Copenhagen',
      timeZoneName: 'longOffset',
    });
    for (let at = hour('2019-01-01'); at < hour('2031-01-01'); at++) {
      if (clock.format(at * 3_600_000).endsWith(`+0${danishOffset(at)}:00`)) continue;
      throw new Error(`${isoOfHour(at)} is not ${danishOffset(at)} h ahead`);
    }
  });

  test.each([
    ['2026-01-15T22:00Z', '2026-01-14T13:00:00Z'],
    ['2026-01-15T23:00Z', '2026-01-15T13:00:00Z'],
    ['2026-07-15T21:00Z', '2026-07-14T12:00:00Z'],
    ['2026-07-15T22:00Z', '2026-07-15T12:00:00Z'],
    // the days of the clock changes, and the days after
    ['2026-03-29T21:00Z', '2026-03-28T13:00:00Z'],
    ['2026-03-29T22:00Z', '2026-03-29T12:00:00Z'],
    ['2026-10-25T22:00Z', '2026-10-24T12:00:00Z'],
    ['2026-10-25T23:00Z', '2026-10-25T13:00:00Z'],
  ])('%s is published at 14 h Danish time on the day before: %s', (target, published) => {
    expect(isoOfHour(hourOfDayBefore(hour(target), 14))).toBe(published);
  });
});

describe('day-ahead prices', () => {
  const switched = hour('2025-09-30T22:00Z');

  /** Quarters q = 0..3 of an hour h cost 10 h + q in DK1, twice that in DK2. */
  function priceServer(server: EdsServer): void {
    const described = { title: '', description: '', updateFrequency: 'PT15M' };
    server.datasets.set('Elspotprices', {
      ...described,
      time: 'HourUTC',
      columns: ['HourUTC', 'HourDK', 'PriceArea', 'SpotPriceDKK', 'SpotPriceEUR'],
      firstHour: switched - 100,
      endHour: switched,
      rowsOf: (at) =>
        ['DK1', 'DK2', 'SE3'].map((PriceArea, place) => ({
          PriceArea,
          SpotPriceDKK: 0,
          SpotPriceEUR: place + (at % 24),
        })),
    });
    server.datasets.set('DayAheadPrices', {
      ...described,
      time: 'TimeUTC',
      columns: ['TimeUTC', 'TimeDK', 'PriceArea', 'DayAheadPriceEUR', 'DayAheadPriceDKK'],
      firstHour: switched,
      endHour: switched + 48,
      rowsOf: (at) => [0, 1, 2, 3].flatMap((quarter) => quarterRows(at, quarter)),
    });
  }

  function quarterRows(at: HourUtc, quarter: number): readonly Row[] {
    const TimeUTC = `${isoOfHour(at).slice(0, 14)}${String(15 * quarter).padStart(2, '0')}:00`;
    return ['DK1', 'DK2'].map((PriceArea, place) => ({
      TimeUTC,
      PriceArea,
      DayAheadPriceEUR: (place + 1) * (10 * (at - switched) + quarter),
      DayAheadPriceDKK: 0,
    }));
  }

  test('join the old dataset by hour and the new one by quarter, known the day before', async () => {
    await using server = await new EdsServer().start();
    priceServer(server);
    server.doubled = true;
    const read = createEdsPrices({ baseUrl: server.url, areas: ['DK1', 'DK2'] });
    const rows = await read(ask(), { start: switched - 1, end: switched + 2 });
    expect(lines(rows)).toEqual([
      'DK1 2025-09-30T21 21 @2025-09-29T12',
      // (0 + 1 + 2 + 3) / 4, then 10 more an hour
      'DK1 2025-09-30T22 1.5 @2025-09-30T12',
      'DK1 2025-09-30T23 11.5 @2025-09-30T12',
      'DK2 2025-09-30T21 22 @2025-09-29T12',
      'DK2 2025-09-30T22 3 @2025-09-30T12',
      'DK2 2025-09-30T23 23 @2025-09-30T12',
    ]);
    expect(server.rowRequests.map((query) => query.get('filter'))).toEqual(
      Array.from({ length: 2 }, () => '{"PriceArea":["DK1","DK2"]}'),
    );
    expect(await store.lake.read(kept[0]?.key ?? '')).toHaveLength(kept[0]?.bytes ?? -1);
  });

  test('leave an hour out whose quarters are not all there, and count none twice', async () => {
    await using server = await new EdsServer().start();
    priceServer(server);
    const dataset = server.datasets.get('DayAheadPrices');
    if (dataset === undefined) throw new Error('not served');
    dataset.rowsOf = (at) =>
      [0, 1, 2, at === switched ? 3 : 2].flatMap((quarter) => quarterRows(at, quarter));
    const read = createEdsPrices({ baseUrl: server.url, areas: ['DK1'] });
    expect(lines(await read(ask(), { start: switched, end: switched + 2 }))).toEqual([
      'DK1 2025-09-30T22 1.5 @2025-09-30T12',
    ]);
  });

  test('refuse a cut response, a renamed column and text for numbers, and wait where the service asks', async () => {
    await using server = await new EdsServer().start();
    priceServer(server);
    const read = createEdsPrices({ baseUrl: server.url, areas: ['DK1'] });
    const window = { start: switched, end: switched + 4 };
    server.maxRows = 3;
    await expect(read(ask(), window)).rejects.toThrow(/3 of 16 rows came/u);
    [server.maxRows, server.maxWholeRows] = [Number.POSITIVE_INFINITY, 1];
    await expect(read(ask(), window)).rejects.toMatchObject({ code: 'COLLECT_FEED_BROKEN' });
    server.maxWholeRows = Number.POSITIVE_INFINITY;
    const dataset = server.datasets.get('DayAheadPrices');
    if (dataset === undefined) throw new Error('not served');
    dataset.rowsOf = (at) => quarterRows(at, 0).map((row) => ({ ...row, DayAheadPriceEUR: '12,5' }));
    await expect(read(ask(), window)).rejects.toMatchObject({ code: 'COLLECT_FEED_TYPE' });
    dataset.columns = ['TimeUTC', 'PriceArea', 'PriceEUR'];
    await expect(read(ask(), window)).rejects.toThrow(/HTTP 400: "Invalid column DayAheadPriceEUR"/u);
    server.faults.push({ kind: 'status', status: 429, body: '', retryAfter: 7 });
    await expect(read(ask(), window)).rejects.toThrow();
    expect(waits).toEqual([7000]);
  });
});

test('forecasts of wind give the day-ahead column alone, known from 18 h on the day before', async () => {
  await using server = await new EdsServer().start();
  const first = hour('2026-02-01T22:00Z');
  server.datasets.set('Forecasts_Hour', {
    time: 'HourUTC',
    columns: ['HourUTC', 'HourDK', 'PriceArea', 'ForecastType', 'ForecastDayAhead', 'ForecastCurrent'],
    title: '',
    description: '',
    updateFrequency: 'PT5M',
    firstHour: first,
    endHour: first + 3,
    rowsOf: (at) =>
      ['Onshore Wind', 'Solar'].map((ForecastType) => ({
        PriceArea: 'DK1',
        ForecastType,
        // not there yet for the last hour; what is forecast now must not be taken for it
        ForecastDayAhead: at === first + 2 ? null : at - first,
        ForecastCurrent: 999,
      })),
  });
  const read = createEdsForecasts({
    baseUrl: server.url,
    areas: ['DK1'],
    type: 'Onshore Wind',
  });
  expect(lines(await read(ask(), { start: first, end: first + 3 }))).toEqual([
    'DK1 2026-02-01T22 0 @2026-01-31T17',
    'DK1 2026-02-01T23 1 @2026-02-01T17',
  ]);
});

describe('observations of weather', () => {
  const start = hour('2026-02-01T00:00Z');
  const feature = (minutes: number, value: number | null, parameterId: string): object => ({
    type: 'Feature',
    properties: {
      parameterId,
      created: '2026-02-02T00:00:00Z',
      value,
      observed: new Date(start * 3_600_000 + minutes * 60_000).toISOString().replace('.000', ''),
      stationId: '06180',
    },
  });
  const collection = (features: readonly object[]): string =>
    JSON.stringify({ type: 'FeatureCollection', features, numberReturned: features.length });

  test('average an hour, then the stations, and are known an hour after its end', async () => {
    const byStation: Readonly<Record<string, readonly object[]>> = {
      // ten-minute values, one of them twice, one missing; the last belongs to the next hour
      '06180': [0, 10, 10, 20]
        .map((at) => feature(at, at, 'temp_dry'))
        .concat(feature(30, null, 'temp_dry'), feature(60, 100, 'temp_dry')),
      '06170': [feature(0, 30, 'temp_dry')],
    };
    await using service = await serve((url) =>
      collection(byStation[url.searchParams.get('stationId') ?? ''] ?? []),
    );
    const read = createDmiObservations({
      baseUrl: service.url,
      parameter: 'temp_dry',
      stations: { DK2: ['06180', '06170'] },
    });
    expect(lines(await read(ask(), { start, end: start + 2 }))).toEqual([
      // ((0 + 10 + 20) / 3 + 30) / 2; then one station alone
      'DK2 2026-02-01T00 20 @2026-02-01T02',
      'DK2 2026-02-01T01 100 @2026-02-01T03',
    ]);
    expect(Object.fromEntries(service.asked[0]?.searchParams ?? [])).toMatchObject({
      stationId: '06180',
      parameterId: 'temp_dry',
      datetime: '2026-02-01T00:00:00Z/2026-02-01T02:00:00Z',
    });
  });

  test('take a mean of the past hour for the hour before its instant', async () => {
    const parameter = 'temp_mean_past1h';
    const features = [60, 70, 120, 180].map((at) => feature(at, at, parameter));
    await using service = await serve(() => collection(features));
    const read = createDmiObservations({
      baseUrl: service.url,
      parameter,
      stations: { DK2: ['06180'] },
    });
    expect(lines(await read(ask(), { start, end: start + 2 }))).toEqual([
      'DK2 2026-02-01T00 60 @2026-02-01T02',
      'DK2 2026-02-01T01 120 @2026-02-01T03',
    ]);
  });

  test('know stations of each price area, none of both, and leave Bornholm (06190) out', () => {
    const all = danishAreas().flatMap(({ stations }) => stations);
    expect(new Set(all).size).toBe(all.length);
    expect(all).not.toContain('06190');
  });

  test('quote what is no answer', async () => {
    await using service = await serve(() => '<html>Gateway</html>');
    const read = createDmiObservations({
      baseUrl: service.url,
      parameter: 'x',
      stations: { DK2: ['1'] },
    });
    await expect(read(ask(), { start, end: start + 1 })).rejects.toThrow(/DMI refuses .*"<html>Gateway/u);
  });
});

describe('forecasts of weather', () => {
  const start = hour('2026-02-01T22:00Z');

  function response(shift: number): object {
    const time = Array.from({ length: 48 }, (_, i) => isoOfHour(hour('2026-02-01T00:00Z') + i).slice(0, 16));
    return {
      latitude: 56,
      utc_offset_seconds: 0,
      hourly_units: { time: 'iso8601' },
      hourly: {
        time,
        temperature_2m_previous_day1: time.map((_, i) => (i > 24 ? null : i + shift)),
        temperature_2m_previous_day2: time.map((_, i) => 100 + i + shift),
      },
    };
  }

  test('come as issued one and two days before, each known from its issue on', async () => {
    await using service = await serve(() => JSON.stringify([response(0), response(2)]));
    const read = createOpenMeteo({
      baseUrl: service.url,
      variable: 'temperature_2m',
      places: {
        DK1: [
          [56.16, 10.2],
          [57.05, 9.92],
        ],
      },
      lagHours: 12,
    });
    const rows = await read(ask(), { start, end: start + 4 });
    expect(lines(rows)).toEqual([
      'DK1 2026-02-01T22 123 @2026-01-31T10',
      'DK1 2026-02-01T22 23 @2026-02-01T10',
      'DK1 2026-02-01T23 124 @2026-01-31T11',
      'DK1 2026-02-01T23 24 @2026-02-01T11',
      'DK1 2026-02-02T00 125 @2026-01-31T12',
      'DK1 2026-02-02T00 25 @2026-02-01T12',
      // not issued a day before yet
      'DK1 2026-02-02T01 126 @2026-01-31T13',
    ]);
    expect(rows.every((row) => row.knownAtHour <= row.hour - 12)).toBe(true);
    expect(Object.fromEntries(service.asked[0]?.searchParams ?? [])).toEqual({
      latitude: '56.16,57.05',
      longitude: '10.2,9.92',
      hourly: 'temperature_2m_previous_day1,temperature_2m_previous_day2',
      start_date: '2026-02-01',
      end_date: '2026-02-02',
      wind_speed_unit: 'ms',
      timezone: 'UTC',
    });
  });

  test('say what the service says where it refuses', async () => {
    await using service = await serve(() => [400, '{"error":true,"reason":"Data corrupted at path hourly"}']);
    const options = {
      baseUrl: service.url,
      variable: 'x',
      places: { a: [[1, 2] as const] },
      lagHours: 12,
    };
    await expect(createOpenMeteo(options)(ask(), { start, end: start + 1 })).rejects.toThrow(
      /HTTP 400: ".*Data corrupted/u,
    );
  });
});
