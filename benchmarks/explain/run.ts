/**
 * `npm run benchmark:explain`: what one explanation costs on the bundled rows, every series once, in one process as the API asks, and
 * as one command. Prints a table.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import {
  formatKey,
  isoOfHour,
  silentLogger,
  type SeriesKey,
} from '../../packages/gridcast/src/core/index.ts';
import { openExplainer } from '../../packages/gridcast/src/pipeline/index.ts';
import {
  findForecast,
  openSqlEngine,
  openStore,
  readForecast,
} from '../../packages/gridcast/src/store/index.ts';
import { measure } from '../cycle/measure.ts';

const gridcast = path.resolve(import.meta.dirname, '../../packages/gridcast/bin/gridcast.js');
const COMMANDS = 5;

const scratch = mkdtempSync(path.join(tmpdir(), 'gridcast-explain-'));
const home = path.join(scratch, 'home');
try {
  measure([process.execPath, gridcast, 'run', '--home', home], scratch);
  const [key, hour, inProcess] = await explainAll();
  const command = [gridcast, 'explain', formatKey(key), hour, '--home', home];
  const processes = Array.from({ length: COMMANDS }, () =>
    timed(() => execFileSync(process.execPath, command)),
  );
  console.log(`${cpus().length} cores, load ${(loadavg()[0] ?? 0).toFixed(1)}`);
  console.log('milliseconds an explanation of 24 hours   median     max  asked');
  for (const [name, times] of [
    ['in one process', inProcess],
    ['as a command', processes],
  ] as const) {
    const sorted = times.toSorted((a, b) => a - b);
    const figures = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
    const cells = figures.map((ms) => (ms ?? Number.NaN).toFixed(0).padStart(8));
    console.log(`${name.padEnd(40)}${cells.join('')}${String(times.length).padStart(7)}`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** Explains every series, each checked against what was published; gives one series and hour, and milliseconds. */
async function explainAll(): Promise<readonly [SeriesKey, string, readonly number[]]> {
  await using store = await openStore({ home, readOnly: true });
  await using explainer = openExplainer({ store, threads: 2, logger: silentLogger });
  using engine = await openSqlEngine({ threads: 1 });
  const forecast = await findForecast(store.catalogue);
  if (forecast === undefined) throw new Error('nothing is published');
  const { key } = await readForecast(store, engine, { objectKey: forecast.object_key });
  const keys = key.filter((_, row) => row % 24 === 0);
  const times: number[] = [];
  for (const one of keys) {
    const started = performance.now();
    const { hours } = await explainer.explain(forecast, one);
    times.push(performance.now() - started);
    if (!hours.every(({ isReproduced }) => isReproduced))
      throw new Error(`${formatKey(one)} is not reproduced`);
  }
  return [keys[0] ?? [], isoOfHour(forecast.origin), times];
}
