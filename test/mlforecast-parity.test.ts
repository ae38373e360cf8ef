/** Lags and windows have the numbers that mlforecast gives for the same series. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqlEngine, quoteText } from '../packages/gridcast/src/store/index.ts';
import { runGridcast } from './run-gridcast.ts';

const python = path.resolve(import.meta.dirname, '../.venv/bin/python');
const isThere = spawnSync(python, ['-c', 'import mlforecast']).status === 0;

/** 2023-01-02T00Z, a Monday. */
const START = 464_616;
const HOURS = 50 * 24;

let folder: string;
let ours: string;
let theirs: string;

describe.skipIf(!isThere)(
  `mlforecast${isThere ? '' : ' (needs: npm run peers)'}`,
  { timeout: 300_000 },
  () => {
    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'gridcast-mlforecast-'));
      const [csv, home] = [path.join(folder, 'rows.csv'), path.join(folder, 'home')];
      [ours, theirs] = [path.join(folder, 'ours.parquet'), path.join(folder, 'theirs.parquet')];
      writeFileSync(csv, rowsCsv());
      const source = [
        '--source',
        'file',
        '--path',
        csv,
        '--time',
        'time',
        '--keys',
        'meter',
        '--value',
        'value',
      ];
      const asOf = ['--home', home, '--as-of', '2023-02-21T00:00Z'];
      const wanted = ['--origins', '2023-01-30T00:00Z..2023-02-20T00:00Z/5h', '--out', ours];
      for (const args of [
        ['collect', ...source, ...asOf],
        ['store', 'training-set', ...asOf, ...wanted],
      ]) {
        const { exitCode, stderr } = await runGridcast(args);
        expect(exitCode, stderr).toBe(0);
      }
      execFileSync(python, [path.join(import.meta.dirname, 'python/mlforecast_features.py'), csv, theirs]);
    });

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test.each([
      ['lags at every lead', ['d0', 'd5', 'w0'], 'TRUE'],
      ['windows that end before the origin', ['lev_1', 'lev_24', 'lev_168', 'lev_336', 'sd'], 'o.lead = 0'],
    ])('gives the same %s, to 1e-9', async (_, names, rows) => {
      expect(await largestErrors(names, rows, (name) => `abs(m.${name})`)).toEqual(names.map(() => true));
    });

    test('gives the same changes, to 1e-9 of the level that they are differences of', async () => {
      const names = ['r', 'c'].flatMap((letter) =>
        [1, 3, 6, 12, 24, 48].map((width) => `${letter}_${width}`),
      );
      expect(await largestErrors(names, 'o.lead = 0', () => 'o.lev_24')).toEqual(names.map(() => true));
    });
  },
);

/** For each column whether every row of ours is as near to mlforecast's as 1e-9 of a size, and some are there. */
async function largestErrors(
  names: readonly string[],
  rows: string,
  sizeOf: (name: string) => string,
): Promise<boolean[]> {
  using engine = await openSqlEngine({ threads: 1 });
  const near = names.map(
    (name) =>
      `bool_and((o.${name} IS NULL) = (m.${name} IS NULL)) AND max(abs(o.${name} - m.${name}) / ${sizeOf(name)}) <= 1e-9 AND count(o.${name}) > 50 AS ${name}`,
  );
  const [row] = await engine.rows<Record<string, boolean>>(
    `SELECT ${near.join(', ')} FROM read_parquet(${quoteText(ours)}) o JOIN read_parquet(${quoteText(theirs)}) m
       ON m.meter = o.meter AND m.hour = epoch(o.target_hour_utc) / 3600 WHERE ${rows}`,
  );
  return names.map((name) => row?.[name] ?? false);
}

/** Three series of unlike size, without gaps. */
function rowsCsv(): string {
  const lines = ['meter,hour,time,value'];
  for (const [meter, size] of [
    ['a', 1],
    ['b', 1000],
    ['c', 1e6],
  ] as const) {
    for (let hour = START; hour < START + HOURS; hour += 1) {
      const wave = 3 + Math.sin((2 * Math.PI * hour) / 24) + 0.5 * Math.sin(hour * hour) + hour / 1e5;
      lines.push(`${meter},${hour},${new Date(hour * 3_600_000).toISOString()},${size * wave}`);
    }
  }
  return lines.join('\n');
}
