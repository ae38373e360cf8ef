/** Training sets: feature vectors of any spine with their truths, as known at any time, frozen under the hash of their content. */
import { GridcastError, isoOfHour, type HourUtc } from '../../core/index.ts';
import {
  declaredDefinitions,
  getView,
  planDefinitions,
  referenceOf,
  viewColumns,
} from '../../features/index.ts';
import {
  loadObservations,
  openSqlEngine,
  type LoadedObservations,
  type SqlEngine,
} from '../../store/index.ts';
import type { FeatureHome } from './feature-home.ts';
import { loadSpine, SPINE, type SpineRequest } from './load-spine.ts';
import { splitOrigins, type Split } from './splits.ts';
import { registerTrainingSet, type NamedTrainingSet, type TrainingSet } from './training-set.ts';
import { writeParts, type WrittenParts } from './write-parts.ts';

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
  return registerTrainingSet(home, {
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
  { parts, statistics, rowsBySplit }: WrittenParts,
  splits: readonly Split[],
): Pick<TrainingSet, 'rows' | 'splits' | 'purgedRows' | 'statistics' | 'parts'> {
  return {
    rows: parts.reduce((total, part) => total + part.rows, 0),
    splits: splits.map((split) => ({ ...split, rows: rowsBySplit.get(split.name) ?? 0 })),
    purgedRows: rowsBySplit.get('purged') ?? 0,
    statistics,
    parts,
  };
}
