/** Small homes whose every number follows from a formula, filled through the functions that the pipeline uses. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, silentLogger, type Json, type Logger, type SeriesKey } from '../../core/index.ts';
import { scoreForecasts } from '../../monitor/index.ts';
import { openExplainer } from '../../pipeline/index.ts';
import { putForecast } from '../../predict/index.ts';
import {
  fixSetting,
  listForecasts,
  loadObservations,
  openSqlEngine,
  openStore,
  recordForecast,
  stageObservations,
  type SqlEngine,
  type Store,
} from '../../store/index.ts';
import { createApp } from '../app.ts';
import type { App } from '../http/environment.ts';
import type { StaticFiles } from '../http/static-files.ts';
import { openReads, type Reads } from '../reads/reads.ts';

/** 2023-01-21T23:00Z: local midnight in Copenhagen. */
export const ORIGIN = 465_095;
/** Observations begin so many hours before the origin. */
const HISTORY_HOURS = 240;

export interface TinyHomeOptions {
  /** The source as the home keeps it. */
  readonly source: Readonly<Record<string, Json>> & { readonly name: string };
  readonly keyNames: readonly string[];
  readonly series: readonly SeriesKey[];
  readonly delayHours?: number;
  /** Hours of series, by place, that were never observed. */
  readonly gaps?: readonly (readonly [series: number, hour: number])[];
}

/** An app over a tiny home; disposing it removes the home. */
export interface TinyHome extends AsyncDisposable {
  readonly store: Store;
  readonly reads: Reads;
  readonly app: App;
}

/** The value of a series, by its place, at an hour: 100, 200, … by series, plus the hour of the day in UTC. */
export function tinyValue(series: number, hour: number): number {
  return (series + 1) * 100 + (hour % 24);
}

/** The tiny source with the official two keys. */
export const de35Home: TinyHomeOptions = {
  source: { name: 'de35' },
  keyNames: ['area', 'consumer_type'],
  series: [
    ['DK1', '111'],
    ['DK1', '450'],
    ['DK2', '111'],
  ],
};

/** Opens an app over a home in which nothing is published. */
export async function openEmptyHome(extra: { readonly logger?: Logger } = {}): Promise<TinyHome> {
  return openApp(await mkdtemp(join(tmpdir(), 'gridcast-serve-')), extra);
}

/**
 * Opens an app over a home with observations up to the origin less the delay, a forecast of the day before that is scored as
 * far as the delay allows, and one of the origin. p50 is the value and 10, the bands lie 1 (50 %), 2 (80 %) and 3 (90 %)
 * beside it; the first series was forecast by `seasonal_naive`.
 */
export async function openTinyHome(
  options: TinyHomeOptions,
  extra: { readonly logger?: Logger; readonly staticFiles?: StaticFiles } = {},
): Promise<TinyHome> {
  const folder = await mkdtemp(join(tmpdir(), 'gridcast-serve-'));
  const home = await openApp(folder, extra);
  using engine = await openSqlEngine({ threads: 1 });
  await stage(home.store, engine, options);
  await fixSetting(home.store.catalogue, 'source', canonicalJson(options.source));
  const delayHours = options.delayHours ?? 0;
  const loaded = { asOfHour: ORIGIN, delayHours };
  await loadObservations(home.store, engine, loaded);
  await publish(home.store, engine, options, ORIGIN - 24);
  await score(home.store, engine, options);
  await publish(home.store, engine, options, ORIGIN);
  return home;
}

async function openApp(
  folder: string,
  extra: { readonly logger?: Logger; readonly staticFiles?: StaticFiles },
): Promise<TinyHome> {
  const store = await openStore({ home: folder });
  const reads = await openReads({ store, threads: 1 });
  const { logger = silentLogger, staticFiles } = extra;
  const nowMs = (): number => (ORIGIN + 1) * 3_600_000;
  const explainer = openExplainer({ store, threads: 1, logger });
  const required = { reads, explainer, nowMs, logger, version: '1.2.3' };
  const app = createApp({ ...required, ...(staticFiles && { staticFiles }) });
  return {
    store,
    reads,
    app,
    [Symbol.asyncDispose]: async () => {
      await explainer[Symbol.asyncDispose]();
      reads[Symbol.dispose]();
      await store[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function stage(store: Store, engine: SqlEngine, options: TinyHomeOptions): Promise<void> {
  const { keyNames, series, delayHours = 0, gaps = [] } = options;
  const missing = new Set(gaps.map(String));
  const rows = series.flatMap((key, place) =>
    Array.from({ length: HISTORY_HOURS - delayHours }, (_, i) => ({
      key,
      place,
      hour: ORIGIN - HISTORY_HOURS + i,
    })),
  );
  const kept = rows.filter(({ place, hour }) => !missing.has(`${place},${hour}`));
  await engine.createTable('given_rows', {
    ...Object.fromEntries(keyNames.map((_, i) => [`key_${i}`, kept.map(({ key }) => key[i] ?? '')])),
    hour: Int32Array.from(kept, ({ hour }) => hour),
    value: Float64Array.from(kept, ({ place, hour }) => tinyValue(place, hour)),
  });
  await engine.run('CREATE VIEW given AS SELECT *, NULL::INTEGER AS known_hour FROM given_rows');
  const staged = await stageObservations(store, engine, {
    relation: 'given',
    keyNames,
    asOfHour: ORIGIN,
    runId: 'run',
  });
  await store.catalogue.transaction().execute(staged.commit);
}

async function publish(
  store: Store,
  engine: SqlEngine,
  { keyNames, series }: TinyHomeOptions,
  origin: number,
): Promise<void> {
  const cells = series.flatMap((_, place) => Array.from({ length: 24 }, (_hour, lead) => ({ place, lead })));
  const shifted = (by: number): Float64Array =>
    Float64Array.from(cells, ({ place, lead }) => tinyValue(place, origin + lead) + 10 + by);
  const quantiles = {
    p05: shifted(-3),
    p10: shifted(-2),
    p25: shifted(-1),
    p50: shifted(0),
    p75: shifted(1),
    p90: shifted(2),
    p95: shifted(3),
  };
  const rows = {
    series: Int32Array.from(cells, ({ place }) => place),
    lead: Int32Array.from(cells, ({ lead }) => lead),
    quantiles,
    rung: cells.map(({ place }) => (place === 0 ? ('seasonal_naive' as const) : ('model' as const))),
    modelVersion: cells.map(({ place }) => (place === 0 ? '' : 'm1')),
  };
  const facts = { keyNames, unit: '', credit: '', runId: `run-${origin}` };
  const object = await putForecast(store.lake, engine, [{ origin, rows }], facts);
  const others = cells.length - 24;
  await store.catalogue.transaction().execute((transaction) =>
    recordForecast(transaction, {
      origin,
      object_key: object.key,
      rows: cells.length,
      model_version: null,
      run_id: `run-${origin}`,
      rungs: JSON.stringify({ seasonal_naive: 24, ...(others > 0 ? { model: others } : {}) }),
      scored: 0,
    }),
  );
}

async function score(store: Store, engine: SqlEngine, options: TinyHomeOptions): Promise<void> {
  const { items } = await listForecasts(store.catalogue);
  const scored = await scoreForecasts({
    store,
    engine,
    keyNames: options.keyNames,
    forecasts: items,
    asOfHour: ORIGIN,
    delayHours: options.delayHours ?? 0,
    runId: 'run',
  });
  await store.catalogue.transaction().execute(scored.commit);
}
