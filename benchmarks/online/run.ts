/**
 * `npm run benchmark:online [-- --seconds N] [--rate N]`: what one feature vector costs, in process and over HTTP, while requests
 * come at a fixed rate whatever the answers take. Prints a table and writes benchmarks/results/online.json.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openOnlineVectors } from '../../packages/gridcast/src/pipeline/index.ts';
import { openSqlEngine, openStore } from '../../packages/gridcast/src/store/index.ts';
import { measure } from '../cycle/measure.ts';

const gridcast = path.resolve(import.meta.dirname, '../../packages/gridcast/bin/gridcast.js');
const port = 18_231;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '15' }, rate: { type: 'string', default: '200' } },
});
const scratch = mkdtempSync(path.join(tmpdir(), 'gridcast-online-'));
const home = path.join(scratch, 'home');
try {
  measure([process.execPath, gridcast, 'run', '--home', home], scratch);
  const loadBefore = loadavg()[0];
  const keys = await seriesKeys();
  const results = { 'in process': await inProcess(keys), 'over HTTP': await overHttp(keys) };
  console.log('milliseconds a vector      p50     p99     max  questions');
  for (const [name, times] of Object.entries(results)) {
    const figures = [quantile(times, 0.5), quantile(times, 0.99), quantile(times, 1)];
    console.log(
      `${name.padEnd(22)}${figures.map((ms) => ms.toFixed(3).padStart(8)).join('')}${String(times.length).padStart(11)}`,
    );
  }
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
async function inProcess(keys: readonly (readonly string[])[]): Promise<number[]> {
  await using store = await openStore({ home, readOnly: true });
  using engine = await openSqlEngine({ threads: 1 });
  const online = openOnlineVectors({ store, engine, nowMs: Date.now, finished: true });
  await online.keys();
  const times: number[] = [];
  for (let i = 0; i < 20_000; i += 1) {
    const started = performance.now();
    await online.find(keys[i % keys.length] ?? []);
    times.push(performance.now() - started);
  }
  return times;
}

/** Questions at a fixed rate; a late one is counted from when it was due. */
async function overHttp(keys: readonly (readonly string[])[]): Promise<number[]> {
  const server = spawn(process.execPath, [gridcast, 'serve', '--home', home, '--port', String(port)], {
    stdio: 'ignore',
  });
  try {
    await ready(server);
    const agent = new Agent({ keepAlive: true });
    const rate = Number(values.rate);
    const count = rate * Number(values.seconds);
    const started = performance.now();
    const times = await Promise.all(
      Array.from({ length: count }, async (_, i) => {
        const dueMs = started + (1000 * i) / rate;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
        await ask(keys[i % keys.length] ?? [], agent);
        return performance.now() - dueMs;
      }),
    );
    agent.destroy();
    // the first second warms the process up
    return times.slice(rate);
  } finally {
    server.kill('SIGTERM');
  }
}

function ask([area, type]: readonly string[], agent?: Agent): Promise<void> {
  const query = `where=area:${area}&where=consumer_type:${type}`;
  return new Promise((resolve, reject) => {
    get(`http://127.0.0.1:${port}/api/v2/vectors?${query}`, { agent }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`status ${response.statusCode}`)),
      );
    }).on('error', reject);
  });
}

async function ready(server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100 && server.exitCode === null; attempt += 1) {
    if (
      await ask(['DK1', '111']).then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the server did not start');
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function writeResults(
  results: Readonly<Record<string, readonly number[]>>,
  loadBefore: number | undefined,
): void {
  const target = path.resolve(import.meta.dirname, '../results/online.json');
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, loadBefore, node: process.version };
  const summary = Object.fromEntries(
    Object.entries(results).map(([name, times]) => [
      name,
      {
        questions: times.length,
        p50Ms: quantile(times, 0.5),
        p99Ms: quantile(times, 0.99),
        maxMs: quantile(times, 1),
      },
    ]),
  );
  mkdirSync(path.dirname(target), { recursive: true });
  const content = {
    measuredAt: new Date().toISOString(),
    machine,
    requestsPerSecond: Number(values.rate),
    summary,
  };
  writeFileSync(target, `${JSON.stringify(content, null, 2)}\n`);
}
