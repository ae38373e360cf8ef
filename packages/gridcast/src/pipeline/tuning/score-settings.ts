/** Two settings in the whole ensemble, on the origins that no fold has seen. */
import type { LightGbm } from '@gridcast/lightgbm';
import { scoreHeldOut, type HeldOutOrigin, type Settings } from '../../train/index.ts';
import { covariateFacts } from '../serving.ts';
import type { FoldParts } from './rows-on-folds.ts';

export function scoreSettings(
  { context, known, plan, lightgbm }: FoldParts & { readonly lightgbm: LightGbm },
  { inForce, tuned }: { readonly inForce: Settings; readonly tuned: Settings },
): Promise<HeldOutOrigin[]> {
  const { config, source, delayHours, calendar, progress, logger, signal } = context;
  return scoreHeldOut({
    engine: known.engine,
    lightgbm,
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
