/** `store list`: what the store holds. */
import { isoOfHour, type Json } from '../../core/index.ts';
import { readCatalogueEntries } from '../../pipeline/index.ts';
import { listSnapshots, listTrainingDatasets, type Store } from '../../store/index.ts';
import type { CommandResult } from '../command.ts';
import { withStore } from '../open-home.ts';
import { formatNumber, formatTable } from '../table.ts';
import type { StoreVerb } from './verb.ts';

export const listVerb: StoreVerb = { usage: 'list', run: (context) => withStore(context, listed) };

async function listed(store: Store): Promise<CommandResult> {
  const definitions = (await readCatalogueEntries(store)).map(({ reference, definition, isRegistered }) => ({
    kind: definition.kind,
    reference,
    isRegistered,
    meaning: definition.meaning,
  }));
  const trainingSets = await listTrainingDatasets(store.catalogue, { limit: 20 });
  const snapshots = await listSnapshots(store.catalogue, { limit: 50 });
  const text = [
    ...formatTable(
      ['definition', 'kind', 'meaning'],
      definitions.map(({ kind, reference, isRegistered, meaning }) => [
        reference,
        isRegistered ? kind : `${kind}, not applied`,
        meaning,
      ]),
    ),
    '',
    ...formatTable(
      ['training set', 'view', 'as of', 'rows'],
      trainingSets.items.map(({ sha256, view, as_of: asOf, rows }) => [
        sha256.slice(0, 12),
        view,
        isoOfHour(asOf),
        formatNumber(rows),
      ]),
    ),
    '',
    ...formatTable(
      ['snapshot', 'dataset', 'as of', 'run'],
      snapshots.items.map(({ id, dataset, as_of: asOf, run_id: runId }) => [
        id,
        dataset,
        isoOfHour(asOf),
        runId.slice(0, 12),
      ]),
    ),
  ].join('\n');
  return { json: { ...snapshots, definitions, trainingSets } as unknown as Json, text };
}
