import { expect, test } from 'vitest';
import { putQuery } from '../lake/put-query.ts';
import { publishFiles } from '../snapshots/snapshots.ts';
import { openSqlEngine, type SqlEngine } from '../sql/engine.ts';
import type { Store } from '../store.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { readErrors, readErrorsByHour, readErrorsBySeries } from './read-errors.ts';
import { readForecast, readForecastTotals } from './read-forecast.ts';

/** Two series with two hours each; p50 is 10, 20 for 'a' and 1, 2 for the oddly named one. */
const FORECAST = `SELECT k, lead, p50::DOUBLE AS p50 FROM (VALUES
    ('a', 0, 10.0), ('a', 1, 20.0), ('it''s "b"', 0, 1.0), ('it''s "b"', 1, 2.0)) t(k, lead, p50)`;
const COLUMNS = `k AS "se""ries", make_timestamp((100 + lead)::BIGINT * 3600000000) AS target_hour_utc,
  make_timestamp(100::BIGINT * 3600000000) AS origin_utc, lead::INTEGER AS lead_hours`;
const QUANTILES = `p50 - 3 AS p05, p50 - 2 AS p10, p50 - 1 AS p25, p50, p50 + 1 AS p75, p50 + 2 AS p90, p50 + 3 AS p95`;

test('a forecast reads back in columns, whole and by series, and sums up by hour', async () => {
  await using store = await openTestStore();
  using engine = await openSqlEngine();
  const { key: objectKey } = await putQuery(store.lake, engine, {
    kind: 'forecasts',
    query: `SELECT ${COLUMNS}, ${QUANTILES}, 'm1' AS model_version, 'model' AS rung, 'r' AS run_id FROM (${FORECAST}) ORDER BY k, lead`,
  });
  const all = await readForecast(store, engine, { objectKey });
  expect(all).toMatchObject({ keyNames: ['se"ries'], rows: 4, rung: ['model', 'model', 'model', 'model'] });
  expect(all.quantiles.p95).toEqual(Float64Array.of(13, 23, 4, 5));
  expect(all.targetHour).toEqual(Float64Array.of(100, 101, 100, 101));
  const one = await readForecast(store, engine, { objectKey, series: [['it\'s "b"']] });
  expect(one.key).toEqual([['it\'s "b"'], ['it\'s "b"']]);
  expect(one.quantiles.p50).toEqual(Float64Array.of(1, 2));
  expect((await readForecast(store, engine, { objectKey, series: [] })).rows).toBe(0);
  expect(await readForecastTotals(store, engine, { objectKey })).toEqual([
    { targetHour: 100, p50: 11, series: 2 },
    { targetHour: 101, p50: 22, series: 2 },
  ]);
});

async function publishErrors(store: Store, engine: SqlEngine): Promise<void> {
  const { key: objectKey, rows } = await putQuery(store.lake, engine, {
    kind: 'errors',
    query: `SELECT ${COLUMNS}, CASE WHEN lead = 0 THEN p50 * 2 ELSE 0 END AS actual, ${QUANTILES},
      -p50 AS naive_24, CASE WHEN k = 'a' THEN NULL ELSE 0.5 END AS naive_168, 'model' AS rung FROM (${FORECAST}) ORDER BY k, lead`,
  });
  await store.catalogue.transaction().execute((trx) =>
    publishFiles(trx, {
      dataset: 'errors',
      add: [{ objectKey, rows, minHour: 100, maxHour: 101 }],
      asOf: 102,
      runId: 'r',
    }),
  );
}

test('errors sum up by hour and by series, hours with an actual of 0 apart', async () => {
  await using store = await openTestStore();
  using engine = await openSqlEngine();
  const window = { start: 100, end: 102 };
  expect(await readErrorsByHour(store, engine, { window })).toEqual([]);
  await publishErrors(store, engine);
  // Hour 100: actuals 20 and 2 against 10 and 1, so each is half off; 2 is inside 1 ± 3, 20 is not inside 10 ± 3.
  // Hour 101: actuals 0 against 20 and 2; 0 is inside 2 ± 3.
  expect(await readErrorsByHour(store, engine, { window })).toEqual([
    {
      targetHour: 100,
      mape: 0.5,
      wape: 0.5,
      wapeNaive24: 0.5,
      wapeNaive168: 0.25,
      coverage90: 0.5,
      rows: 2,
      zeroActuals: 0,
    },
    {
      targetHour: 101,
      mape: null,
      wape: null,
      wapeNaive24: null,
      wapeNaive168: null,
      coverage90: 0.5,
      rows: 2,
      zeroActuals: 2,
    },
  ]);
  // Series a: errors 10 and 20 over actuals 20 and 0.
  expect((await readErrorsBySeries(store, engine, { window }))[0]).toEqual({
    key: ['a'],
    mape: 0.5,
    wape: 1.5,
    wapeNaive24: 1.5,
    wapeNaive168: null,
    coverage90: 0,
    rows: 2,
    zeroActuals: 1,
  });
  const rows = await readErrors(store, engine, { window: { start: 101, end: 102 }, series: [['a']] });
  expect(rows).toEqual([
    {
      key: ['a'],
      targetHour: 101,
      originHour: 100,
      leadHours: 1,
      actual: 0,
      p05: 17,
      p50: 20,
      p95: 23,
      naive24: -20,
      naive168: null,
      rung: 'model',
    },
  ]);
});
