/** Lineage of features: down to the raw inputs that they are computed from, up to the models that read them. */
import { GridcastError } from '../../core/index.ts';
import {
  COVARIATES,
  getTrainingDataset,
  latestSnapshotId,
  listRawInputs,
  snapshotFiles,
  type Store,
} from '../../store/index.ts';
import type { CatalogueEntry } from './entries.ts';
import { getEntry } from './find-entries.ts';

/** One thing in a lineage. */
export interface LineageNode {
  /** Such as `group core@1`; unique. */
  readonly id: string;
  readonly kind: 'training set' | 'model' | 'view' | 'group' | 'observations' | 'covariates' | 'raw input';
  readonly name: string;
  readonly detail: string;
  /** Ids of what it is made from. */
  readonly from: readonly string[];
}

/** At most so many raw inputs and files are listed; how many there are is said. */
const MOST_LISTED = 100;

/**
 * The lineage of a group, a view or a training set (by the beginning of its hash): what it is made from, and for definitions
 * also who reads them.
 *
 * @throws FEATURES_DEFINITION_UNKNOWN
 */
export async function readLineage(
  store: Store,
  entries: readonly CatalogueEntry[],
  asked: string,
): Promise<LineageNode[]> {
  const nodes = new Map<string, LineageNode>();
  const add = (node: LineageNode): void => void nodes.set(node.id, node);
  if (/^[0-9a-f]{6,64}$/u.test(asked)) {
    const set = await getTrainingDataset(store.catalogue, asked);
    const view = `view ${set.view}`;
    add({
      id: `training set ${set.sha256}`,
      kind: 'training set',
      name: set.sha256,
      detail: `${set.rows} rows`,
      from: [view],
    });
    addDown(getEntry(entries, set.view), entries, add);
  } else {
    const entry = getEntry(entries, asked);
    addReaders(entry, entries, add);
    addDown(entry, entries, add);
  }
  await addDataset(store, OBSERVATIONS, add);
  if ([...nodes.values()].some(({ from }) => from.includes(COVARIATES)))
    await addDataset(store, COVARIATES, add);
  return [...nodes.values()];
}

type Add = (node: LineageNode) => void;

function addReaders(entry: CatalogueEntry, entries: readonly CatalogueEntry[], add: Add): void {
  const views = entry.definition.kind === 'view' ? [entry.reference] : entry.views;
  for (const { version, aliases, view } of entry.models) {
    add({
      id: `model ${version}`,
      kind: 'model',
      name: version,
      detail: aliases.join(', '),
      from: [`view ${view}`],
    });
  }
  if (entry.definition.kind === 'view') return;
  for (const view of views) {
    const { meaning } = getEntry(entries, view).definition;
    add({
      id: `view ${view}`,
      kind: 'view',
      name: view,
      detail: meaning,
      from: [`group ${entry.reference}`],
    });
  }
}

/** The entry, and whatever it is made from. */
function addDown(
  { definition, reference }: CatalogueEntry,
  entries: readonly CatalogueEntry[],
  add: Add,
): void {
  const sources =
    definition.kind === 'view'
      ? Object.entries(definition.groups).map(([name, version]) => `${name}@${version}`)
      : definition.source;
  const dataset = [OBSERVATIONS, COVARIATES].find((name) => reference.startsWith(`${name}@`));
  const from =
    dataset !== undefined && definition.kind === 'group'
      ? [dataset]
      : sources.map((source) => `group ${source}`);
  add({
    id: `${definition.kind} ${reference}`,
    kind: definition.kind,
    name: reference,
    detail: definition.meaning,
    from,
  });
  for (const source of sources) {
    const entry = entries.find((one) => one.reference === source);
    if (entry === undefined)
      throw new GridcastError('FEATURES_DEFINITION_UNKNOWN', { asked: source, known: [] });
    addDown(entry, entries, add);
  }
}

const OBSERVATIONS = 'observations';

/** The rows in force of a dataset, with the raw inputs that they were read from. */
async function addDataset(
  store: Store,
  dataset: typeof OBSERVATIONS | typeof COVARIATES,
  add: Add,
): Promise<void> {
  const files = await snapshotFiles(store.catalogue, { dataset });
  const snapshot = await latestSnapshotId(store.catalogue, dataset);
  const raw = await listRawInputs(store.catalogue, { dataset, limit: MOST_LISTED });
  const rows = files.reduce((total, file) => total + file.rows, 0);
  add({
    id: dataset,
    kind: dataset,
    name: `${dataset} in force`,
    detail: `${snapshot === undefined ? 'no snapshot' : `snapshot ${snapshot}`}: ${files.length} objects, ${rows} rows; ${raw.total} raw inputs`,
    from: raw.items.map(({ sha256 }) => `raw input ${sha256}`),
  });
  for (const { sha256, origin_name: origin, bytes, object_key: key } of raw.items) {
    add({
      id: `raw input ${sha256}`,
      kind: 'raw input',
      name: origin,
      detail: `${bytes} bytes in ${key}`,
      from: [],
    });
  }
}
