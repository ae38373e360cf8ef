/** The same inputs and seed give the same bytes: in any home, with any number of threads, in any time zone. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lakeContents, runGridcast } from './run-gridcast.ts';

const asOf = '2023-01-15T23:00Z';
let folder: string;
let homes: string[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-determinism-'));
  homes = ['one', 'two/with a longer path'].map((name) => path.join(folder, name));
  mkdirSync(path.join(folder, 'two'));
  const zones = ['UTC', 'Pacific/Auckland'];
  for (const [at, home] of homes.entries()) {
    const command = ['run', '--home', home, '--as-of', asOf, '--threads', String(at + 1)];
    const { exitCode, stderr } = await runGridcast(command, { TZ: zones[at] ?? '' });
    expect(exitCode, stderr).toBe(0);
  }
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('two runs of one hour in two homes', () => {
  test('publish the same objects, model and forecast among them', () => {
    const [one, two] = homes.map(lakeContents);
    const kinds = new Set(Object.keys(one ?? {}).map((file) => file.split(path.sep)[0]));
    expect([...kinds]).toEqual(expect.arrayContaining(['observations', 'features', 'models', 'forecasts']));
    expect(two).toEqual(one);
  });

  test('export the same forecast files', async () => {
    const exported: Buffer[] = [];
    for (const [at, home] of homes.entries()) {
      const out = path.join(folder, `forecast-${at}.parquet`);
      const { exitCode, stderr } = await runGridcast(['forecast', '--home', home, '--out', out]);
      expect(exitCode, stderr).toBe(0);
      exported.push(readFileSync(out));
    }
    expect(exported[0]?.length).toBeGreaterThan(10_000);
    expect(exported[1]?.equals(exported[0] ?? Buffer.of())).toBe(true);
  });
});
