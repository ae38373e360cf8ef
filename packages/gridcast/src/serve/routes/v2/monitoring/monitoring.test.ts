import { describe, expect, test } from 'vitest';
import { measureDailyDrift, recordObservationStatistics } from '../../../../monitor/index.ts';
import { loadObservations, openSqlEngine } from '../../../../store/index.ts';
import { de35Home, openEmptyHome, openTinyHome, ORIGIN, type TinyHome } from '../../../testing/tiny-home.ts';

async function ask(home: TinyHome, path: string): Promise<unknown> {
  const response = await home.app.request(path);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  expect(text).not.toMatch(/NaN|Infinity/u);
  return JSON.parse(text);
}

async function countObservations({ store }: TinyHome): Promise<void> {
  using engine = await openSqlEngine({ threads: 1 });
  const loaded = await loadObservations(store, engine, { asOfHour: ORIGIN, delayHours: 0 });
  const { keyNames, series, snapshotId } = loaded;
  const count = (): ReturnType<typeof recordObservationStatistics> =>
    recordObservationStatistics({ store, engine, keyNames, series: series.length, snapshotId });
  await store.catalogue.transaction().execute(await count());
  // nothing was collected since: a second run counts nothing twice
  await store.catalogue.transaction().execute(await count());
}

describe('/api/v2/monitoring', () => {
  test('statistics: counts and quantiles of any days', async () => {
    await using home = await openTinyHome(de35Home);
    await countObservations(home);
    const page = await ask(
      home,
      '/api/v2/monitoring/statistics?from=2023-01-15&to=2023-01-17&subject=consumer_type=450',
    );
    // one series of 200 + the hour of the day, over two days
    expect(page).toMatchObject({
      fromDay: '2023-01-15',
      toDay: '2023-01-17',
      total: 1,
      items: [
        {
          count: 48,
          nulls: 0,
          least: 200,
          largest: 223,
          top: expect.arrayContaining([{ value: 200, count: 2 }]),
        },
      ],
    });
    const all = await ask(home, '/api/v2/monitoring/statistics?from=2023-01-15&to=2023-01-16&subject=all');
    expect(all).toMatchObject({ items: [{ count: 72, least: 100, largest: 323 }] });
    const refused = await home.app.request('/api/v2/monitoring/statistics?from=2023-01-17&to=2023-01-15');
    expect(refused.status).toBe(422);
  });

  test('drift: given days against given days, and the reports of past days', async () => {
    await using home = await openTinyHome(de35Home);
    await countObservations(home);
    const days = 'from=2023-01-16&to=2023-01-18&referenceFrom=2023-01-13&referenceTo=2023-01-16';
    expect(await ask(home, `/api/v2/monitoring/drift?${days}`)).toMatchObject({
      references: [{ name: 'given', days: 3 }],
      drifting: 0,
      items: expect.arrayContaining([
        expect.objectContaining({ subject: 'area=DK2', comparisons: [expect.objectContaining({ ks: 0 })] }),
      ]),
    });
    using engine = await openSqlEngine({ threads: 1 });
    const input = { store: home.store, engine, origin: ORIGIN, delayHours: 0, runId: 'r' };
    const daily = await measureDailyDrift(input);
    await home.store.catalogue.transaction().execute(async (transaction) => daily?.commit(transaction));
    expect(await measureDailyDrift(input)).toBeUndefined();
    expect(await ask(home, '/api/v2/monitoring/drift/reports')).toMatchObject({
      total: 3,
      items: [{ kind: 'features' }, { kind: 'observations', day: '2023-01-21' }, { kind: 'predictions' }],
    });
    expect(await (await home.app.request('/metrics')).text()).toContain(
      'gridcast_drifting_subjects{kind="observations"} 0',
    );
  });

  test('freshness: states and counts, as metrics too', async () => {
    await using home = await openTinyHome(de35Home);
    expect(await ask(home, '/api/v2/monitoring/freshness')).toMatchObject({
      state: 'fresh',
      newestHourUtc: '2023-01-21T22:00:00Z',
      series: { fresh: 3, late: 0, stalled: 0, ended: 0 },
    });
    const metrics = await (await home.app.request('/metrics')).text();
    expect(metrics).toContain('gridcast_feed_state{state="fresh"} 1');
    expect(metrics).toContain('gridcast_feed_series{state="late"} 0');
  });

  test('errors: along leads, rungs and keys, with coverage', async () => {
    await using home = await openTinyHome(de35Home);
    const byKey = await ask(home, '/api/v2/monitoring/errors?by=consumer_type');
    // p50 is 10 above every truth: DK1/111 and DK2/111 have 24 truths each of 100 and 300 + hour of the day (sum 276)
    expect(byKey).toMatchObject({
      groups: [
        {
          group: '111',
          rows: 48,
          wape: 480 / (24 * 400 + 2 * 276),
          bias: 480 / (24 * 400 + 2 * 276),
          coverage90: 0,
        },
        { group: '450', rows: 24 },
      ],
    });
    expect(await ask(home, '/api/v2/monitoring/errors?by=lead')).toMatchObject({
      groups: expect.arrayContaining([expect.objectContaining({ group: '23', rows: 3, wapeNaive24: 0 })]),
    });
    expect(await ask(home, '/api/v2/monitoring/errors?by=week')).toMatchObject({
      groups: [{ group: '2023-01-16T00:00:00Z', rows: 72 }],
    });
    expect((await home.app.request('/api/v2/monitoring/errors?by=colour')).status).toBe(422);
  });

  test('an empty home has no feed yet', async () => {
    await using home = await openEmptyHome();
    expect((await home.app.request('/api/v2/monitoring/freshness')).status).toBe(503);
    expect(await ask(home, '/api/v2/monitoring/statistics')).toMatchObject({ total: 0, items: [] });
  });
});
