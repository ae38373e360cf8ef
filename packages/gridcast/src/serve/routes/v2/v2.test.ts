import { describe, expect, test } from 'vitest';
import { GridcastError, isoOfHour } from '../../../core/index.ts';
import { saveFeedState } from '../../../store/index.ts';
import { parseSelection } from '../../reads/selection.ts';
import {
  de35Home,
  openTinyHome,
  ORIGIN,
  type TinyHome,
  type TinyHomeOptions,
} from '../../testing/tiny-home.ts';

// Three keys with awkward names and values, a unit, two days' delay, and a zone half an hour off.
const oddHome: TinyHomeOptions = {
  source: {
    name: 'file',
    path: '/nowhere/x.csv',
    time: 't',
    value: 'v',
    unit: 'MW',
    keys: ['site', 'it"s: a', 'kind'],
    timezone: 'America/St_Johns',
    delay: 48,
  },
  keyNames: ['site', 'it"s: a', 'kind'],
  series: [
    ["O'Neil", 'a:b', 'x'],
    ["O'Neil", 'c,d', 'x'],
    ['Ørsted', 'a:b', 'y'],
  ],
  delayHours: 48,
};

async function ask<Body = Record<string, unknown>>(home: TinyHome, path: string): Promise<Body> {
  const response = await home.app.request(path);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  expect(text).not.toMatch(/NaN|Infinity/u);
  return JSON.parse(text) as Body;
}

interface Groups {
  readonly total: number;
  readonly groups: readonly {
    readonly key: Record<string, string>;
    readonly seriesCount: number;
    readonly bandMethod: string;
    readonly hoursUtc: readonly string[];
    readonly hoursLocal: readonly string[];
    readonly quantiles: Readonly<Record<string, readonly number[]>>;
    readonly total: Readonly<Record<string, number>>;
    readonly peak: { readonly hourUtc: string; readonly hourLocal: string };
    readonly rungs: Record<string, number>;
  }[];
}

describe('forecasts', () => {
  test('sum up by any keys, whatever their names', async () => {
    await using home = await openTinyHome(oddHome);
    const { groups } = await ask<Groups>(home, '/api/v2/forecasts');
    const total = groups[0];
    // The origin is 23:00 UTC, so lead 0 has 23 on top of 100, 200, 300 and lead 1 has 0; p50 is 10 more in each series.
    expect(total?.quantiles['p50']?.slice(0, 2)).toEqual([600 + 3 * 23 + 30, 600 + 30]);
    expect(total?.quantiles['p05']?.[1]).toBe(630 - 9);
    expect(total?.quantiles['p95']?.[1]).toBe(630 + 9);
    // Over the day the hours of the day add 3 * 276.
    expect(total?.total['p50']).toBe(24 * 630 + 3 * 276);
    expect(total).toMatchObject({ key: {}, seriesCount: 3, bandMethod: 'comonotone' });
    expect(total?.rungs).toEqual({ model: 48, seasonal_naive: 24 });
    expect(total?.peak).toMatchObject({
      hourUtc: '2023-01-21T23:00:00Z',
      hourLocal: '2023-01-21T19:30:00-03:30',
    });
    const by = await ask<Groups>(home, '/api/v2/forecasts?by=it%22s%3A%20a');
    expect(by.groups.map((group) => [group.key, group.quantiles['p50']?.[1]])).toEqual([
      [{ 'it"s: a': 'a:b' }, 100 + 300 + 20],
      [{ 'it"s: a': 'c,d' }, 200 + 10],
    ]);
    const where = await ask<Groups>(
      home,
      `/api/v2/forecasts?where=${encodeURIComponent('it"s: a:a:b')}&where=site:${encodeURIComponent("O'Neil")}`,
    );
    expect(where.groups[0]).toMatchObject({ seriesCount: 1, bandMethod: 'series', key: { site: "O'Neil" } });
  });

  test('come page by page', async () => {
    await using home = await openTinyHome(de35Home);
    const keys = [];
    for (const offset of [0, 1, 2, 3]) {
      const page = await ask<Groups>(
        home,
        `/api/v2/forecasts?by=area&by=consumer_type&limit=1&offset=${offset}`,
      );
      expect(page.total).toBe(3);
      keys.push(...page.groups.map((group) => group.key));
    }
    expect(keys).toEqual([
      { area: 'DK1', consumer_type: '111' },
      { area: 'DK1', consumer_type: '450' },
      { area: 'DK2', consumer_type: '111' },
    ]);
  });

  test('are those of an origin, or what an as-of knew', async () => {
    await using home = await openTinyHome(de35Home);
    const originOf = async (query: string) =>
      (await ask<{ originUtc: string }>(home, `/api/v2/forecasts?${query}`)).originUtc;
    expect(await originOf('')).toBe('2023-01-21T23:00:00Z');
    expect(await originOf('origin=2023-01-20T23:00:00Z')).toBe('2023-01-20T23:00:00Z');
    expect(await originOf('asOf=2023-01-21T22:59:00Z')).toBe('2023-01-20T23:00:00Z');
    expect(await originOf('asOf=2023-01-21T23:00:00Z')).toBe('2023-01-21T23:00:00Z');
    expect(await ask(home, '/api/v2/origins?limit=1')).toMatchObject({
      total: 2,
      items: [{ originUtc: '2023-01-21T23:00:00Z', rows: 72, scored: false }],
    });
  });

  test.each([
    ['/api/v2/forecasts?origin=2023-01-20T22:00:00Z', 404, 'SERVE_FORECAST_UNKNOWN'],
    ['/api/v2/forecasts?asOf=2022-01-01', 404, 'SERVE_FORECAST_UNKNOWN'],
    ['/api/v2/forecasts?origin=2023-01-21T23:00Z&asOf=2023-01-21T22:00Z', 404, 'SERVE_FORECAST_UNKNOWN'],
    ['/api/v2/forecasts?where=area:DK9', 404, 'SERVE_SERIES_UNKNOWN'],
    ['/api/v2/forecasts?where=area', 422, 'SERVE_SELECTION_INVALID'],
    ['/api/v2/forecasts?by=price', 422, 'SERVE_SELECTION_INVALID'],
    ['/api/v2/forecasts?limit=501', 422, 'SERVE_REQUEST_INVALID'],
    ['/api/v2/forecasts?origin=yesterday', 422, 'SERVE_REQUEST_INVALID'],
    ['/api/v2/forecasts?origin=2023-01-20T22:30Z', 422, 'SERVE_REQUEST_INVALID'],
    ['/api/v2/observations?from=2020-01-01&to=2023-01-01', 422, 'SERVE_REQUEST_INVALID'],
    ['/api/v2/models/nobody', 404, 'SERVE_ENTRY_UNKNOWN'],
    ['/api/v2/keys/price/values', 404, 'SERVE_ENTRY_UNKNOWN'],
  ])('refuse %s', async (path, status, code) => {
    await using home = await openTinyHome(de35Home);
    const response = await home.app.request(path);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ status, code });
  });
});

describe('observations', () => {
  test('sum up as forecasts do, stop at the delay, and say where a sum is not whole', async () => {
    await using home = await openTinyHome({ ...de35Home, gaps: [[1, ORIGIN - 2]] });
    const { groups } = await ask<{
      readonly groups: readonly { hoursUtc: string[]; values: number[]; seriesCounts: number[] }[];
    }>(home, '/api/v2/observations?where=area:DK1');
    expect(groups[0]?.hoursUtc.at(0)).toBe('2023-01-14T23:00:00Z');
    expect(groups[0]?.hoursUtc.at(-1)).toBe('2023-01-21T22:00:00Z');
    // 22:00 is whole: 122 + 222; 21:00 lacks the second series.
    expect(groups[0]?.values.slice(-2)).toEqual([121, 344]);
    expect(groups[0]?.seriesCounts.slice(-2)).toEqual([1, 2]);
    const asOf = await ask<{ readonly groups: readonly { hoursUtc: string[] }[] }>(
      home,
      '/api/v2/observations?asOf=2023-01-21T02:30:00Z',
    );
    expect(asOf.groups[0]?.hoursUtc.at(-1)).toBe('2023-01-21T01:00:00Z');
    await using late = await openTinyHome(oddHome);
    const delayed = await ask<{ readonly groups: readonly { hoursUtc: string[] }[] }>(
      late,
      '/api/v2/observations',
    );
    expect(delayed.groups[0]?.hoursUtc.at(-1)).toBe('2023-01-19T22:00:00Z');
  });
});

describe('errors', () => {
  test('stand beside both naives, of the sum and of the series', async () => {
    await using home = await openTinyHome(de35Home);
    const errors = await ask<Record<'ofTotal' | 'ofSeries', unknown[]> & Record<string, unknown>>(
      home,
      '/api/v2/errors?where=area:DK1&limit=1',
    );
    // Truths are 100 + h and 200 + h for h = 0..23, so 24 * 300 + 2 * 276 = 7752 in all; each forecast is 10 too high: 480 in all.
    expect(errors).toMatchObject({
      origins: 1,
      naiveLagHours: { naive_24: 24, naive_168: 168 },
      coverageOfTotal: { '0.5': 0, '0.8': 0, '0.9': 0 },
      ofTotal: [
        { forecaster: 'forecast', rows: 24, wape: 480 / 7752, bias: 480 / 7752 },
        { forecaster: 'naive_24', rows: 24, wape: 0, mape: 0, bias: 0 },
        { forecaster: 'naive_168', rows: 24, wape: 0 },
      ],
      hours: {
        total: 24,
        items: [
          {
            targetHourUtc: '2023-01-21T22:00:00Z',
            actual: 344,
            p50: 364,
            naive24: 344,
            wape: 20 / 344,
            mape: (10 / 122 + 10 / 222) / 2,
          },
        ],
      },
    });
    expect(errors.ofSeries[0]).toMatchObject({ rows: 48, wape: 480 / 7752 });
  });

  test('are null, not absent, while nothing is scored', async () => {
    await using home = await openTinyHome(oddHome);
    const none = { rows: 0, wape: null, mape: null, bias: null };
    expect(await ask(home, '/api/v2/errors')).toMatchObject({
      origins: 0,
      naiveLagHours: { naive_24: 72, naive_168: 168 },
      ofTotal: [none, none, none],
      ofSeries: [none, none, none],
      coverageOfTotal: { '0.9': null },
      hours: { total: 0, items: [] },
    });
  });
});

describe('the source and its series', () => {
  test('say what the numbers are and how fresh', async () => {
    await using home = await openTinyHome(oddHome);
    expect(await ask(home, '/api/v2/source')).toMatchObject({
      title: 'file x.csv',
      keys: [
        { name: 'site', valueCount: 2, declaredValues: null },
        { name: 'it"s: a', valueCount: 2 },
        { name: 'kind', valueCount: 2 },
      ],
      unit: 'MW',
      zone: 'America/St_Johns',
      delayHours: 48,
      dataUntilUtc: '2023-01-19T23:00:00Z',
      seriesCount: 3,
      rungShares: { model: 2 / 3, seasonal_naive: 1 / 3 },
      apiVersion: '1.2.3',
    });
  });

  test('show the health of the living feed behind them', async () => {
    const source = { name: 'eds:ProductionConsumptionSettlement', baseUrl: 'http://127.0.0.1:9' };
    await using home = await openTinyHome({ source, keyNames: ['area'], series: [['DK1'], ['DK2']] });
    expect(await ask(home, '/api/v2/source')).toMatchObject({ feed: null, country: 'DK', unit: 'MWh' });
    const state = {
      name: source.name,
      from_hour: ORIGIN - 1000,
      low_hour: ORIGIN - 800,
      head_hour: ORIGIN,
      newest_hour: ORIGIN - 300,
      window_hours: 24,
      facts: 'null',
      attempted_at: '2023-01-21T22:00:00Z',
      succeeded_at: null,
      retry_at: null,
      error_code: null,
      error: null,
    };
    await saveFeedState(home.store.catalogue, state);
    // the clock of these homes stands one hour after the origin: 300 hours after the end of the newest
    expect(await ask(home, '/api/v2/source')).toMatchObject({
      feed: {
        status: 'stalled',
        ageHours: 300,
        expectedDelayHours: 216,
        readFromUtc: isoOfHour(ORIGIN - 800),
      },
    });
    await saveFeedState(home.store.catalogue, {
      ...state,
      error: 'it is gone',
      attempted_at: '2023-01-21T23:00:00Z',
    });
    expect(await ask(home, '/api/v2/source')).toMatchObject({
      feed: { status: 'failing', reason: 'it is gone', succeededAtUtc: null },
    });
  });

  test('are found by text and by name, readings marked as such', async () => {
    await using home = await openTinyHome(de35Home);
    expect(await ask(home, '/api/v2/series?q=GADE%20%C3%98st')).toMatchObject({ total: 0 });
    expect(await ask(home, '/api/v2/series?q=gade%20vest')).toMatchObject({
      total: 1,
      items: [{ id: 'DK1/450', labels: { consumer_type: { labelEn: 'Street lighting', official: false } } }],
    });
    expect(await ask(home, '/api/v2/keys/consumer_type/values?where=area:DK1')).toMatchObject({
      total: 2,
      items: [{ text: '111', seriesCount: 1, label: { official: true } }, { text: '450' }],
    });
  });

  test('a source without keys is one series', async () => {
    const source = { name: 'file', path: '/x.csv', time: 't', value: 'v', keys: [] };
    await using home = await openTinyHome({ source, keyNames: [], series: [[]] });
    const { groups } = await ask<Groups>(home, '/api/v2/forecasts');
    expect(groups[0]).toMatchObject({ key: {}, seriesCount: 1, bandMethod: 'series' });
    expect(await ask(home, '/api/v2/series')).toMatchObject({ total: 1, items: [{ id: 'all', key: {} }] });
    const observed = await ask<Groups>(home, '/api/v2/observations');
    expect(observed.groups[0]?.hoursUtc).toHaveLength(168);
  });
});

describe('CSV', () => {
  test('carries unit, zone, credit and both kinds of hours', async () => {
    await using home = await openTinyHome(de35Home);
    const response = await home.app.request('/api/v2/forecasts.csv?where=area:DK1&observedHours=1');
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="gridcast_2023-01-21-23_area-DK1.csv"',
    );
    const lines = (await response.text()).split('\n');
    expect(lines.slice(0, 7)).toEqual([
      '# Forecast of 2023-01-21T23:00:00Z; hours are named by their start; target_hour_local is Europe/Copenhagen',
      '# Unit: kWh',
      '# Bands of sums: as if errors of two series went together by 1 (0 not at all, 1 entirely)',
      '# Source: Energinet (www.energidataservice.dk), CC BY 4.0',
      'area,consumer_type,target_hour_utc,target_hour_local,observed [kWh],p05 [kWh],p10 [kWh],p25 [kWh],p50 [kWh],p75 [kWh],p90 [kWh],p95 [kWh]',
      'DK1,(all),2023-01-21T22:00:00Z,2023-01-21T23:00:00+01:00,344,,,,,,,',
      'DK1,(all),2023-01-21T23:00:00Z,2023-01-22T00:00:00+01:00,,360,362,364,366,368,370,372',
    ]);
    expect(lines).toHaveLength(5 + 1 + 24 + 1);
  });

  test('quotes what needs it', async () => {
    await using home = await openTinyHome(oddHome);
    const by = new URLSearchParams(oddHome.keyNames.map((name): [string, string] => ['by', name]));
    const text = await (await home.app.request(`/api/v2/forecasts.csv?${by.toString()}&limit=2`)).text();
    expect(text).toContain('\nsite,"it""s: a",kind,target_hour_utc');
    expect(text).toContain(`\nO'Neil,"c,d",x,2023-01-22T00:00:00Z,2023-01-21T20:30:00-03:30,,207,`);
    expect(text).toContain('# Groups 1 to 2 of 3: limit and offset give the others');
  });
});

test('a selection takes the longest key name that fits', () => {
  const { where } = parseSelection(['a', 'a:b'], { where: ['a:b:c'], by: [] });
  expect([...where]).toEqual([[1, 'c']]);
  expect(() => parseSelection([], { where: ['x:1'], by: [] })).toThrow(GridcastError);
});
