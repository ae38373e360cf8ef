/** What features and predict share: the observations that an origin's vectors may read, and the vectors' file. */
import type { CovariateFacts, HourUtc } from '../core/index.ts';
import { links, type Link, type LinkedVectors, type VectorColumns } from '../model/index.ts';
import {
  loadCovariates,
  loadObservations,
  openSqlEngine,
  readParquet,
  type LoadedCovariate,
  type LoadedObservations,
  type SqlEngine,
} from '../store/index.ts';
import type { RunContext } from './run-context.ts';

/** Hours before the origin that vectors and fallback rungs read, beside the delay: 55 weeks. */
const SERVING_LOOKBACK_HOURS = 9_240;

/** An engine with the observations that are known at the context's origin. */
export interface LoadedEngine extends Disposable {
  readonly engine: SqlEngine;
  readonly loaded: LoadedObservations;
  readonly covariates: readonly LoadedCovariate[];
}

/** Opens an engine over what is known at the origin; `whole` takes all history instead of what serving needs. */
export async function loadKnown(context: RunContext, scope: 'serving' | 'whole'): Promise<LoadedEngine> {
  const engine = await openSqlEngine({ threads: context.config.threads });
  const { store, origin: asOfHour, delayHours } = context;
  const since = (delay: number): HourUtc | undefined =>
    scope === 'whole' ? undefined : servingSince(asOfHour, delay);
  const loaded = await loadObservations(store, engine, {
    asOfHour,
    delayHours,
    sinceHour: since(delayHours),
  });
  const facts = covariateFacts(context);
  const covariates = await loadCovariates(store, engine, {
    keyNames: loaded.keyNames,
    series: loaded.series,
    covariates: facts,
    asOfHour,
    sinceHour: since(Math.max(delayHours, ...facts.map((one) => one.delayHours))),
  });
  return { engine, loaded, covariates, [Symbol.dispose]: () => engine[Symbol.dispose]() };
}

/** The facts of a context's covariates, in the order of their numbers in an engine. */
export function covariateFacts({ covariates }: Pick<RunContext, 'covariates'>): readonly CovariateFacts[] {
  return covariates.map(({ facts }) => facts);
}

/** The first hour that serving an origin may read. */
export function servingSince(origin: HourUtc, delayHours: number): HourUtc {
  return origin - delayHours - SERVING_LOOKBACK_HOURS;
}

/** Reads materialised vectors back, all or those of some series; rows are ordered by series and target on both links. */
export async function readVectors(
  engine: SqlEngine,
  path: string,
  range?: { readonly first: number; readonly end: number },
): Promise<LinkedVectors> {
  const vectors: Partial<Record<Link, VectorColumns>> = {};
  const wanted = range === undefined ? '' : `AND series >= ${range.first} AND series < ${range.end}`;
  for (const [place, link] of links.entries()) {
    const { columns } = await engine.numbers(
      `SELECT COLUMNS(name -> NOT starts_with(name, 'key_')) FROM ${readParquet([path])}
       WHERE link = ${place} ${wanted} ORDER BY series, target`,
    );
    vectors[link] = columns;
  }
  return vectors as LinkedVectors;
}
