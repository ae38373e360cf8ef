/** Sweeps as tracked runs: whichever way they end, what they tried is there; and a fault of tracking harms none. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lakeContents, program, runGridcast, succeed, writeMeters } from './run-gridcast.ts';

interface Trial {
  readonly kind: string;
  readonly name: string;
  readonly status: string;
  readonly message: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly durationMs: number;
  readonly peakMemoryMiB: number | null;
  readonly metrics: Readonly<
    Record<string, { readonly value: number | null; readonly steps: number[] | null }>
  >;
}

interface Shown {
  readonly run: {
    readonly pipeline: string;
    readonly status: string;
    readonly attempt: number;
    readonly error: string;
  };
  readonly trials: readonly Trial[];
  readonly trialCounts: readonly { readonly below: Readonly<Record<string, number>> }[];
}

interface Swept {
  readonly id: string;
  readonly trials: readonly {
    readonly number: number;
    readonly status: string;
    readonly folds: { mase: number }[];
  }[];
}

let folder: string;
let home: string;
let meters: readonly string[];
let search: readonly string[];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-sweeps-'));
  home = path.join(folder, 'home');
  const settings = file('few-rows.json', { train: { maxRows: 1000 } });
  meters = [...writeMeters(path.join(folder, 'meters.csv'), { sites: 2, days: 26 }), '--config', settings];
  const space = file('space.json', {
    learning_rate: { kind: 'choice', values: [0.02, 0.1, 1000] },
    rounds: { kind: 'choice', values: [20, 40] },
  });
  search = ['--space', space, '--sampler', 'grid', '--workers', '2'];
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  writeFileSync(path.join(folder, name), JSON.stringify(content));
  return path.join(folder, name);
}

async function tuned(...more: readonly string[]): Promise<Swept> {
  const text = await succeed(['tune', ...search, ...more, '--home', home, ...meters, '--json']);
  return JSON.parse(text) as Swept;
}

function runs(...args: readonly string[]): Promise<string> {
  return succeed(['runs', ...args, '--home', home]);
}

async function shown(id: string, ...more: readonly string[]): Promise<Shown> {
  return JSON.parse(await runs('show', id, '--json', ...more)) as Shown;
}

describe('a sweep as a tracked run', { timeout: 240_000 }, () => {
  let first: Swept;
  let second: Swept;

  beforeAll(async () => {
    first = await tuned();
    second = await tuned('--prune', 'halving');
  }, 120_000);

  test('shows the best trials first, so many as are wanted, and how the others ended', async () => {
    const { run, trials, trialCounts } = await shown(first.id, '--limit', '3');
    expect(run).toMatchObject({ pipeline: 'tuning', status: 'done' });
    expect(trialCounts[0]?.below).toEqual({ done: 5, failed: 2 });
    const [main, ...best] = trials as [Trial, ...Trial[]];
    expect(main).toMatchObject({
      kind: 'sweep',
      parameters: { sampler: 'grid', folds: 3, 'search.rounds': '{"kind":"choice","values":[20,40]}' },
      metrics: { trials_failed: { value: 2 }, best_mase: { steps: expect.any(Array) } },
    });
    const scores = first.trials
      .filter(({ status }) => status === 'done')
      .map(({ folds }) => folds.reduce((sum, { mase }) => sum + mase, 0) / folds.length)
      .toSorted((a, b) => a - b);
    expect(best.map(({ metrics }) => metrics['mase']?.value)).toEqual(scores.slice(0, 3));
    for (const trial of best) {
      expect(trial.metrics['mase_by_fold']?.steps).toHaveLength(3);
      expect(trial.durationMs).toBeGreaterThan(0);
      expect(trial.peakMemoryMiB).toBeGreaterThan(10);
    }
    const all = (await shown(first.id)).trials;
    expect(all.find(({ parameters }) => parameters['learning_rate'] === 1000)).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/^fold \d: MASE is no number: a forecast is NaN$/u),
      metrics: { mase: { value: null } },
    });
    const pruned = (await shown(second.id)).trials.find(({ status }) => status === 'pruned');
    expect(pruned).toMatchObject({
      message: expect.stringContaining('half'),
      metrics: { mase: { value: null } },
    });
    const text = await runs('show', first.id, '--limit', '3');
    for (const said of [
      'put in force: ',
      'the best 3 of 7',
      'learning_rate 0.1',
      'winner.json',
      'observationsSha256',
    ])
      expect(text).toContain(said);
    expect(await runs('list')).toMatch(/tuning +2024-03-27T00:00:00Z +done/u);
  });

  test('differs from another in what was asked for and in its best trial, and makes a page', async () => {
    const { differences } = JSON.parse(await runs('diff', first.id, second.id, '--json')) as {
      differences: { section: string; name: string }[];
    };
    const names = differences.map(({ section, name }) => `${section}: ${name}`);
    expect(names).toContain('parameters: pruning');
    expect(names).toContain('metrics: trials_pruned');
    expect(names.filter((name) => /trial \d/u.test(name))).toEqual([]);
    for (const same of ['parameters: seed', 'data and code: observationsSha256'])
      expect(names).not.toContain(same);
    const out = path.join(folder, 'sweep.html');
    await runs('open', first.id, '--out', out);
    const page = readFileSync(out, 'utf8');
    for (const said of ['Folds over time', 'best mase', 'Importance of parameters', 'a forecast is NaN'])
      expect(page).toContain(said);
    expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|<script|undefined|>NaN/u,
    );
  });

  test('that is stopped or fails says why, and goes on as the same run', async () => {
    const stopped = await tuned('--folds', '2', '--budget', '0');
    expect(await shown(stopped.id)).toMatchObject({
      run: { status: 'stopped', attempt: 1, error: expect.stringContaining('the same command goes on') },
      trials: [{ kind: 'sweep', status: 'stopped' }],
    });
    // a file in the place of a folder of the lake: the trials are done, and the sweep cannot be written
    const spoilt = path.join(home, 'lake/sweeps');
    renameSync(spoilt, `${spoilt}-away`);
    writeFileSync(spoilt, '');
    const failed = await runGridcast(['tune', ...search, '--folds', '2', '--home', home, ...meters]);
    expect(failed.exitCode).toBe(1);
    const { run, trials } = await shown(stopped.id);
    expect(run).toMatchObject({ status: 'failed', attempt: 2 });
    expect(run.error).toMatch(/EEXIST|ENOTDIR|lake/u);
    expect(trials).toHaveLength(8);
    expect(trials[0]).toMatchObject({ status: 'failed', message: run.error });
    rmSync(spoilt);
    renameSync(`${spoilt}-away`, spoilt);
    expect((await tuned('--folds', '2')).id).toBe(stopped.id);
    expect(await shown(stopped.id)).toMatchObject({ run: { status: 'done', attempt: 3, error: null } });
  });

  test('that a person interrupts says so without a trace, and goes on as the same run', async () => {
    const alone = path.join(folder, 'interrupted');
    const args = ['tune', '--space', 'full', '--trials', '40', '--workers', '1', '--home', alone, ...meters];
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    for await (const text of child.stderr.setEncoding('utf8') as AsyncIterable<string>) {
      const isFirst = !said.includes('trials finished');
      said += text;
      if (isFirst && said.includes('trials finished')) child.kill('SIGINT');
    }
    const exitCode =
      child.exitCode ?? (await new Promise((resolve) => child.once('exit', (code) => resolve(code))));
    expect(exitCode, said).toBe(1);
    expect(said).toContain('stopped by SIGINT. What was finished is kept; the same command goes on');
    expect(said).toContain('[RUN_STOPPED]');
    expect(said).not.toMatch(/^ +at /mu);
    const { items } = JSON.parse(await succeed(['runs', 'list', '--home', alone, '--json'])) as {
      items: readonly object[];
    };
    expect(items).toMatchObject([{ pipeline: 'tuning', status: 'stopped', attempt: 1 }]);
  });

  test('goes with its trials and files where it is deleted', async () => {
    const before = Object.keys(lakeContents(home));
    const { objects } = JSON.parse(await runs('delete', second.id, '--json')) as { objects: string[] };
    expect(objects.length).toBeGreaterThan(3);
    const after = Object.keys(lakeContents(home));
    expect(before.filter((key) => !after.includes(key)).toSorted()).toEqual(
      objects.filter((key) => before.includes(key)),
    );
    const listed = await succeed(['tune', 'list', '--home', home]);
    expect(listed).not.toContain(second.id.slice(0, 12));
    expect(listed).toContain(first.id.slice(0, 12));
  });
});

test('a fault of tracking is a warning, and the sweep has the same bytes', { timeout: 120_000 }, async () => {
  home = path.join(folder, 'spoilt');
  await succeed(['collect', '--home', home, ...meters]);
  {
    using database = new DatabaseSync(path.join(home, 'catalogue.sqlite'));
    database.exec('DROP TABLE trial_metric');
  }
  const { exitCode, stderr } = await runGridcast(['tune', ...search, '--home', home, ...meters]);
  expect(exitCode, stderr).toBe(0);
  expect(stderr).toContain('goes on without its record');
  const sweeps = (of: string): string[] =>
    Object.keys(lakeContents(of)).filter((key) => key.startsWith('sweeps'));
  expect(sweeps(home)).toHaveLength(1);
  expect(sweeps(path.join(folder, 'home'))).toEqual(expect.arrayContaining(sweeps(home)));
});
