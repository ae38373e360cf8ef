import { describe, expect, test } from 'vitest';
import { openSqlEngine, type SqlEngine } from '../store/index.ts';
import { buildFeatures } from './testing/feature-table.ts';
import { createCalendar } from './calendar/index.ts';
import { featureColumns } from './columns.ts';
import { servingSpine } from './spine.ts';
import { loadSpine, loadVersions, panelRelation, type Version } from './testing/panel-relation.ts';

/** 2023-01-02T00Z, a Monday. */
const MONDAY = 464_616;
const DAY = 24;

async function build(
  engine: SqlEngine,
  {
    delayHours = 0,
    country,
    link = 'log',
  }: { readonly delayHours?: number; readonly country?: string; readonly link?: 'log' | 'linear' } = {},
): Promise<Record<string, number>> {
  const table = await buildFeatures(engine, {
    spine: 'spine',
    delayHours,
    calendar: createCalendar(country),
    link,
    outputTable: 'built',
  });
  const { columns } = await engine.numbers(`SELECT * FROM ${table}`);
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[0] ?? Number.NaN]));
}

function history(days: number, value: (hour: number) => number): Version[] {
  return Array.from({ length: days * DAY }, (_, i) => {
    const hour = MONDAY + i;
    return { series: 0, hour, value: value(hour), knownHour: hour + 1 };
  });
}

describe('one row of features', () => {
  test('anchors on last week and shifts it by the change of level', async () => {
    using engine = await openSqlEngine();
    // Two weeks at 100, then two days at 200: the origin is the start of the third Wednesday, the target its hour 05.
    await loadVersions(
      engine,
      1,
      history(16, (hour) => (hour < MONDAY + 14 * DAY ? 100 : 200)),
    );
    await loadSpine(engine, [{ series: 0, target: MONDAY + 16 * DAY + 5, origin: MONDAY + 16 * DAY }]);
    const row = await build(engine);
    expect(row).toMatchObject({
      lead: 5,
      link: 0,
      scale: 1,
      valid: 1,
      weekday: 3,
      class_target: 0,
      local_hour: 5,
    });
    // Week: Wednesday a week before (100). Day: Tuesday (200). Level: 100 x 200/100. Like: Tuesday, Monday (200), Friday (100).
    expect(Math.exp(row['anchor_week'] ?? 0)).toBeCloseTo(100, 8);
    expect(Math.exp(row['anchor_day'] ?? 0)).toBeCloseTo(200, 8);
    expect(Math.exp(row['anchor_weeklev'] ?? 0)).toBeCloseTo(200, 6);
    expect(Math.exp(row['anchor_like1'] ?? 0)).toBeCloseTo(200, 8);
    expect(Math.exp(row['anchor_like3'] ?? 0)).toBeCloseTo(Math.cbrt(200 * 200 * 100), 8);
    expect(row['r_48']).toBeCloseTo(Math.log(2), 8);
    expect(row['w3']).toBeNaN();
  });

  test('looks only at what a delay lets through', async () => {
    using engine = await openSqlEngine();
    await loadVersions(
      engine,
      1,
      history(30, (hour) => hour),
    );
    // 30 days and 9 days of delay: the newest hour is 20 days and 23 hours after the start.
    const origin = MONDAY + 30 * DAY;
    await loadSpine(engine, [{ series: 0, target: origin, origin }]);
    const row = await build(engine, { delayHours: 9 * DAY });
    expect(Math.exp(row['lev_1'] ?? 0)).toBeCloseTo(origin - 1 - 9 * DAY, 4);
    expect(Math.exp(row['d0'] ?? 0)).toBeCloseTo(origin - 10 * DAY, 4);
    expect(Math.exp(row['w0'] ?? 0)).toBeCloseTo(origin - 14 * DAY, 4);
  });

  test('scales a series with zeros by its daily movement, and refuses one that never moves', async () => {
    using engine = await openSqlEngine();
    // On and off by the day: 0 and 8 in turn, so that every hour moves by 8 over 24 hours.
    const versions = history(10, (hour) => (Math.floor((hour - MONDAY) / DAY) % 2 === 0 ? 0 : 8));
    await loadVersions(engine, 1, versions);
    const origin = MONDAY + 10 * DAY;
    await loadSpine(engine, [{ series: 0, target: origin + 1, origin }]);
    expect(await build(engine, { link: 'log' })).toMatchObject({ link: 0, valid: 0 });
    // The day before the origin is the tenth, an odd one by count from 0: 8 / 8 = 1, after a day of 0.
    expect(await build(engine, { link: 'linear' })).toMatchObject({
      link: 1,
      scale: 8,
      anchor_day: 1,
      dc0: 1,
      dc1: -1,
      valid: 1,
    });
    await loadVersions(
      engine,
      1,
      versions.map((version) => ({ ...version, value: 0 })),
    );
    const dead = await build(engine, { link: 'linear' });
    expect(dead['valid']).toBe(0);
    expect(dead['scale']).toBeNaN();
  });

  test('gives a flat series a deviation of exactly zero', async () => {
    using engine = await openSqlEngine();
    await loadVersions(
      engine,
      1,
      history(10, () => 1 / 3),
    );
    await loadSpine(engine, [{ series: 0, target: MONDAY + 240, origin: MONDAY + 240 }]);
    expect((await build(engine))['sd']).toBe(0);
  });

  test('keeps to the local hour over a change of the clock', async () => {
    using engine = await openSqlEngine();
    // Summer time began on 2023-03-26: local 12:00 is 11:00Z on the Saturday and 10:00Z on the Sunday.
    const saturday = 466_595;
    await loadVersions(
      engine,
      1,
      Array.from({ length: 400 }, (_, i) => {
        const hour = saturday - 390 + i;
        return { series: 0, hour, value: hour, knownHour: hour + 1 };
      }),
    );
    const origin = saturday + 12;
    await loadSpine(engine, [{ series: 0, target: saturday + 23, origin }]);
    const row = await build(engine, { country: 'DK' });
    expect(row['local_hour']).toBe(12);
    expect(Math.exp(row['d0'] ?? 0)).toBeCloseTo(saturday, 4);
  });

  test('serves the bundled rows: every series and lead, all valid, none from after the origin', async () => {
    using engine = await openSqlEngine();
    await panelRelation(engine, {
      file: new URL('../../data/consumption_de35_hour_2022-12-21_2023-01-21.parquet', import.meta.url)
        .pathname,
      keys: ['PriceArea', 'ConsumerType_DE35'],
      time: 'HourUTC',
      value: 'TotalCon',
      delayHours: 0,
    });
    // The last row is of 2023-01-21T22Z.
    const origin = 465_095;
    await servingSpine(engine, { origin, table: 'spine' });
    await build(engine, { country: 'DK' });
    const [seen] = await engine.rows(
      'SELECT COUNT(*)::INTEGER AS rows, MIN(valid) AS valid, COUNT(DISTINCT series)::INTEGER AS series, COUNT(w0)::INTEGER AS weeks FROM built',
    );
    expect(seen).toEqual({ rows: 76 * 24, valid: 1, series: 76, weeks: 76 * 24 });
  });
});

describe('featureColumns', () => {
  test('has the sizes of the recipe, with names that are there once', () => {
    const sizes = Object.groupBy(featureColumns, ({ group }) => group);
    expect([sizes.core?.length, sizes.cal?.length, sizes.yoy?.length]).toEqual([18, 4, 5]);
    expect(new Set(featureColumns.map(({ name }) => name)).size).toBe(featureColumns.length);
  });

  test('reads nothing newer than the delay allows', () => {
    for (const { newestHour } of featureColumns) expect(newestHour(1000, 5) ?? 0).toBeLessThanOrEqual(994);
  });
});
