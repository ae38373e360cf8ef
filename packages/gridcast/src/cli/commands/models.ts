import { GridcastError, isoOfHour, type Json } from '../../core/index.ts';
import { parseArtefact } from '../../model/index.ts';
import { artefactState } from '../../pipeline/index.ts';
import {
  CHAMPION,
  findAlias,
  findChampionBefore,
  getModel,
  listAliases,
  listModels,
  setAlias,
  type Model,
  type Store,
} from '../../store/index.ts';
import type { CalibrationReport } from '../../train/index.ts';
import type { Command, CommandContext, CommandResult } from '../command.ts';
import { measuredLines } from '../measured-lines.ts';
import { showCard } from '../models/show-card.ts';
import { openHome, withStore } from '../open-home.ts';
import { formatTable } from '../table.ts';

const rollbackExample = 'models rollback --reason "bias on Sunday"';

export const command: Command = {
  summary: 'list models, show one or its card, promote one, roll back',
  usage:
    'models list | models show VERSION | models card VERSION [--out F.md] | models promote VERSION --reason TEXT | models rollback --reason TEXT',
  examples: [
    'models list',
    'models show champion --json',
    'models card champion --out card.md',
    rollbackExample,
  ],
  flags: { reason: { type: 'string' }, out: { type: 'string' } },
  flagHelp: { reason: 'why; kept with the change', out: 'where the card is written, as Markdown' },
  run: (context) => {
    const [verb = 'list', version] = context.positionals;
    const out = context.flags['out'] as string | undefined;
    if (verb === 'list') return withStore(context, listed);
    if (verb === 'show') return withStore(context, (store) => shown(store, version ?? CHAMPION));
    if (verb === 'card') return withStore(context, (store) => showCard(store, version ?? CHAMPION, out));
    if (verb === 'promote' && version !== undefined) {
      const example = `models promote ${version} --reason "the feed changed"`;
      return changed(context, example, () => Promise.resolve(version));
    }
    if (verb === 'rollback') return changed(context, rollbackExample, previousChampion);
    throw new GridcastError('USAGE_MISSING_VALUE', { name: 'what to do', example: 'gridcast models list' });
  },
};

async function listed(store: Store): Promise<CommandResult> {
  const [models, aliases] = [await listModels(store.catalogue), await listAliases(store.catalogue)];
  const rows = models.items.map((model) => [
    model.version.slice(0, 12),
    isoOfHour(model.trained_as_of),
    `${model.delay_hours} h`,
    ...measuredCells(model),
    aliases
      .filter(({ version }) => version === model.version)
      .map(({ alias }) => alias)
      .join(', '),
  ]);
  const json = { ...models, aliases } as unknown as Json;
  return {
    json,
    text: formatTable(['model', 'trained as of', 'delay', 'MASE', 'in 90 %', 'alias'], rows).join('\n'),
  };
}

/** The error that the model was measured with, and what its bands held. */
function measuredCells({ details }: Model): readonly [string, string] {
  const { report } = JSON.parse(details) as { readonly report?: CalibrationReport };
  const [mase, held] = [report?.lines[0]?.errors.mase, report?.coverage['0.9']];
  return [mase?.toFixed(3) ?? '–', held == null ? '–' : `${(100 * held).toFixed(1)} %`];
}

async function shown(store: Store, version: string): Promise<CommandResult> {
  const model = await getModel(store.catalogue, version);
  const artefact = await artefactState(store, model);
  const json = { ...model, details: JSON.parse(model.details) as Json, artefact: { ...artefact } };
  const aliases = (await listAliases(store.catalogue)).filter((one) => one.version === model.version);
  const facts: (readonly [string, string])[] = [
    ['model', model.version],
    ['alias', aliases.map(({ alias }) => alias).join(', ') || '–'],
    [
      'trained as of',
      `${isoOfHour(model.trained_as_of)}, delay ${model.delay_hours} h, by run ${model.run_id}`,
    ],
    ['training set', model.training_sha256 ?? '–'],
    ['code', model.code_version],
    ['object', `${model.object_key} (${artefact.state})`],
  ];
  const { report } = JSON.parse(model.details) as { readonly report: CalibrationReport };
  const lines = [
    ...facts.map(([name, value]) => `${name.padEnd(14)} ${value}`),
    '',
    ...measuredLines(report),
    ...(artefact.problem === null ? [] : ['', artefact.problem]),
  ];
  return { json, text: lines.join('\n') };
}

async function previousChampion(store: Store): Promise<string> {
  const earlier = await findChampionBefore(store.catalogue);
  if (earlier !== undefined) return earlier;
  throw new GridcastError('USAGE_INVALID_VALUE', {
    name: 'gridcast models rollback',
    value: CHAMPION,
    expected: 'there is no champion before it to go back to',
  });
}

async function changed(
  context: CommandContext,
  example: string,
  pick: (store: Store) => Promise<string>,
): Promise<CommandResult> {
  const { reason } = context.flags;
  if (typeof reason !== 'string') {
    throw new GridcastError('USAGE_MISSING_VALUE', {
      name: '--reason',
      example: `gridcast ${example}`,
    });
  }
  await using store = await openHome(context);
  const model = await getModel(store.catalogue, await pick(store));
  // a model that cannot be read would leave the forecasts to lower rungs
  parseArtefact((await store.lake.read(model.object_key)).toString('utf8'), model.version);
  const inForce = await findAlias(store.catalogue, CHAMPION);
  const asOf = Math.max(model.trained_as_of, inForce?.set_as_of ?? model.trained_as_of);
  await store.catalogue
    .transaction()
    .execute((transaction) =>
      setAlias(transaction, { alias: CHAMPION, version: model.version, reason, asOf }),
    );
  return {
    json: { alias: CHAMPION, version: model.version, reason },
    text: `${CHAMPION} is now ${model.version}`,
  };
}
