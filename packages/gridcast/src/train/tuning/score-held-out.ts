/** The whole ensemble, tuned and as it is in force, on the origins that no trial has seen. */
import type { LightGbm } from '@gridcast/lightgbm';
import type { RegisteredModel } from '../../model/index.ts';
import { errorsOfOrigin, forecastFrom, readOrigin, type BacktestInput } from '../backtest.ts';
import { readSpine, takeVectors, type BuiltVectors } from '../built-vectors.ts';
import { makeOriginsSpine } from '../feature-rows.ts';
import type { TrainingPlan } from '../plan.ts';
import { makeTrainingSpines, trainVariants, type TrainedModel } from '../train-model.ts';
import type { Settings } from './space.ts';
import type { HeldOutOrigin, TuningTerms } from './tuned-configuration.ts';

export interface HeldOutInput extends Omit<BacktestInput, 'refitHours' | 'tunedAt'> {
  readonly terms: TuningTerms;
  readonly inForce: Settings;
  readonly tuned: Settings;
  /** More of LightGBM, to fit so many members more at once. */
  readonly besides: readonly LightGbm[];
  /** Vectors of the spines of `makeHeldOutSpines`, on all groups that either reads. */
  readonly built: BuiltVectors;
}

const SPINE = 'held_out_spine';

/** Makes the spines whose vectors `scoreHeldOut` reads. */
export async function makeHeldOutSpines(
  input: Pick<HeldOutInput, 'engine' | 'origins' | 'maxRows' | 'seed'>,
  plan: TrainingPlan,
): Promise<readonly string[]> {
  const { engine, origins } = input;
  await makeOriginsSpine(engine, origins, SPINE);
  return [SPINE, ...(await makeTrainingSpines({ ...input, asOf: origins[0] ?? 0 }, plan))];
}

/**
 * Trains both as of the first origin and forecasts all of them, by the code that trains and forecasts in production. An origin that cannot be scored is left out.
 */
export async function scoreHeldOut(input: HeldOutInput): Promise<HeldOutOrigin[]> {
  const { engine, origins, terms, built } = input;
  const variants = [input.inForce, input.tuned].map((settings) => ({ settings, terms }));
  const training = { ...input, asOf: origins[0] ?? 0, tuned: undefined };
  const trained = await trainVariants(training, variants);
  if ('impossible' in trained) return [];
  const [now, then] = trained as [TrainedModel, TrainedModel];
  const scored: HeldOutOrigin[] = [];
  for (const [place, origin] of origins.entries()) {
    input.signal?.throwIfAborted();
    const inputs = await readOrigin(
      input,
      origin,
      async (spine) => takeVectors(built, await readSpine(engine, spine)).vectors,
    );
    const maseOf = async (model: RegisteredModel): Promise<number | null> =>
      errorsOfOrigin(await forecastFrom(input, inputs, [model])).mase;
    const [inForce, tuned] = [await maseOf(now), await maseOf(then)];
    if (inForce !== null && tuned !== null) scored.push({ origin, inForce, tuned });
    input.progress({ task: 'later days', done: place + 1, total: origins.length });
  }
  return scored;
}
