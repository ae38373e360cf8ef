/**
 * `npm run benchmark:features [-- --repetitions N]`: what a training set costs, beside pandas and mlforecast on the same rows. Prints
 * a table and writes benchmarks/results/features.json. METHOD.md says how to read it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openSqlEngine, quoteText } from '../../packages/gridcast/src/store/index.ts';
import { measure, median, type CommandLine, type Cost } from '../cycle/measure.ts';
import { END_HOUR, writePanel, type PanelSize } from './panel.ts';

const root = path.resolve(import.meta.dirname, '../..');
const gridcast = path.join(root, 'packages/gridcast/bin/gridcast.js');
const python = path.join(root, '.venv/bin/python');

const YEARS: PanelSize = { series: 76, hours: 1096 * 24 + 60 * 24 };
/** The first origins of 30 days with two weeks of history before them. */
const MANY: PanelSize = { series: 10_000, hours: 45 * 24 };

/** Origins of a panel: daily, the last one a day before the panel's end. */
interface Origins {
  readonly first: number;
  readonly last: number;
}

const LAST = END_HOUR - 24;
const yearOrigins: Origins = { first: LAST - 1094 * 24, last: LAST };
const manyOrigins: Origins = { first: LAST - 29 * 24, last: LAST };

const iso = (hour: number): string => new Date(hour * 3_600_000).toISOString().slice(0, 16) + 'Z';

const { values } = parseArgs({ options: { repetitions: { type: 'string', default: '3' } } });
const scratch = mkdtempSync(path.join(tmpdir(), 'gridcast-features-'));
try {
  const loadBefore = loadavg()[0];
  const years = await prepare('years', YEARS);
  const many = await prepare('many', MANY);
  const contenders: readonly (readonly [string, () => CommandLine])[] = [
    ['gridcast store training-set', () => trainingSet(years, yearOrigins)],
    ['pandas', () => peer('pandas_features.py', 'pandas.parquet')],
    ['mlforecast preprocess', () => peer('mlforecast_features.py', 'mlforecast.parquet')],
  ];
  const runs = new Map<string, Cost[]>(contenders.map(([name]) => [name, []]));
  for (let round = 0; round < Number(values.repetitions); round += 1) {
    for (const [name, command] of contenders) {
      runs.get(name)?.push(measure(command(), scratch));
      console.error(`round ${round + 1}: ${name}: ${runs.get(name)?.at(-1)?.wallSeconds} s`);
    }
  }
  const equal = await equalNumbers();
  const large = measure(trainingSet(many, manyOrigins), scratch);
  const outcomes = [...runs].map(([name, costs]) => ({ name, runs: costs, median: medianCost(costs) }));
  const others = [{ name: '10,000 series x 30 days: gridcast', runs: [large], median: large }];
  for (const { name, median: cost } of [...outcomes, ...others]) {
    console.log(
      `${name.padEnd(36)}${cost.wallSeconds.toFixed(1).padStart(8)} s wall${cost.cpuSeconds.toFixed(1).padStart(8)} s CPU${cost.peakMiB.toFixed(0).padStart(7)} MiB`,
    );
  }
  console.log(`rows with the same numbers as pandas, to 1e-9: ${equal.same} of ${equal.rows}`);
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, loadBefore, node: process.version };
  const results = {
    measuredAt: new Date().toISOString(),
    machine,
    outcomes: [...outcomes, ...others],
    equal,
  };
  const target = path.resolve(import.meta.dirname, '../results/features.json');
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${JSON.stringify(results, null, 2)}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Writes a panel and collects it into a home, untimed. */
async function prepare(name: string, size: PanelSize): Promise<string> {
  const [panel, home] = [path.join(scratch, `${name}.parquet`), path.join(scratch, name)];
  await writePanel(panel, size);
  const source = [
    '--source',
    'file',
    '--path',
    panel,
    '--time',
    'time',
    '--keys',
    'series',
    '--value',
    'value',
  ];
  measure([process.execPath, gridcast, 'collect', '--home', home, ...source], scratch);
  return home;
}

function trainingSet(home: string, { first, last }: Origins): CommandLine {
  const origins = ['--origins', `${iso(first)}..${iso(last)}/24h`, '--as-of', iso(END_HOUR + 1)];
  return [process.execPath, gridcast, 'store', 'training-set', '--home', home, ...origins];
}

function peer(script: string, out: string): CommandLine {
  const program = path.join(import.meta.dirname, 'peers', script);
  const { first, last } = yearOrigins;
  return [
    python,
    program,
    path.join(scratch, 'years.parquet'),
    path.join(scratch, out),
    `${first}`,
    `${last}`,
  ];
}

/** How many rows have in every column the numbers that pandas has. */
async function equalNumbers(): Promise<{ readonly rows: number; readonly same: number }> {
  const ours = path.join(scratch, 'ours.parquet');
  measure([...trainingSet(path.join(scratch, 'years'), yearOrigins), '--out', ours], scratch);
  using engine = await openSqlEngine({ threads: 2 });
  const theirs = `read_parquet(${quoteText(path.join(scratch, 'pandas.parquet'))})`;
  const described = await engine.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${theirs}`);
  const names = described
    .map(({ column_name: name }) => name)
    .filter((name) => !['series', 'target', 'origin'].includes(name));
  // changes are differences of levels, and as exact as those
  const near = names.map(
    (name) => `abs(o.${name} - p.${name}) <= 1e-9 * greatest(abs(p.${name}), p.lev_168)`,
  );
  const [row] = await engine.rows<{ rows: number; same: number }>(`
    SELECT count(*)::INTEGER AS rows, count(*) FILTER (WHERE ${near.join(' AND ')})::INTEGER AS same
    FROM read_parquet(${quoteText(ours)}) o JOIN ${theirs} p
      ON p.series = o.series::INTEGER AND p.target = epoch(o.target_hour_utc) / 3600`);
  return row ?? { rows: 0, same: 0 };
}

function medianCost(costs: readonly Cost[]): Cost {
  return {
    wallSeconds: median(costs.map((cost) => cost.wallSeconds)),
    cpuSeconds: median(costs.map((cost) => cost.cpuSeconds)),
    peakMiB: median(costs.map((cost) => cost.peakMiB)),
  };
}
