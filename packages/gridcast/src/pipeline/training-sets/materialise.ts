/** Materialising a view: vectors of past origins, batch by batch, each published together with the watermark. */
import { hashJson, isoOfHour, type HourUtc } from '../../core/index.ts';
import { askEverySeries, getView, referenceOf, viewColumns } from '../../features/index.ts';
import {
  acquireLease,
  findWatermark,
  loadObservations,
  moveWatermark,
  openSqlEngine,
  processHolder,
  publishFiles,
  releaseLease,
  type SqlEngine,
} from '../../store/index.ts';
import { HORIZON_HOURS, parseOrigins } from '../origins.ts';
import type { FeatureHome } from './feature-home.ts';
import { SPINE } from './load-spine.ts';
import { writeParts } from './write-parts.ts';

export interface MaterialiseRequest {
  /** A view by name, or name@version. */
  readonly view: string;
  /** As people write them; those up to the watermark are done and left out. */
  readonly origins: string;
  readonly asOf: HourUtc;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  readonly progress?: (done: number, of: number) => void;
}

export interface Materialised {
  readonly dataset: string;
  /** Origins that were made now. */
  readonly origins: number;
  readonly rows: number;
  /** The last origin that is there; undefined where none is. */
  readonly watermark: HourUtc | undefined;
}

/** Rows of a batch, about: what a kill can lose. */
const BATCH_ROWS = 200_000;
const LEASE_MS = 60 * 60_000;

/**
 * Adds the vectors of the origins after the watermark to the dataset of a view. Each batch is one object, one snapshot and one move
 * of the watermark, in one transaction: a process killed at any instant is taken up where the last batch ended.
 *
 * Invariant: rows are what was known at their origin, so that a later ingestion changes none of those that are there.
 *
 * @throws STORE_LEASE_HELD where another process is at it; USAGE_INVALID_VALUE, FEATURES_VIEW_UNKNOWN
 */
export async function materialise(home: FeatureHome, request: MaterialiseRequest): Promise<Materialised> {
  const { catalogue } = home.store;
  const view = getView(request.view);
  const dataset = `vectors/${referenceOf(view)}/${home.delayHours}h`;
  const lease = { name: dataset, holder: processHolder() };
  await acquireLease(catalogue, { ...lease, nowMs: request.nowMs(), ttlMs: LEASE_MS });
  try {
    return await extend(home, { ...request, dataset });
  } finally {
    await releaseLease(catalogue, lease);
  }
}

async function extend(
  home: FeatureHome,
  request: MaterialiseRequest & { readonly dataset: string },
): Promise<Materialised> {
  const { store, threads, delayHours } = home;
  const { dataset, asOf } = request;
  using engine = await openSqlEngine({ threads, memoryLimitMiB: 1200 });
  const { series, keyNames, lastHour } = await loadObservations(store, engine, {
    asOfHour: asOf,
    delayHours,
  });
  const watermark = await findWatermark(store.catalogue, dataset);
  const truth = { firstHour: 0, lastHour: lastHour ?? asOf };
  const due = parseOrigins(request.origins, truth).filter(
    (origin) => origin <= asOf && (watermark === undefined || origin > watermark),
  );
  const perBatch = Math.max(1, Math.floor(BATCH_ROWS / Math.max(1, 24 * series.length)));
  let rows = 0;
  for (let from = 0; from < due.length; from += perBatch) {
    request.signal.throwIfAborted();
    const origins = due.slice(from, from + perBatch);
    await askEverySeries(engine, origins, SPINE);
    rows += await publishBatch(home, { ...request, engine, keyNames, origins });
    request.progress?.(from + origins.length, due.length);
  }
  return { dataset, origins: due.length, rows, watermark: due.at(-1) ?? watermark };
}

interface Batch extends Omit<MaterialiseRequest, 'origins'> {
  readonly dataset: string;
  readonly engine: SqlEngine;
  readonly keyNames: readonly string[];
  readonly origins: readonly HourUtc[];
}

async function publishBatch(home: FeatureHome, batch: Batch): Promise<number> {
  const { dataset, asOf, engine, keyNames, origins, signal } = batch;
  const view = getView(batch.view);
  const { parts } = await writeParts({
    home,
    engine,
    keyNames,
    kind: 'features',
    asOf,
    scales: view.scales ?? ['log', 'linear'],
    columns: viewColumns(view),
    splits: undefined,
    signal,
    progress: () => undefined,
  });
  const last = origins.at(-1) ?? 0;
  const runId = hashJson({ dataset, from: isoOfHour(origins[0] ?? 0), to: isoOfHour(last) }).slice(0, 32);
  await home.store.catalogue.transaction().execute(async (transaction) => {
    await publishFiles(transaction, {
      dataset,
      add: parts.map(({ objectKey, rows, firstOrigin, lastOrigin }) => ({
        objectKey,
        rows,
        minHour: firstOrigin,
        maxHour: lastOrigin + HORIZON_HOURS - 1,
      })),
      asOf,
      runId,
    });
    await moveWatermark(transaction, { dataset, origin: last, runId });
  });
  return parts.reduce((total, part) => total + part.rows, 0);
}
