/** Weights and bands from forecasts of origins that the fitted members had not seen. */
import {
  averageErrors,
  combine,
  doubtOf,
  getColumn,
  learnDoubtPowers,
  learnIntervals,
  learnWeights,
  measureResiduals,
  ordinarySigns,
  signsOf,
  type DoubtPowers,
  type LearntIntervals,
  type LinkedVectors,
  type MemberWeights,
  type OriginMeans,
  type Residuals,
} from '../model/index.ts';

const HORIZON = 24;

export interface CalibrationInput {
  /** One column a member over origins x series x leads. */
  readonly forecasts: readonly Float64Array[];
  readonly vectors: LinkedVectors;
  readonly truth: Float64Array;
  readonly origins: number;
  readonly series: number;
  readonly delayHours: number;
}

export interface Calibration {
  readonly weights: MemberWeights;
  readonly intervals: LearntIntervals | undefined;
  /** The ensemble's forecasts of the calibration rows, each origin weighted by what the other origins taught. */
  readonly ensemble: Float64Array;
  /** What bands are learnt from. */
  readonly residuals: Residuals;
  /** What makes rows of the bands less sure than others. */
  readonly doubtPowers: DoubtPowers;
  /** The signs of doubt that are ordinary for each series. */
  readonly ordinarySigns: readonly number[];
}

/** Learns weights from all origins; bands from residuals of weights that leave the row's own origin out. */
export function calibrate(input: CalibrationInput): Calibration {
  const { forecasts, vectors, truth, origins, series, delayHours } = input;
  const scored = originMeans(input);
  const weights = learnWeights(scored, { members: forecasts.length, series, delayHours });
  const ensemble = new Float64Array(truth.length);
  for (let origin = 0; origin < origins; origin++) {
    const others = scored.filter((_, place) => place !== origin);
    const left = learnWeights(others, { members: forecasts.length, series, delayHours });
    for (let i = 0; i < series * HORIZON; i++) {
      const row = origin * series * HORIZON + i;
      ensemble[row] = combine(forecasts, row, {
        weights: left.perSeries[Math.floor(i / HORIZON)] ?? left.pooled,
        factors: left.leadFactors[i % HORIZON],
      });
    }
  }
  const measured = {
    series: Int32Array.from(truth, (_, row) => Math.floor(row / HORIZON) % series),
    actual: truth,
    predicted: ensemble,
    scale: getColumn(vectors.linear, 'scale'),
  };
  const sizes = measureResiduals(measured, series);
  const doubtPowers = learnDoubtPowers({ vectors, sizes, series });
  const signs = signsOf(vectors, doubtPowers);
  const ordinary = ordinarySigns(signs, series);
  const residuals: Residuals = { ...measured, doubt: doubtOf(signs, ordinary) };
  const intervals = learnIntervals(residuals, { series, delayHours, sizes });
  return { weights, intervals, ensemble, residuals, doubtPowers, ordinarySigns: ordinary };
}

/** What |error| / scale is on average at each origin; a member without a forecast or an hour without a truth does not count. */
function originMeans({ forecasts, vectors, truth, origins, series }: CalibrationInput): OriginMeans[] {
  const scale = getColumn(vectors.linear, 'scale');
  const perOrigin = series * HORIZON;
  return Array.from({ length: origins }, (_, origin) => {
    const errors = forecasts.map((forecast) => {
      const out = new Float64Array(perOrigin);
      for (let i = 0, row = origin * perOrigin; i < perOrigin; i++, row++)
        out[i] = Math.abs((truth[row] as number) - (forecast[row] as number)) / (scale[row] as number);
      return out;
    });
    return averageErrors(errors);
  });
}
