import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqlEngine, type SqlEngine } from '../sql/engine.ts';
import { quoteText } from '../sql/quote.ts';
import { formatOf, writeTable } from './write-table.ts';

let folder: string;
let engine: SqlEngine;
let paths: string[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "gridcast export it's env=prod "));
  engine = await openSqlEngine({ threads: 2 });
  paths = [path.join(folder, 'one.parquet'), path.join(folder, 'two.parquet')];
  for (const [place, file] of paths.entries()) {
    // more rows than a record batch has, the last of them null in every column but the key
    await engine.run(`COPY (SELECT 'k' || i % 3 AS key, CASE WHEN i < 70000 THEN make_timestamp((464616 + i) * 3600000000) END AS hour,
        CASE WHEN i < 70000 THEN i::INTEGER END AS lead, CASE WHEN i < 70000 THEN i / 7.0 + ${place} END::DOUBLE AS value
      FROM range(70001) r(i)) TO ${quoteText(file)} (FORMAT parquet)`);
  }
});

afterAll(() => {
  engine[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function written(ending: string): Promise<string> {
  const out = path.join(folder, `out.${ending}`);
  await writeTable(engine, { paths, out });
  return out;
}

describe('writeTable', () => {
  test.each([
    ['parquet', 'read_parquet'],
    ['csv', 'read_csv_auto'],
  ])('writes the rows of several objects as %s, in their order', async (ending, reader) => {
    const out = quoteText(await written(ending));
    const [row] =
      await engine.rows(`SELECT count(*)::INTEGER AS rows, count(value)::INTEGER AS there, sum(lead)::DOUBLE AS leads,
        (SELECT key FROM ${reader}(${out}) LIMIT 1 OFFSET 70003) AS middle, max(hour) AS last FROM ${reader}(${out})`);
    const last = new Date((464_616 + 69_999) * 3_600_000);
    expect(row).toEqual({ rows: 140_002, there: 140_000, leads: 69_999 * 70_000, middle: 'k2', last });
  });

  test('writes Arrow that gives back every cell, null where it is null', async () => {
    const table = tableFromIPC(readFileSync(await written('arrow')));
    expect(table.schema.fields.map(({ name, type }) => `${name}: ${String(type)}`)).toEqual([
      'key: Utf8',
      'hour: Timestamp<MICROSECOND, UTC>',
      'lead: Int32',
      'value: Float64',
    ]);
    expect([
      table.numRows,
      ...['key', 'hour', 'lead', 'value'].map((name) => table.getChild(name)?.nullCount),
    ]).toEqual([140_002, 0, 2, 2, 2]);
    for (const i of [0, 1, 65_535, 65_536, 69_999, 70_000, 70_001, 140_000]) {
      const n = i % 70_001;
      const wanted =
        n === 70_000 ? [null, null, null] : [(464_616 + n) * 3_600_000, n, n / 7 + Math.floor(i / 70_001)];
      const { key, hour, lead, value } = table.get(i)?.toJSON() ?? {};
      expect([key, hour, lead, value]).toEqual([`k${n % 3}`, ...wanted]);
    }
  });

  test('leaves no half a file behind', async () => {
    const out = path.join(folder, 'half.arrow');
    await expect(
      writeTable(engine, { paths: [...paths, path.join(folder, 'none.parquet')], out }),
    ).rejects.toMatchObject({
      code: 'STORE_QUERY_FAILED',
    });
    expect(readdirSync(folder)).not.toContain('half.arrow');
  });

  test('refuses a name that says no format', () => {
    expect(() => formatOf('rows.xlsx')).toThrow(
      /"rows.xlsx", but a name that ends in .parquet, .csv or .arrow is wanted/u,
    );
  });
});
