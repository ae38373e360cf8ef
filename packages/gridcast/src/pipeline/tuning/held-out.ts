/** The whole ensemble, tuned and as it is in force, on the origins that no trial has seen. */
import type { LightGbm } from '@gridcast/lightgbm';
import { backtest, summariseBacktest, type HeldOutOrigin, type Settings } from '../../train/index.ts';
import type { RunContext } from '../run-context.ts';
import { covariateFacts, type LoadedEngine } from '../serving.ts';
import type { SweepPlan } from './sweep-plan.ts';

export interface HeldOutParts {
  readonly context: RunContext;
  readonly known: LoadedEngine;
  readonly plan: SweepPlan;
  readonly lightgbm: LightGbm;
}

/** Trains both as of the cut through the production code and scores them on each later origin; one without truth is left out. */
export async function scoreHeldOut(
  parts: HeldOutParts,
  settings: { readonly inForce: Settings; readonly tuned: Settings },
): Promise<HeldOutOrigin[]> {
  const inForce = await maseByOrigin(parts, settings.inForce);
  const tuned = await maseByOrigin(parts, settings.tuned);
  return parts.plan.folds.heldOut.flatMap((origin) => {
    const [now, then] = [inForce.get(origin) ?? null, tuned.get(origin) ?? null];
    return now === null || then === null ? [] : [{ origin, inForce: now, tuned: then }];
  });
}

async function maseByOrigin(
  { context, known, plan, lightgbm }: HeldOutParts,
  settings: Settings,
): Promise<Map<number, number | null>> {
  const { engine, loaded } = known;
  const { config, source, delayHours, calendar, progress, logger, signal } = context;
  const results = [];
  const rolling = backtest({
    engine,
    lightgbm,
    keyNames: loaded.keyNames,
    series: loaded.series,
    origins: plan.folds.heldOut,
    delayHours,
    refitHours: Number.MAX_SAFE_INTEGER,
    calendar,
    covariates: covariateFacts(context),
    nonNegative: source.declaration.valuesAtLeastZero,
    seed: config.seed,
    maxRows: config.train.maxRows,
    tunedAt: () => Promise.resolve({ settings, terms: plan.terms }),
    progress,
    logger,
    signal,
  });
  for await (const result of rolling) results.push(result);
  return new Map(
    summariseBacktest(results).byOrigin.map(({ origin, errors }) => [origin, errors.mase] as const),
  );
}
