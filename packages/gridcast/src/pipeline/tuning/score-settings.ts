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
  const besides: LightGbm[] = [];
  for (let more = 1; more < workers; more++) besides.push(helpers.use(await LightGbm.open({ threads: 1 })));
  const { config, source, delayHours, calendar, progress, logger, signal } = context;
  return await scoreHeldOut({
    engine: known.engine,
    lightgbm,
    besides,
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
