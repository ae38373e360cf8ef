/**
 * `npm run benchmark:sweep [-- --trials N] [-- --repetitions N]`: what a sweep costs, without and with pruning, beside the same trials
 * through mlforecast's cross-validation. Prints a table and writes benchmarks/results/sweep.json. METHOD.md says how to read it.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { execFileSync } from 'node:child_process';
import { median, type CommandLine } from '../cycle/measure.ts';
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
  options: { trials: { type: 'string', default: '50' }, repetitions: { type: 'string', default: '1' } },
});
const scratch = mkdtempSync(path.join(tmpdir(), 'gridcast-sweep-'));

/** What is compared; all training rows that mlforecast uses, and the production's sample of them. */
const EVERY_ROW = path.join(scratch, 'every-row.json');
const search = ['--sampler', 'random', '--trials', values.trials, '--folds', '3', '--workers', '2'];

interface Contender {
  readonly name: string;
  /** A command for a fresh folder. */
  readonly command: (folder: string) => CommandLine;
  /** The best MASE over the folds that it found, read from what it left there. */
  readonly best: (folder: string) => number;
}

const contenders: readonly Contender[] = [
  ours('gridcast tune', []),
  ours('gridcast tune, every row', ['--config', EVERY_ROW]),
  ours('gridcast tune, --prune halving', ['--prune', 'halving']),
  ours('gridcast tune, --prune median', ['--prune', 'median']),
  theirs('mlforecast, one process', 1),
  theirs('mlforecast, two processes', 2),
];

try {
  writeFileSync(EVERY_ROW, JSON.stringify({ train: { maxRows: 1_000_000 } }));
  const collected = path.join(scratch, 'collected');
  run(['collect', '--home', collected]);
  const loadBefore = loadavg()[0];
  writeFileSync(path.join(scratch, 'sweep.json'), proposed(collected));
  const runs = new Map<string, (TreeCost & { readonly bestMase: number })[]>(
    contenders.map(({ name }) => [name, []]),
  );
  for (let round = 0; round < Number(values.repetitions); round += 1) {
    for (const contender of contenders) {
      const folder = mkdtempSync(path.join(scratch, 'run-'));
      const home = path.join(folder, 'home');
      run(['collect', '--home', home]);
      const cost = await measureTree(contender.command(folder), folder);
      const bestMase = contender.best(folder);
      runs.get(contender.name)?.push({ ...cost, bestMase });
      console.error(
        `round ${round + 1}: ${contender.name}: ${cost.wallSeconds} s, best MASE ${bestMase.toFixed(4)}`,
      );
    }
  }
  const outcomes = [...runs].map(([name, costs]) => ({
    name,
    runs: costs,
    wallSeconds: median(costs.map((cost) => cost.wallSeconds)),
  }));
  const fastest = Math.min(
    ...outcomes.filter(({ name }) => name.startsWith('mlforecast')).map((one) => one.wallSeconds),
  );
  for (const { name, runs: costs, wallSeconds } of outcomes) {
    const [cpu, peak] = [
      median(costs.map((cost) => cost.cpuSeconds)),
      median(costs.map((cost) => cost.peakMiB)),
    ];
    console.log(
      `${name.padEnd(34)}${wallSeconds.toFixed(1).padStart(8)} s wall${cpu.toFixed(1).padStart(8)} s CPU${peak.toFixed(0).padStart(7)} MiB${(fastest / wallSeconds).toFixed(1).padStart(7)} x  best MASE ${median(costs.map((cost) => cost.bestMase)).toFixed(4)}`,
    );
  }
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, loadBefore, node: process.version };
  const results = { measuredAt: new Date().toISOString(), machine, trials: Number(values.trials), outcomes };
  const target = path.resolve(import.meta.dirname, '../results/sweep.json');
  writeFileSync(target, `${JSON.stringify(results, null, 2)}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function ours(name: string, flags: readonly string[]): Contender {
  return {
    name,
    command: (folder) => [
      process.execPath,
      gridcast,
      'tune',
      '--home',
      path.join(folder, 'home'),
      ...search,
      ...flags,
    ],
    best: (folder) => {
      const { id } = (
        JSON.parse(run(['tune', 'list', '--home', path.join(folder, 'home'), '--json'])) as {
          items: { id: string }[];
        }
      ).items[0] ?? { id: '' };
      const shown = JSON.parse(run(['tune', 'show', id, '--home', path.join(folder, 'home'), '--json'])) as {
        best: { mase: number };
      };
      return shown.best.mase;
    },
  };
}

function theirs(name: string, processes: number): Contender {
  return {
    name,
    command: (folder) => [
      python,
      peer,
      rowsPath,
      path.join(scratch, 'sweep.json'),
      path.join(folder, 'scores.json'),
      `${processes}`,
    ],
    best: (folder) =>
      Math.min(...(JSON.parse(readFileSync(path.join(folder, 'scores.json'), 'utf8')) as number[])),
  };
}

/** The trials and folds that all contenders go through: a sweep's own proposals, made once, untimed. */
function proposed(home: string): string {
  run(['tune', '--home', home, ...search]);
  const [sweep] = (JSON.parse(run(['tune', 'list', '--home', home, '--json'])) as { items: { id: string }[] })
    .items;
  return run(['tune', 'show', sweep?.id ?? '', '--home', home, '--json']);
}

function run(args: readonly string[]): string {
  return execFileSync(process.execPath, [gridcast, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
