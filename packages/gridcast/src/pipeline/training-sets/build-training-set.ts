/** Training sets: feature vectors of any spine with their truths, as known at any time, frozen under the hash of their content. */
import {
  canonicalJson,
  GridcastError,
  hashJson,
  isoOfHour,
  type HourUtc,
  type Json,
} from '../../core/index.ts';
import {
  applyDefinitions,
  declaredDefinitions,
  getView,
  planDefinitions,
  referenceOf,
  viewColumns,
  type Scale,
} from '../../features/index.ts';
import {
  loadObservations,
  openSqlEngine,
  putTrainingDataset,
  type LoadedObservations,
  type SqlEngine,
} from '../../store/index.ts';
import type { FeatureHome } from './feature-home.ts';
import { loadSpine, SPINE, type SpineRequest } from './load-spine.ts';
import { splitOrigins, type Split } from './splits.ts';
import { statisticsOf, type ColumnStatistics } from './statistics.ts';
import { writeParts, type TrainingPart, type WrittenParts } from './write-parts.ts';

export interface TrainingSetRequest {
  readonly spine: SpineRequest;
  /** Versions known later are not there, truths included. */
  readonly asOf: HourUtc;
  /** A view by name, or name@version. */
  readonly view: string;
  /** Some features of the view; absent: all. */
  readonly features?: readonly string[] | undefined;
  /** Shares of the origins, in time order: train, validation, test. */
  readonly shares: readonly number[];
  readonly signal: AbortSignal;
  readonly progress?: (rows: number, of: number) => void;
}

/** What a training set is: its manifest, kept in the lake; its hash is the set's identity. */
export interface TrainingSet {
  readonly view: string;
  readonly asOf: HourUtc;
  readonly delayHours: number;
  readonly country: string;
  readonly unit: string;
  readonly keyNames: readonly string[];
  readonly scales: readonly Scale[];
  readonly features: readonly string[];
  readonly rows: number;
  readonly splits: readonly (Split & { readonly rows: number })[];
  /** Rows that belong to no split: their truth was not known when the next one begins. */
  readonly purgedRows: number;
  readonly statistics: Readonly<Record<string, ColumnStatistics>>;
  readonly parts: readonly TrainingPart[];
}

/** A training set under its name. */
export interface NamedTrainingSet extends TrainingSet {
  readonly sha256: string;
  readonly objectKey: string;
}

/**
 * Builds and registers the training set of a spine. Its rows are what serving would have made at each origin, by the same
 * function; the same request over the same observations gives the same object, whatever the threads.
 *
 * @throws FEATURES_NOTHING_KNOWN, FEATURES_VIEW_UNKNOWN, FEATURES_COLUMN_UNKNOWN, the errors of `loadSpine` and `splitOrigins`
 */
export async function buildTrainingSet(
  home: FeatureHome,
  request: TrainingSetRequest,
): Promise<NamedTrainingSet> {
  const { store, threads, delayHours } = home;
  const view = getView(request.view);
  const columns = viewColumns(view, request.features);
  await planDefinitions(store.catalogue, declaredDefinitions);
  using engine = await openSqlEngine({ threads, memoryLimitMiB: MEMORY_MIB });
  const loaded = await loadKnownAt(home, engine, request.asOf);
  const { keyNames } = loaded;
  const scope = { keyNames, asOf: request.asOf, delayHours };
  const rows = await loadSpine(engine, request.spine, scope);
  const scales = view.scales ?? ['log', 'linear'];
  const splits = splitOrigins(await originsOf(engine), request.shares);
  const written = await writeParts({
    home,
    engine,
    keyNames,
    kind: 'training',
    asOf: request.asOf,
    scales,
    columns,
    splits,
    signal: request.signal,
    progress: (done) => request.progress?.(done, rows * scales.length),
  });
  return register(home, {
    view: referenceOf(view),
    asOf: request.asOf,
    delayHours,
    country: home.country,
    unit: home.unit,
    keyNames,
    scales,
    features: columns.map(({ name }) => name),
    ...contentsOf(written, splits),
  });
}

/** What DuckDB may hold; more goes to disk. */
const MEMORY_MIB = 1200;

async function loadKnownAt(
  { store, delayHours }: FeatureHome,
  engine: SqlEngine,
  asOf: HourUtc,
): Promise<LoadedObservations> {
  const loaded = await loadObservations(store, engine, { asOfHour: asOf, delayHours });
  if (loaded.series.length > 0) return loaded;
  throw new GridcastError('FEATURES_NOTHING_KNOWN', { asOf: isoOfHour(asOf), home: store.home });
}

async function originsOf(engine: SqlEngine): Promise<HourUtc[]> {
  const rows = await engine.rows<{ origin: number }>(`SELECT DISTINCT origin FROM ${SPINE} ORDER BY origin`);
  return rows.map(({ origin }) => origin);
}

function contentsOf(
  { parts, sums, rowsBySplit }: WrittenParts,
  splits: readonly Split[],
): Pick<TrainingSet, 'rows' | 'splits' | 'purgedRows' | 'statistics' | 'parts'> {
  return {
    rows: parts.reduce((total, part) => total + part.rows, 0),
    splits: splits.map((split) => ({ ...split, rows: rowsBySplit.get(split.name) ?? 0 })),
    purgedRows: rowsBySplit.get('purged') ?? 0,
    statistics: Object.fromEntries([...sums].map(([name, column]) => [name, statisticsOf(column)])),
    parts,
  };
}

async function register(home: FeatureHome, set: TrainingSet): Promise<NamedTrainingSet> {
  const { store, codeVersion } = home;
  const object = await store.lake.putBytes('training', 'json', canonicalJson(set as unknown as Json));
  await store.catalogue.transaction().execute(async (transaction) => {
    await applyDefinitions(transaction, await planDefinitions(transaction, declaredDefinitions), {
      asOf: set.asOf,
      codeVersion,
    });
    await putTrainingDataset(transaction, {
      sha256: object.sha256,
      object_key: object.key,
      view: set.view,
      as_of: set.asOf,
      rows: set.rows,
      details: JSON.stringify({ parts: set.parts.map(({ objectKey }) => objectKey), codeVersion }),
      run_id: hashJson({ trainingSet: object.sha256, codeVersion }).slice(0, 32),
    });
  });
  return { ...set, sha256: object.sha256, objectKey: object.key };
}
