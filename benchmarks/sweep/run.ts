/**
 * `npm run benchmark:sweep [-- --trials N] [-- --only TEXT]`: what a sweep costs, without and with pruning, beside the same trials
 * through mlforecast's cross-validation. Prints a table and writes benchmarks/results/sweep.json. METHOD.md says how to read it.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { CommandLine } from '../cycle/measure.ts';
import { measureTree, type TreeCost } from './measure-tree.ts';

const root = path.resolve(import.meta.dirname, '../..');
const gridcast = path.join(root, 'packages/gridcast/bin/gridcast.js');
const python = path.join(root, '.venv/bin/python');
const rowsPath = path.join(
  root,
  'packages/gridcast/data/consumption_de35_hour_2022-12-21_2023-01-21.parquet',
);
const peer = path.join(import.meta.dirname, 'peers/mlforecast_sweep.py');

const { values } = parseArgs({
  options: { trials: { type: 'string', default: '50' }, only: { type: 'string', default: '' } },
});
const scratch = mkdtempSync(path.join(tmpdir(), 'gridcast-sweep-'));

/** The tutorial's grid with a tenth of its trees and one rate more, so that it has 54 points. */
const GRID = {
  rounds: { kind: 'choice', values: [100, 200, 250] },
  learning_rate: { kind: 'choice', values: [0.05, 0.1, 0.15] },
  max_depth: { kind: 'choice', values: [-1, 5] },
  num_leaves: { kind: 'choice', values: [31] },
  lambda_l2: { kind: 'choice', values: [0, 0.01, 0.015] },
};
/** The same without points in common, so that no trial shares another's trees. */
const RANGES = {
  ...GRID,
  rounds: { kind: 'int', low: 100, high: 250 },
  learning_rate: { kind: 'float', low: 0.05, high: 0.15 },
};
/** Trials learn from half of the rows of a training: as many as mlforecast has of the last fold. */
const MANY_ROWS = { train: { maxRows: 66_000 } };

const spaces = { grid: path.join(scratch, 'grid.json'), random: path.join(scratch, 'random.json') };
const manyRows = path.join(scratch, 'many-rows.json');

type Sampler = keyof typeof spaces;

interface Contender {
  readonly name: string;
  /** A command for a fresh folder. */
  readonly command: (folder: string) => CommandLine;
  /** The best MASE over the folds that it found, read from what it left there. */
  readonly best: (folder: string) => number;
}

interface Outcome {
  readonly name: string;
  readonly cost: TreeCost;
  readonly bestMase: number;
}

const contenders: readonly Contender[] = [
  ours('grid', []),
  ours('grid', ['--prune', 'halving']),
  ours('grid', ['--prune', 'median']),
  ours('grid', ['--config', manyRows]),
  theirs('grid', 1, 'week'),
  theirs('grid', 2, 'week'),
  theirs('grid', 2, 'tutorial'),
  ours('random', []),
  theirs('random', 2, 'week'),
];

try {
  writeFileSync(manyRows, JSON.stringify(MANY_ROWS));
  writeFileSync(spaces.grid, JSON.stringify(GRID));
  writeFileSync(spaces.random, JSON.stringify(RANGES));
  for (const sampler of ['grid', 'random'] as const) {
    writeFileSync(path.join(scratch, `${sampler}-trials.json`), proposed(sampler));
  }
  const loadBefore = loadavg()[0];
  const outcomes: Outcome[] = [];
  for (const contender of contenders.filter(({ name }) => name.includes(values.only))) {
    outcomes.push(await measured(contender));
    console.log(lineOf(outcomes.at(-1) as Outcome));
  }
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, loadBefore, node: process.version };
  const results = { measuredAt: new Date().toISOString(), machine, trials: Number(values.trials), outcomes };
  const target = path.resolve(import.meta.dirname, '../results/sweep.json');
  if (values.only === '') writeFileSync(target, `${JSON.stringify(results, null, 2)}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function measured({ name, command, best }: Contender): Promise<Outcome> {
  const folder = mkdtempSync(path.join(scratch, 'run-'));
  run(['collect', '--home', path.join(folder, 'home')]);
  const cost = await measureTree(command(folder), folder, /^generation (\d+) of \1:/m);
  return { name, cost, bestMase: best(folder) };
}

function lineOf({ name, cost, bestMase }: Outcome): string {
  const seconds = (value: number | undefined): string => (value?.toFixed(1) ?? '').padStart(7);
  return `${name.padEnd(44)}${seconds(cost.wallSeconds)} s wall${seconds(cost.markSeconds)} s trials${seconds(cost.cpuSeconds)} s CPU${cost.peakMiB.toFixed(0).padStart(6)} MiB  best MASE ${bestMase.toFixed(4)}`;
}

function search(sampler: Sampler): readonly string[] {
  const flags = ['--space', spaces[sampler], '--sampler', sampler];
  return [...flags, '--trials', values.trials, '--folds', '3', '--workers', '2'];
}

function ours(sampler: Sampler, flags: readonly string[]): Contender {
  const kind = flags[0] === '--config' ? ' as many rows' : flags.map((flag) => ` ${flag}`).join('');
  return {
    name: `${sampler}: gridcast tune${kind}`,
    command: (folder) => [
      process.execPath,
      gridcast,
      'tune',
      '--home',
      path.join(folder, 'home'),
      ...search(sampler),
      ...flags,
    ],
    best: (folder) => shown(path.join(folder, 'home')).best.mase,
  };
}

function theirs(sampler: Sampler, processes: number, features: 'week' | 'tutorial'): Contender {
  const trials = path.join(scratch, `${sampler}-trials.json`);
  const scores = (folder: string): string => path.join(folder, 'scores.json');
  return {
    name: `${sampler}: mlforecast, ${features}, ${processes} ${processes === 1 ? 'process' : 'processes'}`,
    command: (folder) => [python, peer, rowsPath, trials, scores(folder), `${processes}`, features],
    best: (folder) => Math.min(...(JSON.parse(readFileSync(scores(folder), 'utf8')) as number[])),
  };
}

interface Shown {
  readonly best: { readonly mase: number };
}

function shown(home: string): Shown {
  const listed = JSON.parse(run(['tune', 'list', '--home', home, '--json'])) as {
    readonly items: readonly { readonly id: string }[];
  };
  return JSON.parse(run(['tune', 'show', listed.items[0]?.id ?? '', '--home', home, '--json'])) as Shown;
}

/** The trials and folds that all contenders go through: a sweep's own proposals, made once, untimed. */
function proposed(sampler: Sampler): string {
  const home = path.join(scratch, `${sampler}-proposed`);
  run(['tune', '--home', home, ...search(sampler)]);
  return JSON.stringify(shown(home));
}

function run(args: readonly string[]): string {
  return execFileSync(process.execPath, [gridcast, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
