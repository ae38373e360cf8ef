/**
 * `npm run benchmark:covariates [-- --file F] [--origins WHICH] [--refit H] [--only NAME]`: what covariates are worth 18 days behind
 * the meters. Every line is one `gridcast backtest` over the same origins. Writes benchmarks/results/covariates.json after each; one that
 * was cut short goes on where it stopped, as long as origins and committed code are the same.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openSqlEngine, quoteText } from '../../packages/gridcast/src/store/index.ts';
import { cases, panels, type CovariateCase } from './cases.ts';

const root = path.resolve(import.meta.dirname, '../..');
const gridcast = path.join(root, 'packages/gridcast/bin/gridcast.js');

const { values } = parseArgs({
  options: {
    file: {
      type: 'string',
      default: path.join(root, 'benchmarks/accuracy/data/dk_hourly_2020_2023.parquet'),
    },
    origins: { type: 'string', default: '2022-01-02T23:00Z..2022-12-28T23:00Z/144h' },
    refit: { type: 'string', default: '2184' },
    only: { type: 'string' },
  },
});

/** The part of a backtest's JSON that is kept. */
interface Report {
  readonly forecast: { readonly mase: number; readonly wape: number };
  readonly byOrigin: readonly { readonly origin: string; readonly errors: { readonly mase: number } }[];
  readonly bySeries: readonly {
    readonly key: readonly string[];
    readonly errors: { readonly mase: number };
  }[];
}

interface Measured {
  readonly mase: number;
  readonly wape: number;
  readonly bySeries: Readonly<Record<string, number>>;
  readonly byOrigin: readonly number[];
}

type Result = CovariateCase & Measured;

const resultsFile = path.join(root, 'benchmarks/results/covariates.json');
/** What a result depends on beside its case. */
const conditions = {
  origins: values.origins,
  refitHours: Number(values.refit),
  code: execFileSync('git', ['rev-parse', 'HEAD:packages/gridcast/src'], {
    cwd: root,
    encoding: 'utf8',
  }).trim(),
};

const file = path.resolve(values.file);
const scratch = mkdtempSync(path.join(tmpdir(), 'gridcast-covariates-'));
try {
  await writePanels();
  const wanted = cases.filter(({ name }) => values.only === undefined || name === values.only);
  const results = readEarlier().filter((done) => wanted.some((one) => isSame(one, done)));
  for (const one of wanted.filter((candidate) => !results.some((done) => isSame(candidate, done)))) {
    results.push({ ...one, ...backtest(one) });
    write(results);
    console.error(`${results.length} of ${wanted.length} done`);
  }
  console.log('panel      covariates   MASE    WAPE   against none');
  for (const { panel, name, mase, wape, byOrigin } of results) {
    const none = results.find((other) => other.panel === panel && other.covariates.length === 0);
    const gain =
      none === undefined
        ? ''
        : `${(100 * (mase / none.mase - 1)).toFixed(1)} %${boundsOf(byOrigin, none.byOrigin)}`;
    console.log(
      `${panel.padEnd(10)} ${name.padEnd(12)} ${mase.toFixed(3)}  ${(100 * wape).toFixed(2)} %   ${gain}`,
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function writePanels(): Promise<void> {
  using engine = await openSqlEngine({ threads: 1 });
  await engine.run(`CREATE VIEW years AS SELECT * FROM ${quoteText(file)}`);
  for (const [name, columns] of Object.entries(panels)) {
    const series = columns.map(([series, column]) => `${column}::DOUBLE AS ${series}`).join(', ');
    await engine.run(`COPY (SELECT hour_utc, series, value FROM (UNPIVOT (SELECT hour_utc, ${series} FROM years)
      ON COLUMNS(* EXCLUDE hour_utc) INTO NAME series VALUE value)) TO ${quoteText(panelFile(name))} (FORMAT parquet)`);
  }
}

function panelFile(name: string): string {
  return path.join(scratch, `${name}.parquet`);
}

function backtest({ name, panel, covariates, delayHours }: CovariateCase): Measured {
  const config = path.join(scratch, `${panel}-${name}.json`);
  const list = covariates.map((one) => ({ ...one, path: file, time: 'hour_utc' }));
  writeFileSync(config, JSON.stringify({ covariates: list }));
  const source = ['--source', 'file', '--path', panelFile(panel), '--time', 'hour_utc', '--keys', 'series'];
  const flags = ['--value', 'value', '--country', 'DK', '--delay', String(delayHours), '--config', config];
  const home = path.join(scratch, `home-${panel}-${name}`);
  const asked = ['--origins', values.origins, '--refit', values.refit, '--home', home, '--json'];
  const out = execFileSync(process.execPath, [gridcast, 'backtest', ...source, ...flags, ...asked], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { forecast, byOrigin, bySeries } = JSON.parse(out) as Report;
  return {
    mase: forecast.mase,
    wape: forecast.wape,
    bySeries: Object.fromEntries(bySeries.map(({ key, errors }) => [key.join('/'), errors.mase])),
    byOrigin: byOrigin.map(({ errors }) => errors.mase),
  };
}

/** The 95 % bounds of the relative gain, by a bootstrap over origins. */
function boundsOf(mine: readonly number[], none: readonly number[]): string {
  let state = 1;
  const draw = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % mine.length;
  };
  const gains = Array.from({ length: 2000 }, () => {
    let [ours, theirs] = [0, 0];
    for (let i = 0; i < mine.length; i++) {
      const at = draw();
      ours += mine[at] ?? 0;
      theirs += none[at] ?? 0;
    }
    return 100 * (ours / theirs - 1);
  }).sort((a, b) => a - b);
  return ` [${gains[50]?.toFixed(1)}, ${gains[1949]?.toFixed(1)}]`;
}

/** Results of an earlier run under the same conditions. */
function readEarlier(): Result[] {
  if (!existsSync(resultsFile)) return [];
  const { results, ...earlier } = JSON.parse(readFileSync(resultsFile, 'utf8')) as {
    readonly results: Result[];
    readonly origins: string;
    readonly refitHours: number;
    readonly code: string;
  };
  const isEqual = (['origins', 'refitHours', 'code'] as const).every(
    (name) => earlier[name] === conditions[name],
  );
  return isEqual ? results : [];
}

function isSame(a: CovariateCase, b: CovariateCase): boolean {
  return a.panel === b.panel && a.name === b.name;
}

function write(results: readonly Result[]): void {
  mkdirSync(path.dirname(resultsFile), { recursive: true });
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length };
  const document = { ...conditions, machine, results };
  writeFileSync(resultsFile, `${JSON.stringify(document, null, 2)}\n`);
}
