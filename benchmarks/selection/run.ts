/**
 * `npm run benchmark:selection [-- --only NAME]`: what a forecast loses, and a training saves, by the columns that `gridcast select` leaves
 * out. Columns are selected as of the first origin; both are then scored on all origins from there on. Prints a table and writes
 * benchmarks/results/selection.json. METHOD.md says how to read it.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openSqlEngine } from '../../packages/gridcast/src/store/index.ts';
import { panels, writePanel, type AccuracyPanel } from '../accuracy/panels.ts';
import { measure, median } from '../cycle/measure.ts';

const root = path.resolve(import.meta.dirname, '../..');
const gridcast = path.join(root, 'packages/gridcast/bin/gridcast.js');
/** Trainings of each kind whose cost is measured, in turn. */
const TRAININGS = 3;

/** Cases of the accuracy benchmark: a panel at one of its delays. */
const CASES: readonly (readonly [panel: string, delayHours: number])[] = [
  ['bundled', 0],
  ['weeks', 0],
  ['years', 0],
  ['years', 432],
];

interface Backtest {
  readonly byOrigin: readonly { readonly errors: { readonly mase: number | null } }[];
}

interface Selected {
  readonly id: string;
  readonly outcome: {
    readonly columns: readonly string[];
    readonly leftOut: readonly string[];
    readonly isInForce: boolean;
    readonly reason: string;
  };
}

interface Result {
  readonly name: string;
  readonly origins: number;
  readonly columns: number;
  readonly leftOut: readonly string[];
  readonly isInForce: boolean;
  readonly reason: string;
  readonly mase: { readonly all: number; readonly chosen: number };
  readonly gain: { readonly mean: number; readonly error: number };
  readonly selectCpuSeconds: number;
  readonly trainCpuSeconds: { readonly all: number; readonly chosen: number };
}

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const scratch = mkdtempSync(path.join(tmpdir(), 'gridcast-selection-'));
try {
  const results: Result[] = [];
  for (const [name, delayHours] of CASES) {
    const panel = panels.find((one) => one.name === name);
    if (panel === undefined || !`${name} ${delayHours}`.includes(values.only)) continue;
    results.push(await runCase(panel, delayHours));
    console.log(lineOf(results.at(-1) as Result));
  }
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length };
  const file = path.join(root, 'benchmarks/results/selection.json');
  if (values.only === '') writeFileSync(file, `${JSON.stringify({ machine, results }, null, 2)}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function runCase(panel: AccuracyPanel, delayHours: number): Promise<Result> {
  const { test = [], refitHours = 0 } = panel.cases.find((one) => one.delayHours === delayHours) ?? {};
  const rows = path.join(scratch, `${panel.name}.parquet`);
  using engine = await openSqlEngine({ threads: 1 });
  await writePanel(engine, panel, rows);
  const name = `${panel.name} ${delayHours}`;
  const home = path.join(scratch, name.replace(' ', '-'));
  const source = ['--source', 'file', '--path', rows, '--time', 'hour_utc', '--keys', 'series'];
  const country = panel.country === undefined ? [] : ['--country', panel.country];
  const flags = [...source, '--value', 'value', ...country, '--delay', String(delayHours)];
  const command = (words: readonly string[], where: string): readonly [string, ...string[]] => [
    process.execPath,
    gridcast,
    ...words,
    ...flags,
    '--home',
    where,
  ];
  const run = (words: readonly string[]): string => {
    const [program, ...args] = command(words, home);
    return execFileSync(program, args, {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  };
  const asOf = ['--as-of', test[0] ?? ''];
  const scores = (): number[] => {
    const asked = ['backtest', '--origins', test.join(','), '--refit', String(refitHours), '--json'];
    return (JSON.parse(run(asked)) as Backtest).byOrigin.map(({ errors }) => errors.mase ?? NaN);
  };
  run(['collect']);
  const all = scores();
  const before = `${home}-before`;
  cpSync(home, before, { recursive: true });
  const { cpuSeconds: selectCpuSeconds } = measure(command(['select', ...asOf], home), scratch);
  const { id, outcome } = JSON.parse(run(['select', ...asOf, '--json'])) as Selected;
  if (outcome.leftOut.length > 0) run(['select', 'use', id, '--reason', 'a benchmark', ...asOf]);
  const chosen = scores();
  const costs = { all: [] as number[], chosen: [] as number[] };
  for (let i = 0; i < TRAININGS; i++) {
    for (const [kind, from] of [
      ['all', before],
      ['chosen', home],
    ] as const) {
      const copy = path.join(scratch, `${kind}-${i}`);
      cpSync(from, copy, { recursive: true });
      costs[kind].push(measure(command(['train', ...asOf], copy), scratch).cpuSeconds);
      rmSync(copy, { recursive: true, force: true });
    }
  }
  const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
  const gains = all.map((mase, at) => mase - (chosen[at] ?? NaN));
  const spread = mean(gains.map((one) => (one - mean(gains)) ** 2)) / (gains.length - 1);
  return {
    name,
    origins: test.length,
    columns: outcome.columns.length + outcome.leftOut.length,
    leftOut: outcome.leftOut,
    isInForce: outcome.isInForce,
    reason: outcome.reason,
    mase: { all: mean(all), chosen: mean(chosen) },
    gain: { mean: mean(gains), error: Math.sqrt(spread) },
    selectCpuSeconds,
    trainCpuSeconds: { all: median(costs.all), chosen: median(costs.chosen) },
  };
}

function lineOf(result: Result): string {
  const { name, columns, leftOut, isInForce, mase, gain, selectCpuSeconds, trainCpuSeconds } = result;
  return [
    name.padEnd(12),
    `${columns - leftOut.length} of ${columns} columns${isInForce ? ', put in force' : ''}`,
    `MASE ${mase.all.toFixed(4)} -> ${mase.chosen.toFixed(4)}, gain ${gain.mean.toFixed(4)} ± ${gain.error.toFixed(4)}`,
    `training ${trainCpuSeconds.all.toFixed(1)} -> ${trainCpuSeconds.chosen.toFixed(1)} CPU s, select ${selectCpuSeconds.toFixed(0)} CPU s`,
  ].join('; ');
}
