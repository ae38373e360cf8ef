/** The catalogue of features: every definition that is declared or registered, and what the home knows about it. */
import type { HourUtc } from '../../core/index.ts';
import { declaredDefinitions, referenceOf, type Definition } from '../../features/index.ts';
import {
  currentDefinitions,
  findNewestStep,
  listAliases,
  listModels,
  listTrainingDatasets,
  undoneSnapshots,
  type Store,
} from '../../store/index.ts';
import type { TrainingSet } from '../training-sets/training-set.ts';
import { dailyStatistics, type KnownStatistics } from './daily-statistics.ts';

/** A model that reads a view. */
export interface ReadingModel {
  readonly version: string;
  readonly view: string;
  readonly aliases: readonly string[];
}

/** How new the newest vectors are. */
export interface Freshness {
  readonly newestOrigin: HourUtc;
  /** The end of the newest hour whose value they may read. */
  readonly dataUntil: HourUtc;
  readonly delayHours: number;
  /** The snapshot that they were computed from, where it was undone since: they are stale until the hour is run again. */
  readonly undoneSnapshotId: number | undefined;
}

/** One version of a group or view. */
export interface CatalogueEntry {
  readonly reference: string;
  readonly definition: Definition;
  /** False where the program declares it and nothing was applied to this home yet. */
  readonly isRegistered: boolean;
  /** Views that pin it, as name@version. */
  readonly views: readonly string[];
  readonly models: readonly ReadingModel[];
  /** Of the newest vectors that have it; undefined where none were made. */
  readonly freshness: Freshness | undefined;
  /** By column: of the newest day whose vectors were counted, else of the newest training set that has it. */
  readonly statistics: Readonly<Record<string, KnownStatistics>>;
}

/** All entries, groups first, by name and version. */
export async function readCatalogueEntries(store: Store): Promise<CatalogueEntry[]> {
  const registered = (await currentDefinitions(store.catalogue)).map(
    (row) => JSON.parse(row.definition) as Definition,
  );
  const names = new Set(registered.map(referenceOf));
  const definitions = [...registered, ...declaredDefinitions.filter((one) => !names.has(referenceOf(one)))];
  const [models, freshness, statistics] = [
    await readingModels(store),
    await newestVectors(store),
    [...(await newestStatistics(store)), ...(await dailyStatistics(store))],
  ];
  const entries = definitions.map((definition) => {
    const views = viewsOf(definition, definitions);
    const reads = definition.kind === 'view' ? [referenceOf(definition)] : views;
    return {
      reference: referenceOf(definition),
      definition,
      isRegistered: names.has(referenceOf(definition)),
      views,
      models: models.filter(({ view }) => reads.includes(view)),
      freshness: freshness !== undefined && reads.includes(freshness.view) ? freshness : undefined,
      statistics: statisticsFor(definition, reads, statistics),
    };
  });
  return entries.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

const orderOf = ({ definition: { kind, name, version } }: CatalogueEntry): string =>
  `${kind} ${name} ${String(version).padStart(9, '0')}`;

function viewsOf({ kind, name, version }: Definition, definitions: readonly Definition[]): string[] {
  if (kind === 'view') return [];
  return definitions
    .filter((one) => one.kind === 'view' && one.groups[name] === version)
    .map((view) => referenceOf(view))
    .sort();
}

async function readingModels({ catalogue }: Store): Promise<ReadingModel[]> {
  const [models, aliases] = [await listModels(catalogue, { limit: 50 }), await listAliases(catalogue)];
  return models.items.map(({ version, details }) => ({
    version,
    view: (JSON.parse(details) as { readonly view?: string }).view ?? '',
    aliases: aliases.filter((alias) => alias.version === version).map(({ alias }) => alias),
  }));
}

async function newestVectors(store: Store): Promise<(Freshness & { readonly view: string }) | undefined> {
  const step = await findNewestStep(store.catalogue, 'features');
  if (step === undefined) return undefined;
  const { view, delayHours, snapshotId } = JSON.parse(step.output) as {
    readonly view: string;
    readonly delayHours: number;
    readonly snapshotId?: number | null;
  };
  const undone = await undoneSnapshots(store.catalogue, 'observations');
  const undoneSnapshotId = undone.has(snapshotId ?? 0) ? (snapshotId ?? undefined) : undefined;
  return {
    view,
    delayHours,
    undoneSnapshotId,
    newestOrigin: step.logicalHour,
    dataUntil: step.logicalHour - delayHours,
  };
}

interface ViewStatistics {
  readonly view: string;
  readonly statistics: Readonly<Record<string, KnownStatistics>>;
}

/** Training sets that were asked for carry statistics; the newest of each view counts. */
async function newestStatistics(store: Store): Promise<ViewStatistics[]> {
  const datasets = (await listTrainingDatasets(store.catalogue, { limit: 50 })).items.filter(
    ({ object_key: key }) => key.endsWith('.json'),
  );
  const byView = new Map(datasets.toReversed().map((dataset) => [dataset.view, dataset.object_key]));
  const read: ViewStatistics[] = [];
  for (const [view, key] of byView) {
    const { statistics } = JSON.parse((await store.lake.read(key)).toString()) as TrainingSet;
    const of = Object.entries(statistics).map(([name, column]) => {
      return [name, { ...column, median: null, day: null }] as const;
    });
    read.push({ view, statistics: Object.fromEntries(of) });
  }
  return read;
}

function statisticsFor(
  definition: Definition,
  views: readonly string[],
  read: readonly ViewStatistics[],
): Record<string, KnownStatistics> {
  const all = Object.assign(
    {},
    ...read.filter(({ view }) => views.includes(view)).map((one) => one.statistics),
  ) as Record<string, KnownStatistics>;
  if (definition.kind === 'view') return all;
  const names = new Set(
    definition.columns.map(({ name }) => (definition.name === 'observations' ? 'truth' : name)),
  );
  return Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => names.has(name))
      .map(([name, column]) => [name === 'truth' ? 'value' : name, column]),
  );
}
