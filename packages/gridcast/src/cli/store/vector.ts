/** `store vector`: the newest feature vector of a series, as programs read it. */
import { formatKey, GridcastError, isoOfHour, MS_PER_HOUR, type Json } from '../../core/index.ts';
import {
  openFeatureHome,
  openOnlineVectors,
  readFittedColumns,
  readTrainingSet,
  transformVector,
  type NamedTrainingSet,
  type OnlineFeature,
  type OnlineVector,
} from '../../pipeline/index.ts';
import { openSqlEngine, type Store } from '../../store/index.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { withStore } from '../open-home.ts';
import { readInstantFlag } from '../open-run.ts';
import { formatTable } from '../table.ts';
import type { StoreVerb } from './verb.ts';

export const vectorVerb: StoreVerb = {
  usage: 'vector KEY/KEY [--training-set SHA256]',
  run: (context, [key]) => withStore(context, (store) => looked(context, store, key)),
};

async function looked(
  { settings, flags, nowMs }: CommandContext,
  store: Store,
  name: string | undefined,
): Promise<CommandResult> {
  if (name === undefined) {
    throw new GridcastError('USAGE_MISSING_VALUE', {
      name: 'the series',
      example: 'gridcast store vector DK1/111',
    });
  }
  const asOf = readInstantFlag('--as-of', flags['as-of']);
  const { isFinished } = await openFeatureHome(store, settings.config);
  using engine = await openSqlEngine({ threads: 1 });
  const now = asOf === undefined ? nowMs : () => asOf * MS_PER_HOUR;
  const online = openOnlineVectors({ store, engine, nowMs: now, finished: isFinished && asOf === undefined });
  const vector = await online.find(name.split('/'));
  if (vector === undefined) {
    const known = (await online.keys()).slice(0, 5).map(formatKey).join(', ');
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name: 'the series',
      value: name,
      expected: `one with a known value is wanted, such as ${known}`,
    });
  }
  const set = flags['training-set'];
  return typeof set === 'string'
    ? transformedAnswer(vector, await readTrainingSet(store, set), store)
    : plainAnswer(vector);
}

function plainAnswer(vector: OnlineVector): CommandResult {
  const { linear } = vector.links;
  return {
    json: { ...headOf(vector), linear: jsonOf(linear) },
    text: textOf(vector, `${vector.view}, in units of its own daily movement`, linear),
  };
}

/** All scales of the training set as JSON, the last one as text. */
async function transformedAnswer(
  vector: OnlineVector,
  set: NamedTrainingSet,
  store: Store,
): Promise<CommandResult> {
  const scales = transformVector(vector, set, await readFittedColumns(store, set));
  const blocks = Object.entries(scales).map(([scale, features]) => [scale, jsonOf(features)]);
  const [scale = 'linear', features = []] = Object.entries(scales).at(-1) ?? [];
  return {
    json: { ...headOf(vector), trainingSet: set.sha256, ...Object.fromEntries(blocks) } as Json,
    text: textOf(vector, `as in training set ${set.sha256.slice(0, 12)}, scale ${scale}`, features),
  };
}

const headOf = ({ key, view, origin }: OnlineVector) => ({ key: [...key], view, origin: isoOfHour(origin) });

function jsonOf(features: readonly OnlineFeature[]): Json {
  return features.map((one) => ({
    name: one.name,
    ageHours: one.ageHours ?? null,
    missing: one.missing,
    values: [...one.values].map((value) => (Number.isNaN(value) ? null : value)),
  }));
}

function textOf({ key, origin }: OnlineVector, what: string, features: readonly OnlineFeature[]): string {
  const shown = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? '–' : String(Number(value.toPrecision(6)));
  const rows = features.map((one) => [
    one.name,
    one.ageHours === undefined ? '–' : `${one.ageHours} h`,
    one.missing,
    ...[0, 6, 12, 18].map((lead) => shown(one.values[lead])),
  ]);
  return [
    `${formatKey(key)} at ${isoOfHour(origin)}, ${what}`,
    ...formatTable(['feature', 'age', 'missing', 'lead 0', 'lead 6', 'lead 12', 'lead 18'], rows),
  ].join('\n');
}
