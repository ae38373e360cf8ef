/**
 * `node fit-predict.ts HOME COST.json ORIGIN`: what the champion's training and its forecast cost beyond what a process must
 * do anyway (imports, opening and reading the home), as CPU seconds of all threads. The peers write the same file.
 */
import { writeFileSync } from 'node:fs';
import { LightGbm } from '@gridcast/lightgbm';
import { hourOfMs, silentLogger, silentProgress } from '../../packages/gridcast/src/core/index.ts';
import { createCalendar } from '../../packages/gridcast/src/features/index.ts';
import { loadObservations, openSqlEngine, openStore } from '../../packages/gridcast/src/store/index.ts';
import {
  forecastFrom,
  groupsOfModels,
  buildVectors,
  readOrigin,
  trainModel,
} from '../../packages/gridcast/src/train/index.ts';

const [home = '', out = '', at = ''] = process.argv.slice(2);
const threads = 2;
const origin = hourOfMs(Date.parse(at));

await using store = await openStore({ home, readOnly: true });
using engine = await openSqlEngine({ threads });
const { keyNames, series } = await loadObservations(store, engine, { asOfHour: origin, delayHours: 0 });
await using lightgbm = await LightGbm.open({ threads });
const input = {
  engine,
  lightgbm,
  keyNames,
  series,
  asOf: origin,
  delayHours: 0,
  calendar: createCalendar('DK'),
  covariates: [],
  nonNegative: true,
  seed: 1,
  maxRows: 20_000,
  progress: silentProgress,
  logger: silentLogger,
};

const started = cpuSeconds();
let judged = started;
const trained = await trainModel({ ...input, observe: () => (judged = cpuSeconds()) });
if ('impossible' in trained) throw new Error(trained.impossible);
const fitted = cpuSeconds();
const groups = groupsOfModels([trained]);
const inputs = await readOrigin(
  input,
  origin,
  async (spine) => (await buildVectors({ ...input, spine, groups })).vectors,
);
await forecastFrom(input, inputs, [trained]);
const cost = {
  fitCpuSeconds: fitted - started,
  /** Of it, the final members alone, without the first ones that weights and bands are learnt from. */
  lastFitCpuSeconds: fitted - judged,
  predictCpuSeconds: cpuSeconds() - fitted,
};
writeFileSync(out, JSON.stringify(cost));

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
