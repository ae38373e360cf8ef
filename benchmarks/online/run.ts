/**
 * `npm run benchmark:online [-- --runs N] [--seconds N] [--rate N]`: what one feature vector costs, in process and over HTTP, while
 * requests come at a fixed rate whatever the answers take. Prints a table and writes benchmarks/results/online.json.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openOnlineVectors } from '../../packages/gridcast/src/pipeline/index.ts';
import { openSqlEngine, openStore } from '../../packages/gridcast/src/store/index.ts';
import { measure, median } from '../cycle/measure.ts';
import type { Answer } from './load.ts';

const gridcast = path.resolve(import.meta.dirname, '../../packages/gridcast/bin/gridcast.js');
const program = (name: string): string => path.join(import.meta.dirname, name);
const port = 18_231;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '15' },
    rate: { type: 'string', default: '200' },
  },
});

/** Milliseconds of one run. */
interface Figures {
  readonly questions: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** How late the client itself sent, which counts in the others. */
  readonly clientLateP99Ms?: number;
}

type Results = Record<'in process' | 'over HTTP' | 'bare server', Figures[]>;

const scratch = mkdtempSync(path.join(tmpdir(), 'gridcast-online-'));
const home = path.join(scratch, 'home');
try {
  measure([process.execPath, gridcast, 'run', '--home', home], scratch);
  const loadBefore = loadavg()[0];
  const paths = (await seriesKeys()).map(
    ([area, type]) => `/api/v2/vectors?where=area:${area}&where=consumer_type:${type}`,
  );
  const results: Results = { 'in process': [], 'over HTTP': [], 'bare server': [] };
  for (let run = 0; run < Number(values.runs); run += 1) {
    results['in process'].push(await inProcess());
    const { figures, bytes } = await overHttp(
      [gridcast, 'serve', '--home', home, '--port', `${port}`],
      paths,
    );
    results['over HTTP'].push(figures);
    const bare = await overHttp([program('bare-server.ts'), `${port}`, `${bytes}`], ['/']);
    results['bare server'].push(bare.figures);
  }
  print(results);
  writeResults(results, loadBefore);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function seriesKeys(): Promise<readonly (readonly string[])[]> {
  await using store = await openStore({ home, readOnly: true });
  using engine = await openSqlEngine({ threads: 1 });
  return await openOnlineVectors({ store, engine, nowMs: Date.now, finished: true }).keys();
}

/** Questions one after the other, a series each, round after round. */
async function inProcess(): Promise<Figures> {
  await using store = await openStore({ home, readOnly: true });
  using engine = await openSqlEngine({ threads: 1 });
  const online = openOnlineVectors({ store, engine, nowMs: Date.now, finished: true });
  const keys = await online.keys();
  const times: number[] = [];
  for (let i = 0; i < 20_000; i += 1) {
    const started = performance.now();
    await online.find(keys[i % keys.length] ?? []);
    times.push(performance.now() - started);
  }
  return figuresOf(times);
}

/** Questions at a fixed rate from a process of its own, each counted from when it was due. */
async function overHttp(
  server: readonly string[],
  paths: readonly string[],
): Promise<{ readonly figures: Figures; readonly bytes: number }> {
  const serving = spawn(process.execPath, server, { stdio: 'ignore' });
  try {
    const bytes = await bytesOnceReady(serving, paths[0] ?? '/');
    const load = [program('load.ts'), `${port}`, values.rate, values.seconds, ...paths];
    const { stdout, stderr, status } = spawnSync(process.execPath, load, {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (status !== 0) throw new Error(stderr);
    // the first second warms the processes up
    const answers = (JSON.parse(stdout) as Answer[]).slice(Number(values.rate));
    const late = answers.map(({ sentAfterMs }) => sentAfterMs);
    const figures = figuresOf(answers.map(({ answeredAfterMs }) => answeredAfterMs));
    return { figures: { ...figures, clientLateP99Ms: quantile(late, 0.99) }, bytes };
  } finally {
    serving.kill('SIGTERM');
    if (serving.exitCode === null) await once(serving, 'exit');
  }
}

/** Waits for the first answer; how long it is. */
async function bytesOnceReady(serving: ChildProcess, target: string): Promise<number> {
  for (let attempt = 0; attempt < 100 && serving.exitCode === null; attempt += 1) {
    const response = await fetch(`http://127.0.0.1:${port}${target}`).catch(() => undefined);
    if (response?.ok === true) return (await response.arrayBuffer()).byteLength;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the server did not start');
}

function figuresOf(times: readonly number[]): Figures {
  const [p50Ms, p99Ms, maxMs] = [quantile(times, 0.5), quantile(times, 0.99), quantile(times, 1)];
  return { questions: times.length, p50Ms, p99Ms, maxMs };
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function print(results: Results): void {
  console.log('milliseconds            p50        p99  worst p99        max   runs');
  for (const [name, runs] of Object.entries(results)) {
    const p99s = runs.map(({ p99Ms }) => p99Ms);
    const p50 = median(runs.map(({ p50Ms }) => p50Ms));
    const max = Math.max(...runs.map(({ maxMs }) => maxMs));
    const cells = [p50, median(p99s), Math.max(...p99s), max].map((ms) => ms.toFixed(3).padStart(11));
    console.log(`${name.padEnd(16)}${cells.join('')}${String(runs.length).padStart(7)}`);
  }
}

function writeResults(results: Results, loadBefore: number | undefined): void {
  const target = path.resolve(import.meta.dirname, '../results/online.json');
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, loadBefore, node: process.version };
  mkdirSync(path.dirname(target), { recursive: true });
  const content = {
    measuredAt: new Date().toISOString(),
    machine,
    requestsPerSecond: Number(values.rate),
    runs: results,
  };
  writeFileSync(target, `${JSON.stringify(content, null, 2)}\n`);
}
