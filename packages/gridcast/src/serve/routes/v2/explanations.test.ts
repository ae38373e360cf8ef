import { expect, test } from 'vitest';
import { isoOfHour } from '../../../core/index.ts';
import { de35Home, openTinyHome, ORIGIN, tinyValue } from '../../testing/tiny-home.ts';

interface Explanation {
  readonly originUtc: string;
  readonly key: Readonly<Record<string, string>>;
  readonly hours: readonly {
    readonly hourUtc: string;
    readonly hourLocal: string;
    readonly published: number;
    readonly recomputed: number;
    readonly reproduced: boolean;
    readonly start: { readonly words: string; readonly value: number; readonly hoursUtc: readonly string[] };
    readonly groups: readonly { readonly value: number }[];
  }[];
}

const series = 'where=area:DK1&where=consumer_type:111';

test('a lower rung is explained by the hour that it copied, and a number that it did not make is said to be none of its', async () => {
  await using home = await openTinyHome(de35Home);
  const response = await home.app.request(`/api/v2/explanations?${series}`);
  expect(response.status).toBe(200);
  const { originUtc, key, hours } = (await response.json()) as Explanation;
  expect([originUtc, key, hours.length]).toEqual([
    isoOfHour(ORIGIN),
    { area: 'DK1', consumer_type: '111' },
    24,
  ]);
  for (const [lead, hour] of hours.entries()) {
    // the values repeat every day, so last week at today's level is the value; what is published is 10 more
    const value = tinyValue(0, ORIGIN + lead);
    expect(hour).toMatchObject({
      hourUtc: isoOfHour(ORIGIN + lead),
      published: value + 10,
      recomputed: value,
      reproduced: false,
      start: { words: 'the same hour a week before', value, hoursUtc: [isoOfHour(ORIGIN + lead - 168)] },
      groups: [],
    });
  }
  expect(hours[0]?.hourLocal).toBe('2023-01-22T00:00:00+01:00');

  const etag = response.headers.get('ETag') ?? '';
  const again = await home.app.request(`/api/v2/explanations?${series}`, {
    headers: { 'If-None-Match': etag },
  });
  expect(again.status).toBe(304);
});

test('a condition that fits one series is enough', async () => {
  await using home = await openTinyHome({ ...de35Home, series: [['DK1', '111']] });
  const response = await home.app.request('/api/v2/explanations?where=area:DK1');
  expect(((await response.json()) as Explanation).key).toEqual({ area: 'DK1', consumer_type: '111' });
});

test('a source without keys has one series', async () => {
  const source = { name: 'file', path: '/nowhere/x.csv', time: 't', value: 'v' };
  await using home = await openTinyHome({ source, keyNames: [], series: [[]] });
  const response = await home.app.request('/api/v2/explanations');
  expect(await response.json()).toMatchObject({
    key: {},
    hours: [{ recomputed: tinyValue(0, ORIGIN) }, ...Array.from({ length: 23 }, () => ({}))],
  });
});

test('one hour is found in the newest forecast that holds it', async () => {
  await using home = await openTinyHome(de35Home);
  const hour = isoOfHour(ORIGIN - 3);
  const response = await home.app.request(`/api/v2/explanations?${series}&hour=${hour}`);
  const { originUtc, hours } = (await response.json()) as Explanation;
  expect(originUtc).toBe(isoOfHour(ORIGIN - 24));
  expect(hours.map(({ hourUtc }) => hourUtc)).toEqual([hour]);
});

test.each([
  ['where=area:DK1', 422, 'SERVE_SELECTION_INVALID', 'fits 2 series, and one is explained at a time'],
  ['where=area:DK9', 404, 'SERVE_SERIES_UNKNOWN', 'no series with area DK9'],
  ['where=area:DK1&where=consumer_type:999', 404, 'EXPLAIN_SERIES_UNKNOWN', 'no series "DK1/999"'],
  [`${series}&hour=2020-01-01T00:00Z`, 404, 'EXPLAIN_HOUR_UNKNOWN', 'No published forecast holds 2020-01-01'],
  [`${series}&hour=soon`, 422, 'SERVE_REQUEST_INVALID', 'an ISO instant is wanted'],
  ['where=area:DK1&where=consumer_type:450', 422, 'STORE_MODEL_UNKNOWN', 'There is no model m1'],
])('%s is refused with %i', async (query, status, code, words) => {
  await using home = await openTinyHome(de35Home);
  const response = await home.app.request(`/api/v2/explanations?${query}`);
  expect(response.status).toBe(status);
  const problem = (await response.json()) as { readonly code: string; readonly detail: string };
  expect(problem.code).toBe(code);
  expect(problem.detail).toContain(words);
});
