/** Training and serving apply the same fitted state, to the bit, from the command line to the file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hourOfMs } from '../packages/gridcast/src/core/index.ts';
import { openSqlEngine, readParquet } from '../packages/gridcast/src/store/index.ts';
import { runGridcast, writeMeters } from './run-gridcast.ts';

const origin = hourOfMs(Date.UTC(2024, 2, 10, 0));
const asOf = '2024-03-10T00:00Z';
const origins = `2024-03-02T00:00Z..${asOf}/24h`;
const plan = [
  { transform: 'standard', columns: ['lev_24', 'd0'] },
  { transform: 'robust', columns: ['r_24'] },
  { transform: 'log', columns: ['lev_1'] },
  { transform: 'ratio', columns: ['w0'] },
  { transform: 'ordinal', columns: ['weekday_day', 'local_hour'] },
  { transform: 'target_mean', columns: ['class_target', 'local_hour'] },
];
let folder: string;
let flags: string[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-transforms-'));
  flags = ['--home', folder, ...writeMeters(path.join(folder, 'meters.csv'), { sites: 3, days: 10 })];
  await json(['features', ...flags, '--as-of', asOf]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Answer {
  readonly sha256: string;
  readonly features: readonly string[];
  readonly scales: readonly string[];
  readonly statistics: Readonly<Record<string, { readonly mean: number | null }>>;
  readonly transforms: {
    readonly from: string;
    readonly objectKey: string;
    readonly findings: readonly { readonly column: string; readonly reason: string }[];
    readonly dropped: readonly string[];
  };
}

type Scales = Readonly<
  Record<string, readonly { readonly name: string; readonly values: readonly (number | null)[] }[]>
>;

async function json<Result>(args: readonly string[]): Promise<Result> {
  const { exitCode, stdout, stderr } = await runGridcast([...args, '--json']);
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout) as Result;
}

function trainingSet(...rest: readonly string[]): Promise<Answer> {
  return json(['store', 'training-set', '--home', folder, '--origins', origins, '--as-of', asOf, ...rest]);
}

function writePlan(name: string, content: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

/** The 24 rows of a series at the newest origin. */
async function rowsOf(file: string, scale: string): Promise<Record<string, number | null>[]> {
  using engine = await openSqlEngine({ threads: 1 });
  const rows = await engine.rows<Record<string, number | null>>(
    `SELECT *, epoch_us(origin_utc) / 3600000000 AS at FROM ${readParquet([file])}
     WHERE site = 's2' AND scale = '${scale}' ORDER BY target_hour_utc`,
  );
  return rows.filter(({ at }) => at === origin);
}

/** As JSON has it. */
const plain = (value: number | null | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

const features =
  'd0,d5,w0,lev_1,lev_24,r_24,lead,local_hour,weekday,weekday_day,class_target,sun_elevation,series';

describe('store training-set --transform, store vector --training-set', () => {
  test.each([
    ['consumption_ratio', ['log', 'linear'], features, plan],
    [
      'next_day',
      ['value'],
      'd0,d5,w0,lev_1,lev_24,r_24,local_hour,class_target',
      plan.filter((_, i) => i !== 4),
    ],
  ])('serves from %s what training reads, to the bit', async (view, scales, columns, steps) => {
    const out = path.join(folder, `${view}.parquet`);
    const transform = writePlan(`${view}.json`, steps);
    const asked = ['--view', view, '--features', columns, '--split', '0.8,0.2'];
    const set = await trainingSet(...asked, '--transform', transform, '--out', out);
    expect(set.scales).toEqual(scales);
    const served = await json<Scales>([
      'store',
      'vector',
      's2',
      '--home',
      folder,
      '--as-of',
      asOf,
      '--training-set',
      set.sha256.slice(0, 12),
    ]);
    const before = await trainingSet(...asked);
    expect(set.transforms.from).toBe(before.sha256);
    for (const scale of scales) {
      const rows = await rowsOf(out, scale);
      expect(rows).toHaveLength(24);
      for (const name of columns.split(',')) {
        const values = served[scale]?.find((one) => one.name === name)?.values;
        expect(values, `${scale} ${name}`).toEqual(rows.map((row) => plain(row[name])));
      }
    }
    for (const name of ['lev_24', 'class_target', 'lev_1']) {
      expect(set.statistics[name]?.mean, name).not.toBe(before.statistics[name]?.mean);
    }
  });

  test('the state is that of the train split alone, whatever the threads, and learned anew by every command', async () => {
    const transform = writePlan('scale.json', plan.slice(0, 4));
    const asked = ['--features', 'd0,w0,lev_1,lev_24,r_24', '--transform', transform];
    const one = await trainingSet(...asked, '--split', '0.5,0.5', '--threads', '1');
    const again = await trainingSet(...asked, '--split', '0.5,0.5', '--threads', '2');
    expect(again.sha256).toBe(one.sha256);
    // a train split that ends at the same origin learns the same, though fewer origins follow
    const shorter = await json<Answer>([
      'store',
      'training-set',
      '--home',
      folder,
      '--as-of',
      asOf,
      ...asked,
      '--split',
      '0.625,0.375',
      '--origins',
      '2024-03-02T00:00Z..2024-03-09T00:00Z/24h',
    ]);
    expect(shorter.transforms.objectKey).toBe(one.transforms.objectKey);
    expect(shorter.sha256).not.toBe(one.sha256);
    const longer = await trainingSet(...asked, '--split', '0.8,0.2');
    expect(longer.transforms.objectKey).not.toBe(one.transforms.objectKey);
  });

  test('names or leaves out useless columns, and collecting garbage keeps the state', async () => {
    const asked = ['--view', 'consumption_ratio', '--split', '0.8,0.2'];
    const report = await trainingSet(...asked, '--select', 'report');
    const reasons = new Map(report.transforms.findings.map((one) => [one.column, one]));
    expect(reasons.get('sun_elevation')).toEqual({
      column: 'sun_elevation',
      reason: 'constant',
      value: null,
    });
    expect(reasons.get('w1')).toMatchObject({ reason: 'constant' });
    // every origin is at midnight, and without a country local time is UTC
    expect(reasons.get('local_hour')).toEqual({ column: 'local_hour', reason: 'duplicate', of: 'lead' });
    expect(reasons.has('lev_1')).toBe(false);
    expect(report.features).toContain('sun_elevation');
    const dropped = await json<Answer>([
      'store',
      'training-set',
      report.transforms.from,
      '--home',
      folder,
      '--select',
      'drop',
    ]);
    expect(dropped.transforms.findings).toEqual(report.transforms.findings);
    expect(dropped.features).toEqual(report.features.filter((name) => !reasons.has(name)));
    expect(Object.keys(dropped.statistics)).toEqual([...dropped.features, 'truth']);
    await json(['store', 'gc', '--home', folder]);
    const kept = await runGridcast(['store', 'training-set', dropped.sha256, '--home', folder]);
    expect(kept.stdout).toMatch(/sun_elevation +constant/u);
  });

  test('says what it cannot do', async () => {
    const fails = async (code: string, words: string, ...args: string[]): Promise<void> => {
      const ended = await runGridcast(['store', ...args, '--home', folder]);
      expect(ended.exitCode, ended.stdout).toBe(2);
      expect(ended.stderr).toContain(code);
      expect(ended.stderr).toContain(words);
    };
    const set = ['training-set', '--origins', origins, '--as-of', asOf];
    const steps = (...of: unknown[]): string[] => ['--transform', writePlan('bad.json', of)];
    const scale = { transform: 'standard', columns: ['lev_24'] };
    await fails(
      'FEATURES_TRANSFORM_UNKNOWN',
      'known are ordinal',
      ...set,
      ...steps({ ...scale, transform: 'x' }),
    );
    await fails('FEATURES_TRANSFORM_PLAN_INVALID', '0.columns', ...set, ...steps({ transform: 'log' }));
    await fails('FEATURES_TRANSFORM_PLAN_INVALID', 'none.json', ...set, '--transform', 'none.json');
    await fails('FEATURES_COLUMN_UNKNOWN', 'nope', ...set, ...steps({ ...scale, columns: ['nope'] }));
    await fails('USAGE_INVALID_VALUE', 'report or drop', ...set, '--select', 'all');
    const whole = await trainingSet('--view', 'consumption_ratio');
    const vector = ['vector', 's2', '--as-of', asOf, '--training-set', whole.sha256];
    await fails('FEATURES_TRANSFORM_NOT_SERVED', 'yoy_value', ...vector);
    const made = await trainingSet(...steps(scale));
    await fails('USAGE_INVALID_VALUE', made.transforms.from, 'training-set', made.sha256, ...steps(scale));
  });
});
