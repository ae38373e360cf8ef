/** Backtests as tracked runs: errors by lead, origin, rung and slice, and why one failed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runGridcast, succeed, writeMeters } from './run-gridcast.ts';

type Errors = Readonly<Record<'mase' | 'wape' | 'rows', number>>;

interface Backtest {
  readonly runId: string;
  readonly forecast: Errors;
  readonly baselines: Readonly<Record<string, Errors>>;
  readonly byLead: readonly { readonly errors: Errors }[];
  readonly byOrigin: readonly { readonly errors: Errors }[];
  readonly bySeries: readonly { readonly key: readonly string[]; readonly errors: Errors }[];
  readonly coverage: Readonly<Record<string, number>>;
  readonly rungs: Readonly<Record<string, number>>;
}

interface Trial {
  readonly kind: string;
  readonly name: string;
  readonly status: string;
  readonly message: string | null;
  readonly startedAtUtc: string;
  readonly metrics: Readonly<
    Record<string, { readonly value: number | null; readonly steps: number[] | null }>
  >;
  readonly artefacts: readonly { readonly name: string }[];
}

interface Shown {
  readonly run: Readonly<Record<'id' | 'pipeline' | 'status' | 'error', string>>;
  readonly trials: readonly Trial[];
}

let folder: string;
let home: string;
let backtest: readonly string[];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-backtests-'));
  home = path.join(folder, 'home');
  const settings = path.join(folder, 'few-rows.json');
  writeFileSync(settings, JSON.stringify({ train: { maxRows: 1000 } }));
  const meters = [
    ...writeMeters(path.join(folder, 'meters.csv'), { sites: 2, days: 20 }),
    '--config',
    settings,
  ];
  // the first origin has too few days to train from
  const origins = ['--origins', '2024-03-03T00:00Z,2024-03-19T00:00Z', '--home', home];
  backtest = ['backtest', ...origins, ...meters];
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function shown(): Promise<Shown> {
  return JSON.parse(await succeed(['runs', 'show', '--json', '--home', home])) as Shown;
}

describe('a backtest as a tracked run', { timeout: 120_000 }, () => {
  test('that fails says why, and done again is the same run with all that it measured', async () => {
    const failed = await runGridcast([
      ...backtest,
      '--out',
      path.join(folder, 'few-rows.json/no-folder.parquet'),
    ]);
    expect(failed.exitCode, failed.stderr).not.toBe(0);
    const before = await shown();
    expect(before.run).toMatchObject({ pipeline: 'backtest', status: 'failed' });
    expect(before.run.error).toContain('no-folder.parquet');
    expect(before.trials).toMatchObject([{ kind: 'backtest', status: 'failed', message: before.run.error }]);

    const report = JSON.parse(await succeed([...backtest, '--json'])) as Backtest;
    const { run, trials } = await shown();
    expect(run).toMatchObject({ id: report.runId, status: 'done', error: null });
    expect(report.runId).toBe(before.run.id);
    const [main, ...below] = trials as [Trial, ...Trial[]];
    expect(main.message).toMatch(/^no model at 1 origins: /u);
    expect(main.metrics).toMatchObject({
      mase: { value: report.forecast.mase },
      wape: { value: report.forecast.wape },
      coverage_80: { value: report.coverage['0.8'] },
      wape_by_lead: { steps: report.byLead.map(({ errors }) => errors.wape) },
      mase_by_origin: { steps: report.byOrigin.map(({ errors }) => errors.mase) },
    });
    expect(main.metrics['error_by_lead']?.steps).toHaveLength(24);
    const named = new Map(below.map((trial) => [trial.name, trial]));
    for (const [name, errors] of Object.entries(report.baselines))
      expect(named.get(name)).toMatchObject({ kind: 'baseline', metrics: { mase: { value: errors.mase } } });
    for (const [rung, rows] of Object.entries(report.rungs))
      expect(named.get(`rung ${rung}`)).toMatchObject({ metrics: { rows: { value: rows } } });
    expect(Object.keys(report.rungs).length).toBeGreaterThan(1);
    for (const { key, errors } of report.bySeries)
      expect(named.get(`site ${key[0]}`)?.metrics['wape']?.value).toBeCloseTo(errors.wape, 12);
    expect(main.artefacts.map(({ name }) => name)).toEqual([
      'evidence.json',
      ...['calibration', 'forecast', 'residuals'].map((name) => `plots/${name}.svg`),
      'series.csv',
    ]);
  });

  test('that is repeated stays as it was recorded', async () => {
    const before = await shown();
    await succeed(backtest);
    expect(await shown()).toEqual(before);
    const page = path.join(folder, 'page.html');
    expect((await succeed(['runs', 'open', '--out', page, '--home', home])).trim()).toBe(page);
    await succeed(['runs', 'delete', before.run.id, '--home', home]);
    expect(JSON.parse(await succeed(['runs', 'list', '--json', '--home', home]))).toMatchObject({
      items: [],
    });
  });
});
