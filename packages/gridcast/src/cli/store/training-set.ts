/** `store training-set`: builds, registers and writes out a training set. */
import { resolve } from 'node:path';
import { GridcastError, hourOfMs, isoOfHour, type Json } from '../../core/index.ts';
import {
  buildTrainingSet,
  exportTrainingSet,
  openFeatureHome,
  readTrainingSet,
  transformTrainingSet,
  type NamedTrainingSet,
  type SpineRequest,
  type TransformRequest,
} from '../../pipeline/index.ts';
import { formatOf, type Store } from '../../store/index.ts';
import type { CommandContext, CommandResult, FlagValues } from '../command.ts';
import { openHome } from '../open-home.ts';
import { readInstantFlag } from '../open-run.ts';
import { formatNumber, formatTable } from '../table.ts';
import { readTransformFile } from './transform-file.ts';
import type { StoreVerb } from './verb.ts';

export const trainingSetVerb: StoreVerb = {
  usage:
    'training-set (--origins WHICH | --spine FILE | SHA256) [--view V] [--features A,B] [--split 0.7,0.15,0.15]\n' +
    '         [--transform FILE.json] [--select report|drop] [--out F]',
  run: async (context, [sha256]) => {
    const { settings, flags } = context;
    const out = typeof flags['out'] === 'string' ? resolve(flags['out']) : undefined;
    if (out !== undefined) formatOf(out);
    const change = await changeOf(flags);
    await using store = await openHome(context);
    const plain = sha256 === undefined ? await built(context, store) : await readTrainingSet(store, sha256);
    const set = change === undefined ? plain : await transformed(context, store, plain, change);
    if (out !== undefined) await exportTrainingSet(store, set, { out, threads: settings.config.threads });
    return answer(set, out);
  },
};

async function built(context: CommandContext, store: Store): Promise<NamedTrainingSet> {
  const { settings, flags, signal, progress, nowMs } = context;
  const spine = spineOf(flags);
  const home = await openFeatureHome(store, settings.config);
  const asOf = readInstantFlag('--as-of', flags['as-of']) ?? (await home.defaultAsOf(hourOfMs(nowMs())));
  return buildTrainingSet(home, {
    spine,
    asOf,
    view: typeof flags['view'] === 'string' ? flags['view'] : 'next_day',
    features: typeof flags['features'] === 'string' ? flags['features'].split(',') : undefined,
    shares: typeof flags['split'] === 'string' ? flags['split'].split(',').map(Number) : [1],
    signal,
    progress: (done, total) => progress({ task: 'training set', done, total }),
  });
}

type Change = Pick<TransformRequest, 'plan' | 'select'>;

async function changeOf({ transform, select }: FlagValues): Promise<Change | undefined> {
  if (transform === undefined && select === undefined) return undefined;
  if (select !== undefined && select !== 'report' && select !== 'drop') {
    const value = String(select);
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name: '--select',
      value,
      expected: 'report or drop is wanted',
    });
  }
  const plan = typeof transform === 'string' ? await readTransformFile(resolve(transform)) : undefined;
  return { plan, select };
}

async function transformed(
  { settings, signal }: CommandContext,
  store: Store,
  set: NamedTrainingSet,
  change: Change,
): Promise<NamedTrainingSet> {
  return transformTrainingSet(await openFeatureHome(store, settings.config), set, { ...change, signal });
}

function spineOf({ spine, origins }: FlagValues): SpineRequest {
  if (typeof spine === 'string' && origins === undefined) return { file: resolve(spine) };
  if (typeof origins === 'string' && spine === undefined) return { origins };
  throw new GridcastError('USAGE_MISSING_VALUE', {
    name: 'the spine (--origins or --spine, one of them)',
    example: 'gridcast store training-set --origins last:7 --out week.parquet',
  });
}

function answer(set: NamedTrainingSet, out: string | undefined): CommandResult {
  const rows = Object.entries(set.statistics).map(([name, { missing, min, mean, max }]) => [
    name,
    formatNumber(missing),
    ...[min, mean, max].map((value) => (value === null ? '–' : String(Number(value.toPrecision(6))))),
  ]);
  const splits = set.splits.map(
    ({ name, rows: count, from, to }) =>
      `${name.padEnd(10)} ${formatNumber(count).padStart(11)} rows, origins ${isoOfHour(from)} to ${isoOfHour(to)}`,
  );
  const purged = `purged     ${formatNumber(set.purgedRows).padStart(11)} rows: not known when the next split begins`;
  const text = [
    `Training set ${set.sha256}`,
    `${set.view} as of ${isoOfHour(set.asOf)}: ${formatNumber(set.rows)} rows, ${set.features.length} features`,
    ...splits,
    ...(set.purgedRows > 0 ? [purged] : []),
    ...transformLines(set),
    '',
    ...formatTable(['column', 'missing', 'least', 'mean', 'most'], rows),
    ...(out === undefined ? [] : ['', `Rows written to ${out}`]),
  ].join('\n');
  const instants = set.splits.map(({ from, to, ...split }) => ({
    ...split,
    firstOrigin: isoOfHour(from),
    lastOrigin: isoOfHour(to),
  }));
  const json = { ...set, asOf: isoOfHour(set.asOf), splits: instants, ...(out !== undefined && { out }) };
  return { json: json as unknown as Json, text };
}

function transformLines({ transforms }: NamedTrainingSet): string[] {
  if (transforms === undefined) return [];
  const { from, findings, dropped } = transforms;
  const found = findings?.map((one) => [
    one.column,
    one.reason,
    one.of ?? one.ks ?? one.value ?? 'all missing',
    dropped.includes(one.column) ? 'left out' : 'kept',
  ]);
  const head = `transformed from ${from}`;
  if (found === undefined) return [head];
  if (found.length === 0) return [head, 'no column is constant, duplicate or unstable'];
  return [head, '', ...formatTable(['column', 'reason', 'figure', 'outcome'], found)];
}
