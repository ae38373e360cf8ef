/** Weights and bands from forecasts of origins that the fitted members had not seen. */
import {
  doubtOf,
  getColumn,
  learnDoubtPowers,
  learnIntervals,
  measureResiduals,
  ordinarySigns,
  signsOf,
  type DoubtPowers,
  type LearntIntervals,
  type LinkedVectors,
  type MemberWeights,
  type Residuals,
} from '../model/index.ts';
import { weighMembers } from './weigh-members.ts';

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
  const scale = getColumn(vectors.linear, 'scale');
  const { weights, ensemble } = weighMembers({ forecasts, truth, scale, origins, series, delayHours });
  const measured = {
    series: Int32Array.from(truth, (_, row) => Math.floor(row / HORIZON) % series),
    actual: truth,
    predicted: ensemble,
    scale,
  };
  const sizes = measureResiduals(measured, series);
  const doubtPowers = learnDoubtPowers({ vectors, sizes, series });
  const signs = signsOf(vectors, doubtPowers);
  const ordinary = ordinarySigns(signs, series);
  const residuals: Residuals = { ...measured, doubt: doubtOf(signs, ordinary) };
  const intervals = learnIntervals(residuals, { series, delayHours, sizes });
  return { weights, intervals, ensemble, residuals, doubtPowers, ordinarySigns: ordinary };
}
