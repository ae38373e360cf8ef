/** Sweeps as a user runs them: the same bytes however they are run, failures that end nothing else, and what becomes of a winner. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lakeContents, runGridcast, writeMeters } from './run-gridcast.ts';

interface Trial {
  readonly number: number;
  readonly status: string;
  readonly mase: number | null;
  readonly reason?: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly folds: readonly { readonly mase: number }[];
}

interface Report {
  readonly id: string;
  readonly status: string;
  readonly nothingToDo: boolean;
  readonly trials: readonly Trial[];
  readonly outcome?: { readonly winner: number | null; readonly isInForce: boolean; readonly reason: string };
}

let folder: string;
let flags: readonly string[];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-tuning-'));
  const settings = file('few-rows.json', { train: { maxRows: 1000 } });
  flags = [...writeMeters(path.join(folder, 'meters.csv'), { sites: 3, days: 26 }), '--config', settings];
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const target = path.join(folder, name);
  writeFileSync(target, JSON.stringify(content));
  return target;
}

async function gridcast(home: string, args: readonly string[], environment: Record<string, string> = {}) {
  return runGridcast([...args, '--home', path.join(folder, home), ...flags], environment);
}

async function tuned(home: string, args: readonly string[]): Promise<Report> {
  const { exitCode, stdout, stderr } = await gridcast(home, ['tune', ...args, '--json']);
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout) as Report;
}

describe('a sweep', { timeout: 240_000 }, () => {
  const search = ['--space', 'full', '--trials', '14', '--prune', 'halving'];

  test('has the same bytes with one worker and with two, and killed twice', async () => {
    const one = await tuned('one', [...search, '--workers', '1']);
    expect(one.status).toBe('done');
    expect(one.trials).toHaveLength(15);
    const two = await tuned('two', [...search, '--workers', '2']);
    expect(two).toEqual(one);
    const wanted = lakeContents(path.join(folder, 'one'));
    expect(Object.keys(wanted).some((name) => name.startsWith('sweeps'))).toBe(true);
    expect(lakeContents(path.join(folder, 'two'))).toEqual(wanted);

    expect(await gridcast('killed', ['collect'])).toMatchObject({ exitCode: 0 });
    for (const write of ['24', '30']) {
      const killed = await gridcast('killed', ['tune', ...search, '--workers', '2'], {
        GRIDCAST_KILL_AT_WRITE: write,
      });
      expect(killed.signal, killed.stderr).toBe('SIGKILL');
      expect(killed.stderr).not.toContain('generation 2 of 2');
    }
    const between = await gridcast('killed', ['tune', 'show', one.id, '--json']);
    const { trials } = JSON.parse(between.stdout) as Report;
    expect(trials.length).toBeGreaterThan(0);
    expect(trials.length).toBeLessThan(15);
    const ended = await tuned('killed', [...search, '--workers', '2']);
    expect(ended).toEqual(one);
    expect(lakeContents(path.join(folder, 'killed'))).toEqual(wanted);
  });

  test('does nothing when it is run again, and shows itself', async () => {
    const again = await tuned('one', search);
    expect(again.nothingToDo).toBe(true);
    const listed = await gridcast('one', ['tune', 'list', '--json']);
    expect(JSON.parse(listed.stdout)).toMatchObject({ total: 1, items: [{ id: again.id, status: 'done' }] });
    const out = path.join(folder, 'sweep.html');
    const shown = await gridcast('one', ['tune', 'show', again.id.slice(0, 8), '--out', out]);
    expect(shown.exitCode, shown.stderr).toBe(0);
    const page = readFileSync(out, 'utf8');
    expect(page.match(/<svg /gu)).toHaveLength(4);
    expect(page).not.toMatch(/<script|https?:|undefined|NaN/u);
    expect(page).toContain('Folds over time');
    const unknown = await gridcast('one', ['tune', 'show', 'zzz']);
    expect(unknown).toMatchObject({ exitCode: 2 });
    expect(unknown.stderr).toContain('TUNE_SWEEP_UNKNOWN');
  });

  test('tries the same and scores the same, whatever became known after its cut', async () => {
    const meters = readFileSync(path.join(folder, 'meters.csv'), 'utf8').trimEnd().split('\n');
    // 26 days of history keep the last 4 from all trials
    const known = meters.length - 4 * 24 * 3;
    const altered = meters.map((line, at) =>
      at < known ? line : line.replace(/[\d.]+$/u, (value) => `${2 * Number(value) + 9}`),
    );
    const file = path.join(folder, 'altered.csv');
    writeFileSync(file, `${altered.join('\n')}\n`);
    const source = flags.map((flag) => (flag.endsWith('meters.csv') ? file : flag));
    const ended = await runGridcast([
      'tune',
      ...search,
      '--home',
      path.join(folder, 'altered'),
      ...source,
      '--json',
    ]);
    expect(ended.exitCode, ended.stderr).toBe(0);
    const [one, two] = [await tuned('one', search), JSON.parse(ended.stdout) as Report];
    expect(two.id).not.toBe(one.id);
    expect(two.trials).toEqual(one.trials);
    expect(two.outcome).not.toEqual(one.outcome);
  });

  test('stops early by its budget, and goes on', async () => {
    const stopped = await tuned('budget', [...search, '--budget', '0']);
    expect(stopped).toMatchObject({ status: 'stopped', trials: [] });
    const ended = await tuned('budget', search);
    expect(ended.id).toBe(stopped.id);
    expect(lakeContents(path.join(folder, 'budget'))).toEqual(lakeContents(path.join(folder, 'one')));
  });
});

describe('a trial', { timeout: 240_000 }, () => {
  test('that fails in any way is recorded, and the sweep goes on', async () => {
    const space = file('hostile.json', {
      learning_rate: { kind: 'choice', values: [0.1, 1000] },
      num_leaves: { kind: 'choice', values: [15, 131072] },
      bagging_fraction: { kind: 'choice', values: [0.7, 0.00001] },
    });
    const search = ['--space', space, '--sampler', 'grid', '--workers', '2', '--worker-memory', '200'];
    const { trials, status, outcome } = await tuned('hostile', search);
    expect(status).toBe('done');
    expect(trials).toHaveLength(9);
    const reasonOf = (settings: object): string | undefined =>
      trials.find((trial) => JSON.stringify(trial.settings) === JSON.stringify(settings))?.reason;
    const at = (rate: number, leaves: number, share: number): object => ({
      learning_rate: rate,
      num_leaves: leaves,
      bagging_fraction: share,
    });
    expect(reasonOf(at(1000, 15, 0.7))).toBe('fold 1: MASE is no number: a forecast is NaN');
    expect(reasonOf(at(0.1, 15, 0.00001))).toContain('Check failed: (num_data) > (0)');
    // LightGBM wants room for the histograms of every leaf that there may be
    expect(reasonOf(at(0.1, 131_072, 0.7))).toMatch(/memory/u);
    expect(reasonOf(at(0.1, 15, 0.7))).toBeUndefined();
    expect(outcome?.winner).toBe(1);
  });

  test('of fewer trees is the beginning of one of more', async () => {
    const alone = file('alone.json', { rounds: { kind: 'choice', values: [20] } });
    const beside = file('beside.json', { rounds: { kind: 'choice', values: [20, 55, 90] } });
    const search = ['--sampler', 'grid', '--workers', '1'];
    const [first, second] = [
      await tuned('alone', ['--space', alone, ...search]),
      await tuned('beside', ['--space', beside, ...search]),
    ];
    expect(second.trials.find(({ settings }) => settings['rounds'] === 20)?.folds).toEqual(
      first.trials.find(({ settings }) => settings['rounds'] === 20)?.folds,
    );
    expect(new Set(second.trials.map(({ mase }) => mase)).size).toBe(4);
  });
});

/**
 * Writes 60 days whose working hours lie high on two days of three and low on the third: ten days behind, more trees learn that better than the
 * defaults do, by three standard errors.
 */
function writeRegimes(target: string): string[] {
  const lines = ['hour,site,kwh'];
  for (let hour = 0; hour < 60 * 24; hour += 1) {
    const [day, at] = [Math.floor(hour / 24), new Date(Date.UTC(2024, 2, 1, hour)).toISOString()];
    const isWork = hour % 24 >= 8 && hour % 24 < 18;
    const regime = isWork ? (day ** 2 % 3 === 1 ? 15 : -15) : 0;
    for (let site = 1; site <= 3; site += 1) {
      const wave = 20 * Math.sin((2 * Math.PI * (hour + site)) / 24) + 2 * Math.sin(hour * hour * site);
      lines.push(`${at},s${site},${(site * (50 + wave + regime)).toFixed(2)}`);
    }
  }
  writeFileSync(target, `${lines.join('\n')}\n`);
  const source = ['--source', 'file', '--path', target, '--time', 'hour', '--keys', 'site', '--value', 'kwh'];
  return [...source, '--delay', '240'];
}

describe('a winner', { timeout: 240_000 }, () => {
  let others: readonly string[];
  beforeAll(() => {
    others = flags;
    const settings = file('some-rows.json', { train: { maxRows: 4000 } });
    flags = [...writeRegimes(path.join(folder, 'regimes.csv')), '--config', settings];
  });
  afterAll(() => {
    flags = others;
  });

  interface Shown {
    readonly version: string;
    readonly details: { readonly tuned?: string };
  }
  const champion = async (home: string): Promise<Shown> => {
    const { stdout } = await gridcast(home, ['models', 'show', 'champion', '--json']);
    return JSON.parse(stdout) as Shown;
  };
  const models = (home: string): string[] =>
    Object.keys(lakeContents(path.join(folder, home))).filter((name) => name.startsWith('models'));

  test('that is better on later days is what the next training uses, until it is reset', async () => {
    const space = file('better.json', {
      rounds: { kind: 'choice', values: [30, 300] },
      learning_rate: { kind: 'choice', values: [0.05] },
      loss: { kind: 'choice', values: ['absolute'] },
    });
    expect(await gridcast('plain', ['run'])).toMatchObject({ exitCode: 0 });
    const untuned = models('plain');

    const { outcome } = await tuned('plain', ['--space', space, '--sampler', 'grid']);
    expect(outcome, outcome?.reason).toMatchObject({ isInForce: true });
    const trained = await gridcast('plain', ['train']);
    expect(trained.stdout, trained.stderr).toContain('the tuned configuration has changed');
    const added = models('plain').filter((name) => !untuned.includes(name));
    expect(added).toHaveLength(1);
    const artefact = readFileSync(path.join(folder, 'plain', 'lake', added[0] ?? ''), 'utf8');
    expect(artefact).toContain('"learning_rate":0.05');
    expect(artefact).toContain('"objective":"regression_l1"');
    const again = await gridcast('plain', ['train']);
    expect(again.stdout).toContain('kept');

    const shown = await champion('plain');
    if (shown.details.tuned !== undefined) expect(shown.details.tuned).toMatch(/^configurations\//u);
    const reset = await gridcast('plain', ['tune', 'reset', '--reason', 'a test']);
    expect(reset.stdout, reset.stderr).toContain('defaults are in force again');

    const { exitCode } = await gridcast('reset', ['collect']);
    expect(exitCode).toBe(0);
    await tuned('reset', ['--space', space, '--sampler', 'grid']);
    await gridcast('reset', ['tune', 'reset', '--reason', 'a test']);
    expect(await gridcast('reset', ['run'])).toMatchObject({ exitCode: 0 });
    expect(models('reset')).toEqual(untuned);
  });

  test('whose object is gone leaves the forecast to the defaults, and says so', async () => {
    const space = file('gone.json', {
      rounds: { kind: 'choice', values: [300] },
      learning_rate: { kind: 'choice', values: [0.05] },
      loss: { kind: 'choice', values: ['absolute'] },
    });
    const { outcome } = await tuned('gone', ['--space', space, '--sampler', 'grid']);
    expect(outcome).toMatchObject({ isInForce: true });
    const lake = path.join(folder, 'gone', 'lake');
    rmSync(path.join(lake, 'configurations'), { recursive: true });
    const run = await gridcast('gone', ['run']);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stderr).toContain('tuned configuration left out');
    expect(models('gone')).toEqual(models('reset'));
  });
});

describe('bad input', { timeout: 60_000 }, () => {
  const cases: readonly (readonly [string, readonly string[], string, number])[] = [
    ['an impossible value', ['--space', 'SPACE'], 'TUNE_SPACE_INVALID', 2],
    [
      'a space that is none',
      ['--space', 'nowhere.json'],
      'quick, full, tutorial or the path of a JSON file',
      2,
    ],
    ['a file that is no JSON', ['--space', 'TEXT'], 'TUNE_SPACE_INVALID', 2],
    ['an unknown sampler', ['--sampler', 'best'], 'grid, random, tpe', 2],
    ['no folds', ['--folds', '0'], 'from 1 to 10', 2],
    ['a grid without end', ['--space', 'full', '--sampler', 'grid'], 'TUNE_GRID_TOO_LARGE', 2],
    ['more folds than history', ['--folds', '10', '--delay', '72'], 'TUNE_HISTORY_TOO_SHORT', 3],
  ];

  test.each(cases)('%s is told with the next step', async (_, args, said, exitCode) => {
    const space = file('impossible.json', { learning_rate: { kind: 'float', low: -1, high: 1 } });
    const text = path.join(folder, 'meters.csv');
    const named = args.map((arg) => (arg === 'SPACE' ? space : arg === 'TEXT' ? text : arg));
    const ended = await gridcast('bad', ['tune', ...named]);
    expect(ended.exitCode, ended.stderr).toBe(exitCode);
    expect(ended.stderr).toContain(said);
  });

  test('a worker that cannot even start says how to help it', async () => {
    const ended = await gridcast('library', ['tune'], { GRIDCAST_LIGHTGBM_LIBRARY: '/nowhere' });
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain('TUNE_LIBRARY_MISSING');
  });
});
