/** Two settings in the whole ensemble, on the origins that no fold has seen. */
import { LightGbm } from '@gridcast/lightgbm';
import { scoreHeldOut, type HeldOutOrigin, type BuiltVectors, type Settings } from '../../train/index.ts';
import { covariateFacts } from '../serving.ts';
import { rowsOnFolds, type FoldParts } from './rows-on-folds.ts';

export interface ScoredSettings {
  readonly inForce: Settings;
  readonly tuned: Settings;
  /** The vectors of `rowsOnFolds` with the columns of both, where they were built already. */
  readonly built?: BuiltVectors | undefined;
  /** So many members are fitted at once. */
  readonly workers: number;
}

export async function scoreSettings(
  { context, known, plan, lightgbm }: FoldParts & { readonly lightgbm: LightGbm },
  { inForce, tuned, built, workers }: ScoredSettings,
): Promise<HeldOutOrigin[]> {
  const parts = { context, known, plan };
  const vectors = built ?? (await rowsOnFolds(parts, { settings: [inForce, tuned] })).built;
  await using helpers = new AsyncDisposableStack();
  const fitters = workers === 1 ? [lightgbm] : await openFitters(helpers, workers);
  const { config, source, delayHours, calendar, progress, logger, signal } = context;
  return await scoreHeldOut({
    engine: known.engine,
    lightgbm: fitters[0],
    besides: fitters.slice(1),
    built: vectors,
    keyNames: known.loaded.keyNames,
    series: known.loaded.series,
    origins: plan.folds.heldOut,
    delayHours,
    calendar,
    covariates: covariateFacts(context),
    nonNegative: source.declaration.valuesAtLeastZero,
    seed: config.seed,
    maxRows: config.train.maxRows,
    terms: plan.terms,
    inForce,
    tuned,
    progress,
    logger,
    signal,
  });
}

/** All with one thread: LightGBM's number of threads is the process's, and bins that are filled by more than they were made for end it. */
async function openFitters(helpers: AsyncDisposableStack, count: number): Promise<LightGbm[]> {
  const fitters: LightGbm[] = [];
  for (let i = 0; i < count; i++) fitters.push(helpers.use(await LightGbm.open({ threads: 1 })));
  return fitters;
}
