/** Weights of members from all origins, and the ensemble that each origin would have had from the others. */
import {
  averageErrors,
  combine,
  learnWeights,
  type MemberWeights,
  type OriginMeans,
} from '../model/index.ts';

const HORIZON = 24;

export interface ScoredForecasts {
  /** One column a member over origins x series x leads; NaN where it has no forecast. */
  readonly forecasts: readonly Float64Array[];
  readonly truth: Float64Array;
  /** The MASE scale of the rows. */
  readonly scale: Float64Array;
  readonly origins: number;
  readonly series: number;
  readonly delayHours: number;
}

export interface WeighedMembers {
  readonly weights: MemberWeights;
  /** The ensemble's forecasts of the rows, each origin weighted by what the other origins taught. */
  readonly ensemble: Float64Array;
}

/** Learns the weights, and weighs each origin without itself. */
export function weighMembers(input: ScoredForecasts): WeighedMembers {
  const { forecasts, truth, origins, series, delayHours } = input;
  const panel = { members: forecasts.length, series, delayHours };
  const scored = originMeans(input);
  const ensemble = new Float64Array(truth.length);
  for (let origin = 0; origin < origins; origin++) {
    const others = scored.filter((_, place) => place !== origin);
    const left = learnWeights(others, panel);
    for (let i = 0; i < series * HORIZON; i++) {
      const row = origin * series * HORIZON + i;
      ensemble[row] = combine(forecasts, row, {
        weights: left.perSeries[Math.floor(i / HORIZON)] ?? left.pooled,
        factors: left.leadFactors[i % HORIZON],
      });
    }
  }
  return { weights: learnWeights(scored, panel), ensemble };
}

/** What |error| / scale is on average at each origin; a member without a forecast or an hour without a truth does not count. */
function originMeans({ forecasts, truth, scale, origins, series }: ScoredForecasts): OriginMeans[] {
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
