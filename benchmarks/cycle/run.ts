/**
 * `npm run benchmark [-- --repetitions N] [--only TEXT]`: what a cycle costs and how good its forecasts are, side by side with
 * Python programs. Prints a table and writes benchmarks/results/cycle.json. METHOD.md says how to read it.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { costFile, listContenders, rowsPath, type Contender } from './contenders.ts';
import { measure, median, type Cost } from './measure.ts';
import { scoreForecasts, type OriginScores } from './score.ts';

/** The last seven origins at 23:00 UTC whose 24 truths are among the bundled rows. */
const scoredOrigins = [14, 15, 16, 17, 18, 19, 20].map((day) => `2023-01-${day}T23:00Z`);

/** CPU seconds inside the process, of all threads. */
interface InsideCost {
  readonly fitCpuSeconds: number;
  /** Of it, the members that forecast; the first ones are for weights and bands. */
  readonly lastFitCpuSeconds?: number;
  readonly predictCpuSeconds: number;
}

type RunCost = Cost & Partial<InsideCost>;

interface Outcome {
  readonly name: string;
  readonly runs: readonly RunCost[];
  readonly median: RunCost;
  readonly scores?: readonly OriginScores[];
}

const { values } = parseArgs({
  options: { repetitions: { type: 'string', default: '5' }, only: { type: 'string', default: '' } },
});
const scratch = mkdtempSync(path.join(tmpdir(), 'gridcast-benchmark-'));
try {
  const contenders = listContenders(scratch).filter(({ name }) => name.includes(values.only));
  const loadBefore = loadavg()[0];
  const runs = runInterleaved(contenders, Number(values.repetitions));
  const outcomes: Outcome[] = [];
  for (const contender of contenders) {
    const costs = runs.get(contender.name) ?? [];
    const scores = await score(contender);
    outcomes.push({
      name: contender.name,
      runs: costs,
      median: medianCost(costs),
      ...(scores === undefined ? {} : { scores }),
    });
  }
  printTable(outcomes);
  if (values.only === '') writeResults(outcomes, loadBefore);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** One run of each contender a round, so that a slow minute of the machine hits all of them. */
function runInterleaved(contenders: readonly Contender[], rounds: number): ReadonlyMap<string, RunCost[]> {
  const runs = new Map<string, RunCost[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders) {
      const cost = inFolder((folder) => measured(contender, folder));
      runs.get(contender.name)?.push(cost);
      console.error(`round ${round + 1}: ${contender.name}: ${cost.wallSeconds.toFixed(2)} s`);
    }
  }
  return runs;
}

async function score(contender: Contender): Promise<OriginScores[] | undefined> {
  if (contender.forecast === undefined) return undefined;
  const folder = mkdtempSync(path.join(scratch, 'score-'));
  const out = path.join(folder, 'scored.parquet');
  measure(contender.forecast(scoredOrigins, out, folder), folder);
  return scoreForecasts(out, rowsPath);
}

function measured(contender: Contender, folder: string): RunCost {
  const cost = measure(contender.prepare(folder), folder);
  const inside = path.join(folder, costFile);
  if (!existsSync(inside)) return cost;
  return { ...cost, ...(JSON.parse(readFileSync(inside, 'utf8')) as InsideCost) };
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(scratch, 'run-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function medianCost(costs: readonly RunCost[]): RunCost {
  const names = Object.keys(costs[0] ?? {}) as (keyof RunCost)[];
  const medians = names.map((name): [string, number] => [
    name,
    median(costs.map((cost) => cost[name] ?? NaN)),
  ]);
  return Object.fromEntries(medians) as unknown as RunCost;
}

/** Ratios are to the last contender, the program by hand. */
function printTable(outcomes: readonly Outcome[]): void {
  const base = outcomes.at(-1)?.median;
  const ratio = (value: number, of: number | undefined): string => `(${(value / (of ?? NaN)).toFixed(2)})`;
  const rows = outcomes.map(({ name, median: cost, scores }) => [
    name,
    `${cost.wallSeconds.toFixed(2)} ${ratio(cost.wallSeconds, base?.wallSeconds)}`,
    `${cost.cpuSeconds.toFixed(2)} ${ratio(cost.cpuSeconds, base?.cpuSeconds)}`,
    `${cost.peakMiB.toFixed(0)} ${ratio(cost.peakMiB, base?.peakMiB)}`,
    insideOf(cost),
    scores === undefined ? '' : [scores, scores.slice(-3)].map(meanMase).join(' / '),
  ]);
  const titles = [
    '',
    'wall s',
    'CPU s',
    'peak MiB',
    'fit + predict CPU s',
    `MASE, ${scoredOrigins.length} / last 3 origins`,
  ];
  const widths = titles.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  for (const row of [titles, ...rows]) {
    console.log(
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  '),
    );
  }
}

/** CPU seconds of fit and predict without what a process does anyway. */
function insideOf({ fitCpuSeconds, predictCpuSeconds }: RunCost): string {
  if (fitCpuSeconds === undefined || predictCpuSeconds === undefined) return '';
  return `${fitCpuSeconds.toFixed(2)} + ${predictCpuSeconds.toFixed(2)}`;
}

function meanMase(scores: readonly OriginScores[]): string {
  return (scores.reduce((sum, { mase }) => sum + mase, 0) / scores.length).toFixed(4);
}

function writeResults(outcomes: readonly Outcome[], loadBefore: number | undefined): void {
  const target = path.resolve(import.meta.dirname, '../results/cycle.json');
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, loadBefore, node: process.version };
  mkdirSync(path.dirname(target), { recursive: true });
  const results = { measuredAt: new Date().toISOString(), machine, scoredOrigins, outcomes };
  writeFileSync(target, `${JSON.stringify(results, null, 2)}\n`);
}
