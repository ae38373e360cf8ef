import { assert, array, asyncProperty, constantFrom, double, integer, oneof, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openSqlEngine, type SqlEngine } from '../../store/index.ts';
import { mergeSql, sketchSql } from './sketch.ts';
import { summarise, type Cell, type Statistics } from './summary.ts';

interface Given {
  readonly day: number;
  readonly subject: string;
  readonly value: number;
}

const given = record({
  day: integer({ min: 19_000, max: 19_003 }),
  subject: constantFrom('a', 'b'),
  value: oneof(
    constantFrom(0, -0, 1, 7, -7, Number.NaN, Number.POSITIVE_INFINITY, 1e-300, 1e300),
    double({ min: -1e6, max: 1e6, noNaN: true }),
  ),
});

async function load(engine: SqlEngine, name: string, rows: readonly Given[]): Promise<string> {
  await engine.createTable(name, {
    day: Int32Array.from(rows, (row) => row.day),
    subject: rows.map((row) => row.subject),
    value: Float64Array.from(rows, (row) => row.value),
  });
  return `SELECT * FROM ${name}`;
}

async function cellsOf(engine: SqlEngine, query: string): Promise<readonly unknown[]> {
  return engine.rows(`SELECT * FROM (${query}) ORDER BY day, subject, kind, cell, value`);
}

async function statisticsOf(engine: SqlEngine, values: string): Promise<Statistics> {
  const rows = await engine.rows<{ kind: string; cell: number; value: number; n: bigint }>(
    `SELECT * FROM (${mergeSql(sketchSql(values), 'window')}) ORDER BY kind, cell, value`,
  );
  return summarise(rows.map((row): Cell => ({ ...row, n: Number(row.n) })));
}

describe('sketches', () => {
  test('of parts, merged in any grouping, are the sketch of the whole', async () => {
    using engine = await openSqlEngine({ threads: 2 });
    await assert(
      asyncProperty(array(given, { maxLength: 60 }), integer({ min: 0, max: 60 }), async (rows, cut) => {
        // at most 18 different values a day and subject stand in a part, so that the list of top values is whole too
        const few = rows.map((row, i) => ({
          ...row,
          value: i % 3 === 0 ? row.value : Math.sign(row.value) * 3,
        }));
        const whole = await cellsOf(engine, mergeSql(sketchSql(await load(engine, 'whole', few)), 'window'));
        const left = sketchSql(await load(engine, 'left_part', few.slice(0, cut)));
        const right = sketchSql(await load(engine, 'right_part', few.slice(cut)));
        const both = `SELECT * FROM (${left}) UNION ALL SELECT * FROM (${right})`;
        expect(await cellsOf(engine, mergeSql(both, 'window'))).toEqual(whole);
        // first by day, then over the days, with the parts the other way round
        const turned = `SELECT * FROM (${right}) UNION ALL SELECT * FROM (${left})`;
        expect(await cellsOf(engine, mergeSql(mergeSql(turned, 'day'), 'window'))).toEqual(whole);
      }),
      { numRuns: 20, seed: 7 },
    );
  });

  test('are the same whether subjects are texts or places in a list', async () => {
    using engine = await openSqlEngine({ threads: 1 });
    await assert(
      asyncProperty(array(given, { maxLength: 40 }), async (rows) => {
        const values = await load(engine, 'given', rows);
        const places = `SELECT day, CASE subject WHEN 'a' THEN 1 ELSE 2 END AS subject, value FROM (${values})`;
        const texts = await cellsOf(engine, sketchSql(values));
        expect(await cellsOf(engine, sketchSql(places, ['a', 'b']))).toEqual(texts);
      }),
      { numRuns: 20, seed: 7 },
    );
  });

  test('give counts, extremes, quantiles within 1 % and the most frequent values', async () => {
    using engine = await openSqlEngine({ threads: 2 });
    const values = Array.from({ length: 10_000 }, (_, i) => (i < 9000 ? (i % 500) + 1 : -20));
    const statistics = await statisticsOf(
      engine,
      await load(
        engine,
        'sample',
        [...values, Number.NaN, Number.NaN].map((value) => ({ day: 1, subject: 's', value })),
      ),
    );
    // sorted: 1,000 times -20, then 18 of each of 1 .. 500; the median is the 4,000th of those: 223
    expect(statistics).toMatchObject({ count: 10_000, nulls: 2, least: -20, largest: 500 });
    expect(statistics.quantiles.p05).toBeCloseTo(-20, 0);
    expect(Math.abs((statistics.quantiles.p50 ?? 0) / 223 - 1)).toBeLessThan(0.01);
    expect(Math.abs((statistics.quantiles.p99 ?? 0) / 495 - 1)).toBeLessThan(0.01);
    expect(statistics.top[0]).toEqual({ value: -20, count: 1000 });
    // four standard errors
    expect(Math.abs(statistics.distinct / 501 - 1)).toBeLessThan(0.26);
  });

  test.each([1, 7, 100, 3_000, 200_000])(
    'count %i distinct values within four standard errors',
    async (distinct) => {
      using engine = await openSqlEngine({ threads: 2 });
      const statistics = await statisticsOf(
        engine,
        `SELECT 1 AS day, 's' AS subject, (range * 0.37)::DOUBLE AS value FROM range(${distinct})`,
      );
      expect(Math.abs(statistics.distinct / distinct - 1)).toBeLessThan(distinct < 10 ? 0.01 : 0.26);
    },
  );

  test('say nothing of a subject without values but its nulls', async () => {
    using engine = await openSqlEngine({ threads: 1 });
    const statistics = await statisticsOf(
      engine,
      await load(engine, 'none', [{ day: 1, subject: 's', value: Number.NaN }]),
    );
    expect(statistics).toMatchObject({ count: 0, nulls: 1, distinct: 0, least: null, top: [] });
    expect(statistics.quantiles.p50).toBeNull();
  });
});
