/** `store training-set`: builds, registers and writes out a training set. */
import { resolve } from 'node:path';
import { GridcastError, hourOfMs, isoOfHour, type Json } from '../../core/index.ts';
import {
  buildTrainingSet,
  exportTrainingSet,
  openFeatureHome,
  readTrainingSet,
  type NamedTrainingSet,
  type SpineRequest,
} from '../../pipeline/index.ts';
import { formatOf, type Store } from '../../store/index.ts';
import type { CommandContext, CommandResult, FlagValues } from '../command.ts';
import { openHome } from '../open-home.ts';
import { readInstantFlag } from '../open-run.ts';
import { formatNumber, formatTable } from '../table.ts';
import type { StoreVerb } from './verb.ts';

export const trainingSetVerb: StoreVerb = {
  usage:
    'training-set (--origins WHICH | --spine FILE | SHA256) [--view V] [--features A,B] [--split 0.7,0.15,0.15] [--out F]',
  run: async (context, [sha256]) => {
    const { settings, flags } = context;
    const out = typeof flags['out'] === 'string' ? resolve(flags['out']) : undefined;
    if (out !== undefined) formatOf(out);
    await using store = await openHome(context);
    const set = sha256 === undefined ? await built(context, store) : await readTrainingSet(store, sha256);
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
