/** How a registered model does on origins that it had not seen, for the promotion gate. */
import type { HourUtc } from '../core/index.ts';
import { getColumn, type RegisteredModel } from '../model/index.ts';
import { forecastFrom, groupsOfModels, readOrigin, type BacktestInput } from './backtest.ts';
import { buildVectors } from './built-vectors.ts';
import type { CalibrationReport } from './evaluate.ts';
import { errorsByOrigin } from './origin-errors.ts';

const HORIZON = 24;

/**
 * Forecasts each origin by the code that forecasts in production, lower rungs where the model cannot, and gives the errors as a
 * training's report has them; those of the naives are not asked.
 */
export async function scoreOnOrigins(
  input: Omit<BacktestInput, 'refitHours' | 'tunedAt'>,
  model: RegisteredModel,
): Promise<Pick<CalibrationReport, 'origins' | 'byOrigin'>> {
  const { origins, keyNames, series: keys } = input;
  const perOrigin = keys.length * HORIZON;
  const unknown = (): Float64Array => new Float64Array(origins.length * perOrigin).fill(Number.NaN);
  const [truth, scale, ensemble] = [unknown(), unknown(), unknown()];
  const groups = groupsOfModels([model]);
  for (const [place, origin] of origins.entries()) {
    input.signal?.throwIfAborted();
    const inputs = await readOrigin(
      input,
      origin,
      async (spine) => (await buildVectors({ ...input, spine, groups })).vectors,
    );
    const { rows } = await forecastFrom(input, inputs, [model]);
    truth.set(inputs.actual, place * perOrigin);
    scale.set(getColumn(inputs.vectors.linear, 'scale'), place * perOrigin);
    ensemble.set(rows.quantiles.p50, place * perOrigin);
    input.progress({ task: 'score the champion', done: place + 1, total: origins.length });
  }
  const columns = { truth, scale, ensemble, naive24: unknown(), naive168: unknown() };
  const facts = { origins: origins.length, rowsPerSeries: HORIZON, keyNames, keys };
  return { origins, byOrigin: errorsByOrigin({ ...facts, ...columns }) };
}

/** When and behind which delay a model was trained. */
export interface TrainedAt {
  readonly asOf: HourUtc;
  readonly delayHours: number;
}

/** The newest origins of a report, `most` of them, none of whose truths a model could have learnt from. */
export function unseenOrigins(
  { origins }: Pick<CalibrationReport, 'origins'>,
  { asOf, delayHours }: TrainedAt,
  most: number,
): readonly HourUtc[] {
  const unseen = origins.filter((origin) => origin >= asOf - delayHours);
  return unseen.slice(Math.max(0, unseen.length - most));
}
