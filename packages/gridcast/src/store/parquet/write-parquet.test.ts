import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { array, assert, asyncProperty, constantFrom, double, integer, oneof, record } from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { openSqlEngine, readParquet } from '../index.ts';
import { parquetBytes } from './write-parquet.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gridcast-parquet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cells = record({
  number: oneof(constantFrom(NaN, 0, -0, 1.5), double({ noNaN: true, noDefaultInfinity: true })),
  whole: integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  hour: integer({ min: -10_000, max: 700_000 }),
  place: integer({ min: 0, max: 2 }),
  times: oneof(constantFrom(1, 2), integer({ min: 1, max: 40 })),
});

describe('parquetBytes', () => {
  test('gives files that DuckDB reads back bit for bit, whether cells repeat or not', async () => {
    using engine = await openSqlEngine();
    await assert(
      asyncProperty(array(cells, { minLength: 1, maxLength: 60 }), async (drawn) => {
        const rows = drawn.flatMap((row) => Array.from({ length: row.times }, () => row));
        const numbers = Float64Array.from(rows, ({ number }) => number);
        let end = 0;
        const ends = Int32Array.from(drawn, ({ times }) => (end += times));
        const texts = ['DK1', '', 'Grønland'];
        const file = path.join(folder, 'file.parquet');
        const bytes = parquetBytes([
          { kind: 'double', name: 'number', cells: numbers },
          { kind: 'int', name: 'a "whole" one', cells: Int32Array.from(rows, ({ whole }) => whole) },
          { kind: 'hour', name: 'hour', cells: Int32Array.from(rows, ({ hour }) => hour) },
          { kind: 'text', name: 'text', cells: Int32Array.from(rows, ({ place }) => place), texts },
          { kind: 'double', name: 'run', cells: Float64Array.from(drawn, ({ number }) => number), ends },
          {
            kind: 'text',
            name: 'text_run',
            cells: Int32Array.from(drawn, ({ place }) => place),
            ends,
            texts,
          },
        ]);
        writeFileSync(file, bytes);
        const read = await engine.rows<Record<string, unknown>>(
          `SELECT number, "a ""whole"" one" AS whole, hour, text, run, text_run FROM ${readParquet([file])} ORDER BY file_row_number`,
        );
        expect(read.length).toBe(rows.length);
        for (const [i, row] of read.entries()) {
          const wanted = rows[i];
          const text = texts[wanted?.place ?? 0];
          const hour = (row['hour'] as Date).getTime() / 3_600_000;
          expect([row['whole'], hour, row['text'], row['text_run']]).toEqual([
            wanted?.whole,
            wanted?.hour,
            text,
            text,
          ]);
          for (const name of ['number', 'run'])
            expect(Object.is(row[name] ?? NaN, wanted?.number)).toBe(true);
        }
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  test('has bounds by which a reader passes files over', async () => {
    using engine = await openSqlEngine();
    const file = path.join(folder, 'bounds.parquet');
    writeFileSync(
      file,
      parquetBytes([
        { kind: 'double', name: 'number', cells: Float64Array.of(3, NaN, -2) },
        { kind: 'hour', name: 'hour', cells: Int32Array.of(10, 12, 11) },
      ]),
    );
    const found = await engine.rows(`SELECT path_in_schema AS name, stats_min_value AS least,
      stats_max_value AS most, stats_null_count::INTEGER AS missing FROM parquet_metadata('${file}')`);
    expect(found).toEqual([
      { name: 'number', least: '-2.0', most: '3.0', missing: 1 },
      { name: 'hour', least: '1970-01-01 10:00:00', most: '1970-01-01 12:00:00', missing: 0 },
    ]);
    expect(await engine.rows(`SELECT COUNT(*)::INTEGER AS n FROM '${file}' WHERE number < -1`)).toEqual([
      { n: 1 },
    ]);
  });
});
