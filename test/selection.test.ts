/** Selections of columns as a user runs them: what is planted is found, the same bytes however it is run, and the next training uses it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lakeContents, runGridcast, succeed } from './run-gridcast.ts';

interface Step {
  readonly columns: readonly string[];
  readonly mase: readonly number[];
  readonly importances: readonly { readonly name: string; readonly mean: number; readonly error: number }[];
}

interface Report {
  readonly id: string;
  readonly nothingToDo: boolean;
  readonly steps: readonly Step[];
  readonly outcome: {
    readonly step: number;
    readonly columns: readonly string[];
    readonly leftOut: readonly string[];
    readonly isInForce: boolean;
    readonly heldOut: readonly unknown[];
  };
}

const DAYS = 50;
const SITES = 3;
let folder: string;
let flags: readonly string[];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-selection-'));
  flags = writePanel('meters.csv');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Numbers from 0 to 1 without a pattern that trees could learn. */
function drawAt(place: number): number {
  let x = Math.imul(place + 1, 0x9e3779b9);
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
}

/** A level of each day that nobody can guess from the days before. */
const levelOf = (day: number, which: number): number => 20 * drawAt(1000 * which + day) - 10;

/**
 * Writes meters two days late that follow the hour, and the temperature of the day and nothing else; beside them that temperature,
 * forecast in time, and another number that means nothing. `after` changes the meters from a day on.
 */
function writePanel(
  name: string,
  after: { readonly day: number; readonly factor: number } = { day: DAYS, factor: 1 },
) {
  const [meters, covariates] = [['hour,site,kwh'], ['hour,temp,dice']];
  for (let hour = 0; hour < DAYS * 24; hour += 1) {
    const [day, at] = [Math.floor(hour / 24), new Date(Date.UTC(2024, 2, 1, hour)).toISOString()];
    covariates.push(`${at},${levelOf(day, 1).toFixed(3)},${levelOf(day, 2).toFixed(3)}`);
    for (let site = 1; site <= SITES; site += 1) {
      const wave = 10 * Math.sin((2 * Math.PI * (hour % 24)) / 24) + drawAt(7 * hour + site);
      const value = site * (60 + wave + 2 * levelOf(day, 1)) * (day < after.day ? 1 : after.factor);
      meters.push(`${at},s${site},${value.toFixed(3)}`);
    }
  }
  const file = (target: string, content: string): string => {
    writeFileSync(path.join(folder, target), content);
    return path.join(folder, target);
  };
  const beside = file(`covariates-${name}`, `${covariates.join('\n')}\n`);
  const settings = {
    train: { maxRows: 1500 },
    covariates: ['temp', 'dice'].map((value) => ({ name: value, value, path: beside, time: 'hour' })),
  };
  const config = file(`${name}.json`, JSON.stringify(settings));
  const rows = file(name, `${meters.join('\n')}\n`);
  const source = ['--source', 'file', '--path', rows, '--time', 'hour', '--keys', 'site', '--value', 'kwh'];
  return [...source, '--delay', '48', '--config', config];
}

async function selected(home: string, args: readonly string[] = [], source = flags): Promise<Report> {
  return JSON.parse(
    await succeed(['select', ...args, '--home', path.join(folder, home), ...source, '--json']),
  ) as Report;
}

function gridcast(home: string, args: readonly string[], environment: Record<string, string> = {}) {
  return runGridcast([...args, '--home', path.join(folder, home), ...flags], environment);
}

describe('a selection', { timeout: 240_000 }, () => {
  test('keeps what forecasts and leaves out what says nothing', async () => {
    const { steps, outcome } = await selected('one', ['--workers', '1']);
    const of = (columns: readonly string[], name: string): string[] =>
      columns.filter((column) => column.startsWith(`cov_${name}`));
    const [all] = steps;
    expect(of(all?.columns ?? [], 'dice').length).toBeGreaterThan(4);
    expect(of(outcome.columns, 'temp').length).toBeGreaterThan(0);
    expect(of(outcome.columns, 'dice')).toEqual([]);
    // no day is unlike another
    expect(outcome.leftOut).toEqual(expect.arrayContaining(['weekday', 'class_target']));
    expect([...outcome.columns, ...outcome.leftOut].toSorted()).toEqual(all?.columns.toSorted());
    expect(outcome.columns).toEqual(steps[outcome.step]?.columns);
    expect(outcome.heldOut.length).toBeGreaterThan(2);
  });

  test('has the same bytes with one worker and with two, and killed on the way', async () => {
    const one = await selected('one');
    expect(one.nothingToDo).toBe(true);
    const two = await selected('two', ['--workers', '2']);
    expect(two).toEqual({ ...one, nothingToDo: false });
    const wanted = lakeContents(path.join(folder, 'one'));
    expect(Object.keys(wanted).some((name) => name.startsWith('selections'))).toBe(true);
    expect(lakeContents(path.join(folder, 'two'))).toEqual(wanted);

    expect(await gridcast('killed', ['collect'])).toMatchObject({ exitCode: 0 });
    const killed = await gridcast('killed', ['select'], { GRIDCAST_KILL_AT_WRITE: '20' });
    expect(killed.signal, killed.stderr).toBe('SIGKILL');
    const between = JSON.parse((await gridcast('killed', ['select', 'show', one.id, '--json'])).stdout) as {
      readonly status: string;
      readonly steps: readonly Step[];
    };
    expect(between.status).toBe('running');
    expect(between.steps.length).toBeGreaterThan(0);
    expect(between.steps).toEqual(one.steps.slice(0, between.steps.length));
    expect(between.steps.length).toBeLessThan(one.steps.length);
    expect(await selected('killed')).toEqual({ ...one, nothingToDo: false });
    expect(lakeContents(path.join(folder, 'killed'))).toEqual(wanted);
  });

  test('measures the same and chooses the same, whatever became known after its cut', async () => {
    // 48 known days keep the last 8 from all steps
    const later = writePanel('later.csv', { day: DAYS - 2 - 8, factor: 3 });
    const [one, two] = [await selected('one'), await selected('later', [], later)];
    expect(two.id).not.toBe(one.id);
    expect(two.steps).toEqual(one.steps);
    expect(two.outcome.columns).toEqual(one.outcome.columns);
    expect(two.outcome.heldOut).not.toEqual(one.outcome.heldOut);
  });

  test('is what the next training uses, and its model card says so', async () => {
    const { id, outcome } = await selected('one');
    const unused = await gridcast('one', ['run']);
    expect(unused.exitCode, unused.stderr).toBe(0);
    const used = await gridcast('one', ['select', 'use', id.slice(0, 8), '--reason', 'a test']);
    expect(used.stdout, used.stderr).toContain(`${outcome.leftOut.length} columns are left out`);
    const trained = await gridcast('one', ['train']);
    expect(trained.exitCode, trained.stderr).toBe(0);

    const configurations = Object.keys(lakeContents(path.join(folder, 'one'))).filter((name) =>
      name.startsWith('configurations'),
    );
    const texts = configurations.map((name) => readFileSync(path.join(folder, 'one', 'lake', name), 'utf8'));
    const configuration = texts
      .map(
        (text) => JSON.parse(text) as { readonly selection?: string; readonly columns?: readonly string[] },
      )
      .find(({ selection }) => selection === id);
    expect(configuration?.columns).toEqual(outcome.columns);

    const listed = JSON.parse((await gridcast('one', ['models', 'list', '--json'])).stdout) as {
      readonly items: readonly { readonly version: string }[];
    };
    const cards = [];
    for (const { version } of listed.items)
      cards.push((await gridcast('one', ['models', 'card', version])).stdout);
    const leftOut = outcome.leftOut.toSorted().join(', ');
    const chosen = cards.filter(
      (card) =>
        card.includes(`| columns left out | ${leftOut.replaceAll('_', '\\_')} |`) ||
        card.includes(`| columns left out | ${leftOut} |`),
    );
    expect(chosen, cards.join('\n')).toHaveLength(1);
    const models = Object.keys(lakeContents(path.join(folder, 'one')))
      .filter((name) => name.startsWith('models'))
      .map((name) => JSON.parse(readFileSync(path.join(folder, 'one', 'lake', name), 'utf8')) as Model);
    const read = models.map(({ members }) => [
      ...new Set(members.flatMap(({ features }) => features.map(({ name }) => name))),
    ]);
    expect(read.some((names) => names.every((name) => outcome.columns.includes(name)))).toBe(true);

    const reset = await gridcast('one', ['tune', 'reset', '--reason', 'a test']);
    expect(reset.stdout).toContain('defaults are in force again');
  });

  test('shows itself', async () => {
    const { id, outcome } = await selected('one');
    const listed = await gridcast('one', ['select', 'list']);
    const all = outcome.columns.length + outcome.leftOut.length;
    expect(listed.stdout).toContain(`${outcome.columns.length} of ${all}`);
    const out = path.join(folder, 'selection.html');
    const shown = await gridcast('one', ['select', 'show', id.slice(0, 8), '--out', out]);
    expect(shown.exitCode, shown.stderr).toBe(0);
    const page = readFileSync(out, 'utf8');
    expect(page.match(/<svg /gu)).toHaveLength(4);
    expect(page).not.toMatch(/<script|https?:|undefined|NaN/u);
    for (const name of [...outcome.columns, ...outcome.leftOut]) expect(page).toContain(`<td>${name}</td>`);
    expect(page.match(/<td>left out<\/td>/gu)).toHaveLength(outcome.leftOut.length);
  });

  test('keeps families that are named, and of all of them nothing is put in force', async () => {
    const known = (await selected('one')).steps[0]?.columns ?? [];
    const families = 'recent,level,day,calendar,daylight,hour,covariate_temp,covariate_dice';
    const { id, steps, outcome } = await selected('keep', ['--keep', `${families}, w0`]);
    expect(steps).toHaveLength(1);
    expect(outcome).toMatchObject({ columns: known, leftOut: [], isInForce: false, heldOut: [] });
    const ended = await gridcast('keep', ['select', 'use', id, '--reason', 'why']);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain('SELECT_NOTHING_LEFT_OUT');
  });
});

interface Model {
  readonly members: readonly { readonly features: readonly { readonly name: string }[] }[];
}

describe('on the bundled rows', { timeout: 240_000 }, () => {
  test('a selection ends with a decision, and holidays that no scored day has stay', async () => {
    const config = path.join(folder, 'few.json');
    writeFileSync(config, JSON.stringify({ train: { maxRows: 3000 } }));
    const home = path.join(folder, 'bundled');
    const asked = ['select', '--folds', '2', '--home', home, '--config', config];
    const text = await succeed(asked);
    expect(text).toMatch(/(?:columns may go; they were (?:not )?put in force|columns stay): /u);
    const { steps, outcome } = JSON.parse(await succeed([...asked, '--json'])) as Report;
    expect(outcome.columns).toEqual(expect.arrayContaining(['d0', 'class_week']));
    const [all] = steps;
    const worth = all?.importances.find(({ name }) => name === 'd0');
    expect(worth?.mean).toBeGreaterThan(worth?.error ?? Infinity);
  });
});

describe('bad input', { timeout: 60_000 }, () => {
  const cases: readonly (readonly [string, readonly string[], string, number])[] = [
    ['a column that is none', ['--keep', 'wekday'], 'Did you mean weekday?', 2],
    ['no folds', ['--folds', '0'], 'from 1 to 10', 2],
    ['too few hours for folds', ['--as-of', '2024-03-14T00:00Z'], 'TUNE_HISTORY_TOO_SHORT', 3],
    ['a selection that is none', ['show', 'zzz'], 'SELECT_RUN_UNKNOWN', 2],
    ['a selection to use that is none', ['use', 'zzz', '--reason', 'why'], 'SELECT_RUN_UNKNOWN', 2],
    ['no reason', ['use', 'abc'], '--reason', 2],
    ['no verb', ['best'], 'gridcast select list', 2],
  ];

  test.each(cases)('%s is told with the next step', async (_, args, said, exitCode) => {
    const ended = await gridcast('bad', ['select', ...args]);
    expect(ended.exitCode, ended.stderr).toBe(exitCode);
    expect(ended.stderr).toContain(said);
  });

  test('meters that never move have nothing to score', async () => {
    const flat = path.join(folder, 'flat.csv');
    const rows = Array.from(
      { length: 40 * 24 },
      (_, hour) => `${new Date(Date.UTC(2024, 2, 1, hour)).toISOString()},5`,
    );
    writeFileSync(flat, `hour,kwh\n${rows.join('\n')}\n`);
    const source = ['--source', 'file', '--path', flat, '--time', 'hour', '--value', 'kwh'];
    const ended = await runGridcast(['select', '--home', path.join(folder, 'flat'), ...source]);
    expect(ended.exitCode, ended.stderr).toBe(3);
    expect(ended.stderr).toContain('errors have no scale');
  });
});
