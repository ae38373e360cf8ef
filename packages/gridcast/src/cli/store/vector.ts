/** `store vector`: the newest feature vector of a series, as programs read it. */
import { formatKey, GridcastError, isoOfHour, MS_PER_HOUR, type Json } from '../../core/index.ts';
import { openFeatureHome, openOnlineVectors } from '../../pipeline/index.ts';
import { openSqlEngine, type Store } from '../../store/index.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { withStore } from '../open-home.ts';
import { readInstantFlag } from '../open-run.ts';
import { formatTable } from '../table.ts';
import type { StoreVerb } from './verb.ts';

export const vectorVerb: StoreVerb = {
  usage: 'vector KEY/KEY',
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
  const { linear } = vector.links;
  const shown = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? '–' : String(Number(value.toPrecision(6)));
  const rows = linear.map((one) => [
    one.name,
    one.ageHours === undefined ? '–' : `${one.ageHours} h`,
    one.missing,
    ...[0, 6, 12, 18].map((lead) => shown(one.values[lead])),
  ]);
  const json = linear.map((one) => ({
    name: one.name,
    ageHours: one.ageHours ?? null,
    missing: one.missing,
    values: [...one.values].map((value) => (Number.isNaN(value) ? null : value)),
  }));
  const origin = isoOfHour(vector.origin);
  return {
    json: { key: [...vector.key], view: vector.view, origin, linear: json } as Json,
    text: [
      `${formatKey(vector.key)} at ${origin}, ${vector.view}, in units of its own daily movement`,
      ...formatTable(['feature', 'age', 'missing', 'lead 0', 'lead 6', 'lead 12', 'lead 18'], rows),
    ].join('\n'),
  };
}
