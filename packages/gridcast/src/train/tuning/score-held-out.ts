/** The whole ensemble, tuned and as it is in force, on the origins that no trial has seen. */
import type { HourUtc } from '../../core/index.ts';
import type { RegisteredModel } from '../../model/index.ts';
import { forecastOrigin, groupsOfModels, summariseBacktest, type BacktestInput } from '../backtest.ts';
import { buildLinkedTables, dropLinkedTables, makeOriginsSpine } from '../feature-rows.ts';
import { trainModel } from '../train-model.ts';
import type { Settings } from './space.ts';
import type { HeldOutOrigin, TuningTerms } from './tuned-configuration.ts';

export interface HeldOutInput extends Omit<BacktestInput, 'refitHours' | 'tunedAt'> {
  readonly terms: TuningTerms;
  readonly inForce: Settings;
  readonly tuned: Settings;
}

const SPINE = 'held_out_spine';

/**
 * Trains both as of the first origin and forecasts all of them, by the code that trains and forecasts in production; the vectors are
 * built once for both. An origin that cannot be scored is left out.
 */
export async function scoreHeldOut(input: HeldOutInput): Promise<HeldOutOrigin[]> {
  const { engine, origins, inForce, tuned } = input;
  const variants = [await train(input, inForce), await train(input, tuned)];
  await makeOriginsSpine(engine, origins, SPINE);
  const tables = await buildLinkedTables({ ...input, spine: SPINE, groups: groupsOfModels(variants.flat()) });
  const scored: HeldOutOrigin[] = [];
  for (const [place, origin] of origins.entries()) {
    input.signal?.throwIfAborted();
    const [now, then] = [await maseOf(variants[0] ?? [], origin), await maseOf(variants[1] ?? [], origin)];
    if (now !== null && then !== null) scored.push({ origin, inForce: now, tuned: then });
    input.progress({ task: 'later days', done: place + 1, total: origins.length });
  }
  await dropLinkedTables(engine, tables);
  return scored;

  async function maseOf(models: readonly RegisteredModel[], origin: HourUtc): Promise<number | null> {
    return summariseBacktest([await forecastOrigin(input, origin, models, tables)]).forecast.mase;
  }
}

async function train(input: HeldOutInput, settings: Settings): Promise<RegisteredModel[]> {
  const tuned = { settings, terms: input.terms };
  const trained = await trainModel({ ...input, asOf: input.origins[0] ?? 0, tuned });
  return 'impossible' in trained ? [] : [trained];
}
