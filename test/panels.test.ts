/** The whole cycle on panels of other shapes: years of hours, gaps, short, ended, flat, negative and switched series. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqlEngine, quoteText } from '../packages/gridcast/src/store/index.ts';
import { runGridcast } from './run-gridcast.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-panels-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const START_MS = Date.UTC(2022, 0, 3);
const HOUR_MS = 3_600_000;

/** A daily and weekly rhythm with a slow drift and a spice of its own. */
function rhythm(hour: number, phase: number): number {
  const day = Math.sin((2 * Math.PI * (hour + phase)) / 24);
  const week = (hour % 168) / 24 >= 5 ? -0.3 : 0;
  return 3 + day + week + 0.2 * Math.sin(hour / 900) + 0.1 * Math.sin(hour * hour * (phase + 1));
}

interface Panel {
  readonly hours: number;
  /** The value of each series in an hour; undefined where it has none. */
  readonly series: Readonly<Record<string, (hour: number) => number | undefined>>;
}

function writePanel(name: string, { hours, series }: Panel): string[] {
  const lines = ['when;meter;load'];
  for (let hour = 0; hour < hours; hour += 1) {
    const at = new Date(START_MS + hour * HOUR_MS).toISOString();
    for (const [meter, valueOf] of Object.entries(series)) {
      const value = valueOf(hour);
      if (value !== undefined) lines.push(`${at};${meter};${value.toFixed(4).replace('.', ',')}`);
    }
  }
  const file = path.join(folder, `${name}.csv`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return ['--source', 'file', '--path', file, '--time', 'when', '--keys', 'meter', '--value', 'load'];
}

interface Row {
  readonly [column: string]: string;
}

/** Runs a cycle and reads the forecast that it published, by series. */
async function forecastOf(name: string, flags: readonly string[]): Promise<ReadonlyMap<string, Row[]>> {
  const home = path.join(folder, name);
  const run = await runGridcast(['run', '--home', home, ...flags]);
  expect(run.exitCode, run.stderr).toBe(0);
  const file = path.join(folder, `${name}-forecast.csv`);
  const exported = await runGridcast(['forecast', '--home', home, '--out', file]);
  expect(exported.exitCode, exported.stderr).toBe(0);
  const [head = '', ...lines] = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const columns = head.split(',');
  const bySeries = new Map<string, Row[]>();
  for (const line of lines) {
    const row = Object.fromEntries(line.split(',').map((cell, i) => [columns[i] ?? '', cell]));
    bySeries.set(row['meter'] ?? '', [...(bySeries.get(row['meter'] ?? '') ?? []), row]);
  }
  return bySeries;
}

const quantiles = ['p05', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95'];

function expectWhole(rows: readonly Row[] | undefined): void {
  expect(rows).toHaveLength(24);
  for (const row of rows ?? []) {
    const values = quantiles.map((name) => Number(row[name]));
    expect(values.every((value) => Number.isFinite(value))).toBe(true);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
  }
}

const rungsOf = (rows: readonly Row[] | undefined): string[] => [
  ...new Set((rows ?? []).map((row) => row['rung'] ?? '')),
];

describe('gridcast run', { timeout: 180_000 }, () => {
  test('forecasts a panel of more than a year by its model', async () => {
    const hours = 24 * 470;
    const flags = writePanel('years', {
      hours,
      series: {
        plain: (hour) => 100 * rhythm(hour, 0),
        late: (hour) => (hour < 24 * 200 ? undefined : rhythm(hour, 5)),
        negative: (hour) => 10 * (rhythm(hour, 9) - 3),
        'once zero': (hour) => (hour === 500 ? 0 : 7 * rhythm(hour, 2)),
        ended: (hour) => (hour > hours - 24 * 90 ? undefined : 50 * rhythm(hour, 7)),
      },
    });
    const settings = path.join(folder, 'few-rows.json');
    writeFileSync(settings, JSON.stringify({ train: { maxRows: 4000 } }));
    const forecast = await forecastOf('years', [...flags, '--config', settings]);
    expect([...forecast.keys()].toSorted()).toEqual(['ended', 'late', 'negative', 'once zero', 'plain']);
    for (const rows of forecast.values()) expectWhole(rows);
    for (const name of ['plain', 'late', 'negative', 'once zero']) {
      expect(rungsOf(forecast.get(name)), name).toEqual(['model']);
    }
    expect(rungsOf(forecast.get('ended'))).toEqual(['seasonal_naive']);
    for (const row of forecast.get('plain') ?? []) {
      const hour =
        (Date.parse(`${row['target_hour_utc']?.slice(0, 19).replace(' ', 'T')}Z`) - START_MS) / HOUR_MS;
      expect(Math.abs(Number(row['p50']) / (100 * rhythm(hour, 0)) - 1)).toBeLessThan(0.15);
    }
  });

  test('forecasts weeks of unlike series, each by the best rung that it has the hours for', async () => {
    const hours = 24 * 28;
    const flags = writePanel('weeks', {
      hours,
      series: {
        plain: (hour) => 100 * rhythm(hour, 0),
        'a day missing': (hour) => (hour >= hours - 96 && hour < hours - 72 ? undefined : rhythm(hour, 1)),
        'last day missing': (hour) => (hour >= hours - 24 ? undefined : rhythm(hour, 4)),
        flat: () => 5,
        zero: () => 0,
        huge: (hour) => 1e9 * rhythm(hour, 3),
        tiny: (hour) => 0.01 * rhythm(hour, 3),
        new: (hour) => (hour < hours - 30 ? undefined : rhythm(hour, 6)),
        newest: (hour) => (hour < hours - 1 ? undefined : 42),
      },
    });
    const forecast = await forecastOf('weeks', flags);
    expect(forecast.size).toBe(9);
    for (const rows of forecast.values()) expectWhole(rows);
    for (const name of ['plain', 'a day missing', 'last day missing', 'huge', 'tiny']) {
      expect(rungsOf(forecast.get(name)), name).toEqual(['model']);
    }
    for (const name of ['flat', 'zero', 'new', 'newest']) {
      expect(['seasonal_naive', 'level_ratio', 'last_value'], name).toContain(rungsOf(forecast.get(name))[0]);
    }
    expect((forecast.get('flat') ?? []).map((row) => Number(row['p50']))).toEqual(Array(24).fill(5));
    expect((forecast.get('zero') ?? []).map((row) => Number(row['p50']))).toEqual(Array(24).fill(0));
    expect(Number(forecast.get('newest')?.[0]?.['p50'])).toBe(42);
  });

  test('follows a level that moved days ago, and takes a new series of the panel for what it is', async () => {
    const hours = 24 * 40;
    const moved = (from: number, factor: number, phase: number) => (hour: number) =>
      rhythm(hour, phase) * (hour >= from ? factor : 1);
    const series = {
      'doubled three days ago': moved(hours - 72, 2, 1),
      'halved two days ago': moved(hours - 48, 0.5, 2),
      'nine days old': (hour: number) => (hour < hours - 216 ? undefined : 40 * rhythm(hour, 3)),
      ...Object.fromEntries([4, 5, 6, 7, 8].map((phase) => [`steady ${phase}`, moved(0, phase, phase)])),
    };
    const forecast = await forecastOf('moved', writePanel('moved', { hours, series }));
    for (const [name, valueOf] of Object.entries(series)) {
      const rows = forecast.get(name) ?? [];
      expectWhole(rows);
      expect(rungsOf(rows), name).toEqual(['model']);
      const misses = rows.map((row, lead) => Number(row['p50']) / (valueOf(hours + lead) ?? Number.NaN) - 1);
      const miss = misses.reduce((sum, one) => sum + Math.abs(one), 0) / misses.length;
      // a copy of the week before misses by half of a level that doubled, and by all of one that halved
      expect(miss, name).toBeLessThan(name.startsWith('steady') ? 0.06 : 0.15);
    }
  });

  test('takes four real years of unlike units, negative prices and empty years in', async () => {
    const wide = path.resolve(import.meta.dirname, '../benchmarks/accuracy/data/dk_hourly_2020_2023.parquet');
    const file = path.join(folder, 'melted.csv');
    using engine = await openSqlEngine({ threads: 2 });
    await engine.run(`CREATE TABLE wide AS
      SELECT hour_utc, COLUMNS(* EXCLUDE hour_utc)::DOUBLE FROM ${quoteText(wide)}`);
    await engine.run(`COPY (SELECT strftime(hour_utc, '%Y-%m-%dT%H:%M:%SZ') AS "when", meter, load FROM wide
      UNPIVOT INCLUDE NULLS (load FOR meter IN (* EXCLUDE hour_utc)) ORDER BY hour_utc, meter) TO ${quoteText(file)} (HEADER)`);
    const settings = path.join(folder, 'small.json');
    writeFileSync(settings, JSON.stringify({ train: { maxRows: 4000 } }));
    const source = [
      '--source',
      'file',
      '--path',
      file,
      '--time',
      'when',
      '--keys',
      'meter',
      '--value',
      'load',
    ];
    const forecast = await forecastOf('melted', [...source, '--country', 'DK', '--config', settings]);
    expect(forecast.size).toBeGreaterThan(5);
    for (const rows of forecast.values()) expectWhole(rows);
    expect(rungsOf(forecast.get('dk2_gross_mwh'))).toEqual(['model']);
    expect(rungsOf(forecast.get('dk_gross_mwh')), 'it ended a year before').toEqual(['seasonal_naive']);
  });
});
