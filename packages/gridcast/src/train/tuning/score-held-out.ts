/** The whole ensemble, tuned and as it is in force, on the origins that no trial has seen. */
import type { LightGbm } from '@gridcast/lightgbm';
import type { RegisteredModel } from '../../model/index.ts';
import { errorsOfOrigin, forecastFrom, readOrigin, type BacktestInput } from '../backtest.ts';
import { dropLinkedTables, makeOriginsSpine, readLinkedTables } from '../feature-rows.ts';
import { trainVariants, type TrainedModel } from '../train-model.ts';
import type { Settings } from './space.ts';
import type { HeldOutOrigin, TuningTerms } from './tuned-configuration.ts';

export interface HeldOutInput extends Omit<BacktestInput, 'refitHours' | 'tunedAt'> {
  readonly terms: TuningTerms;
  readonly inForce: Settings;
  readonly tuned: Settings;
  /** More of LightGBM, to fit so many members more at once. */
  readonly besides: readonly LightGbm[];
}

const SPINE = 'held_out_spine';

/**
 * Trains both as of the first origin and forecasts all of them, by the code that trains and forecasts in production; all vectors are
 * built once. An origin that cannot be scored is left out.
 */
export async function scoreHeldOut(input: HeldOutInput): Promise<HeldOutOrigin[]> {
  const { engine, origins, terms } = input;
  await makeOriginsSpine(engine, origins, SPINE);
  const variants = [input.inForce, input.tuned].map((settings) => ({ settings, terms }));
  const training = { ...input, asOf: origins[0] ?? 0, tuned: undefined, moreSpines: [SPINE] };
  const trained = await trainVariants(training, variants);
  if ('impossible' in trained) return [];
  const [now, then] = trained as [TrainedModel, TrainedModel];
  const scored: HeldOutOrigin[] = [];
  for (const [place, origin] of origins.entries()) {
    input.signal?.throwIfAborted();
    const inputs = await readOrigin(input, origin, (spine) =>
      readLinkedTables(engine, { ...now.trainingTables, spine }),
    );
    const maseOf = async (model: RegisteredModel): Promise<number | null> =>
      errorsOfOrigin(await forecastFrom(input, inputs, [model])).mase;
    const [inForce, tuned] = [await maseOf(now), await maseOf(then)];
    if (inForce !== null && tuned !== null) scored.push({ origin, inForce, tuned });
    input.progress({ task: 'later days', done: place + 1, total: origins.length });
  }
  await dropLinkedTables(engine, now.trainingTables);
  return scored;
}
