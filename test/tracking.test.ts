/** Tracking as a user meets it: what a training leaves, how two differ, the page, deleting; and a fault of it harms nothing. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lakeContents, runGridcast, succeed, writeMeters } from './run-gridcast.ts';

let folder: string;
let home: string;
let meters: string[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-tracking-'));
  home = path.join(folder, 'home');
  const settings = path.join(folder, 'few-rows.json');
  writeFileSync(settings, JSON.stringify({ train: { maxRows: 1000 } }));
  meters = [...writeMeters(path.join(folder, 'meters.csv'), { sites: 2, days: 20 }), '--config', settings];
  for (const day of [17, 18, 19])
    await gridcast('train', '--as-of', `2024-03-${day}T01:00Z`, '--seed', String(day), ...meters);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function gridcast(...args: string[]): Promise<string> {
  return succeed([...args, '--home', home]);
}

interface Listed {
  readonly id: string;
  readonly trials: readonly { readonly metrics: Readonly<Record<string, number>> }[];
}

/** The earliest first. */
async function listed(): Promise<Listed[]> {
  const { items } = JSON.parse(await gridcast('runs', 'list', '--json')) as { items: Listed[] };
  return items.toReversed();
}

describe('gridcast runs', { timeout: 120_000 }, () => {
  test('list and show name what was trained with its metrics, by step too', async () => {
    const runs = await listed();
    expect(runs).toHaveLength(3);
    for (const { trials } of runs) expect(trials[0]?.metrics['mase']).toBeGreaterThan(0);
    const text = await gridcast('runs', 'show', runs[0]?.id.slice(0, 8) ?? '');
    for (const said of ['recursive', 'pinball', 'config.seed 17', 'lightgbm 4.7.0', 'plots/forecast.svg'])
      expect(text).toContain(said);
    const { trials } = JSON.parse(await gridcast('runs', 'show', '--json')) as {
      trials: Record<string, never>[];
    };
    expect(trials[0]).toMatchObject({
      kind: 'training',
      parameters: { 'config.seed': 19 },
      environment: { threads: 2 },
      durationMs: expect.any(Number),
      metrics: { error_by_lead: { steps: expect.any(Array) }, coverage_90: { value: expect.any(Number) } },
    });
    const loss = trials.map(
      (trial) => trial['metrics']?.['training_loss'] as { steps: number[] } | undefined,
    );
    const learnt = loss.filter((one) => one !== undefined);
    expect(learnt.length).toBeGreaterThan(0);
    for (const { steps } of learnt) expect(steps.at(-1)).toBeLessThan(steps[0] ?? 0);
    const unknown = await runGridcast(['runs', 'show', 'nope', '--home', home, '--json']);
    expect(unknown).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('STORE_RUN_UNKNOWN') });
  });

  test('diff says what differs, and nothing else', async () => {
    const [first = { id: '' }, second = { id: '' }] = await listed();
    const diff = JSON.parse(await gridcast('runs', 'diff', first.id, second.id, '--json')) as {
      differences: { section: string; name: string; before: unknown; after: unknown }[];
    };
    const names = diff.differences.map(({ name }) => name);
    expect(diff.differences).toContainEqual({
      section: 'parameters',
      name: 'config.seed',
      before: 17,
      after: 18,
    });
    for (const differing of ['logical hour', 'trainingSha256', 'modelVersion', 'mase'])
      expect(names).toContain(differing);
    for (const same of ['codeVersion', 'node', 'config.train.maxRows']) expect(names).not.toContain(same);
    expect(await gridcast('runs', 'diff', first.id, first.id)).toBe('These runs do not differ.\n');
  });

  test('open writes one page that needs nothing else', async () => {
    const out = path.join(folder, 'run.html');
    expect((await gridcast('runs', 'open', '--out', out)).trim()).toBe(out);
    const page = readFileSync(out, 'utf8');
    for (const said of ['Forecast against truth', 'Calibration', 'Residuals', 'Importance', 'training loss'])
      expect(page).toContain(said);
    expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|<script|<link|@import/u,
    );
    expect(page).not.toMatch(/NaN|undefined/u);
  });

  test('delete refuses what is still needed, and else leaves nothing behind', async () => {
    const [first = { id: '' }, second = { id: '' }, third = { id: '' }] = await listed();
    for (const { id } of [second, third]) {
      const refused = await runGridcast(['runs', 'delete', id, '--home', home, '--json']);
      expect(refused.exitCode).toBe(2);
      expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'STORE_RUN_NEEDED' } });
    }
    const before = Object.keys(lakeContents(home));
    const dry = JSON.parse(await gridcast('runs', 'delete', first.id, '--dry-run', '--json')) as {
      objects: string[];
    };
    expect(Object.keys(lakeContents(home))).toEqual(before);
    expect(dry.objects.map((key) => key.split('/')[0])).toEqual(
      expect.arrayContaining(['models', 'training', 'trials']),
    );
    await gridcast('runs', 'delete', first.id.slice(0, 10));
    const after = Object.keys(lakeContents(home));
    expect(before.filter((key) => !after.includes(key)).toSorted()).toEqual(dry.objects);
    expect((await listed()).map(({ id }) => id)).toEqual([second.id, third.id]);
    // what stays is whole
    await gridcast('runs', 'open', second.id, '--out', path.join(folder, 'second.html'));
    expect(await gridcast('models', 'card', 'champion')).not.toContain("The model's object is");
  });
});

test('a training that fails says why until it is done again', { timeout: 120_000 }, async () => {
  home = path.join(folder, 'failing');
  const train = ['train', '--as-of', '2024-03-17T00:00Z', ...meters];
  await gridcast('collect', ...train.slice(1));
  // a file in the place of a folder of the lake: what was trained cannot be kept
  const models = path.join(home, 'lake/models');
  writeFileSync(models, '');
  const failed = await runGridcast([...train, '--home', home, '--json']);
  expect(failed.exitCode).toBe(1);
  const { error } = JSON.parse(failed.stdout) as { error: { message: string } };
  const shown = async (): Promise<Record<string, unknown>> =>
    JSON.parse(await gridcast('runs', 'show', '--json')) as Record<string, unknown>;
  const { run, trials } = await shown();
  expect(run).toMatchObject({ status: 'failed' });
  expect(trials).toMatchObject([
    { kind: 'training', status: 'failed', parameters: { 'config.train.maxRows': 1000 }, modelVersion: null },
  ]);
  expect((trials as { message: string }[])[0]?.message).toContain(error.message);
  expect(await gridcast('runs', 'show')).toContain(error.message);
  rmSync(models);
  await gridcast(...train);
  const { trials: again } = (await shown()) as { trials: readonly unknown[] };
  expect(again[0]).toMatchObject({ kind: 'training', status: 'done', message: null });
  expect(again.length).toBeGreaterThan(1);
});

test(
  'a fault of tracking is a warning, and model and forecast have the same bytes',
  { timeout: 120_000 },
  async () => {
    const published = async (name: string, spoil: (catalogue: string) => void): Promise<unknown> => {
      home = path.join(folder, name);
      const asOf = ['--as-of', '2024-03-17T00:00Z', ...meters];
      await gridcast('collect', ...asOf);
      spoil(path.join(home, 'catalogue.sqlite'));
      const { exitCode, stderr } = await runGridcast(['run', '--home', home, ...asOf]);
      expect(exitCode, stderr).toBe(0);
      expect(stderr.includes('the training goes on without its record')).toBe(name === 'spoiled');
      const contents = Object.entries(lakeContents(home));
      return Object.fromEntries(contents.filter(([key]) => /^(?:models|forecasts|training)/u.test(key)));
    };
    const whole = await published('whole', () => undefined);
    const spoiled = await published('spoiled', (catalogue) => {
      using database = new DatabaseSync(catalogue);
      database.exec('DROP TABLE trial_metric');
    });
    expect(Object.keys(whole as object)).toHaveLength(3);
    expect(spoiled).toEqual(whole);
  },
);
