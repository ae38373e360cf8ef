/** How each member, the ensemble and the baselines did on the calibration origins. */
import {
  coverage,
  forecastErrors,
  type ForecastErrors,
  type HourUtc,
  type ScoredRows,
  type SeriesKey,
} from '../core/index.ts';
import {
  bandOf,
  bands,
  coverageOfSums,
  getColumn,
  learnErrorCorrelation,
  toNatural,
  type LinkedVectors,
} from '../model/index.ts';
import type { Calibration } from './calibrate.ts';
import type { BandEnds } from './calibration-rows.ts';
import { errorsByOrigin, type OriginErrors } from './origin-errors.ts';
import type { TrainingPlan } from './plan.ts';
import { scoredSums } from './scored-sums.ts';

const HORIZON = 24;

export interface EvaluationInput {
  readonly names: readonly string[];
  readonly forecasts: readonly Float64Array[];
  readonly vectors: LinkedVectors;
  readonly truth: Float64Array;
  readonly series: number;
  readonly keyNames: readonly string[];
  /** Of the scored series, in their order. */
  readonly keys: readonly SeriesKey[];
  readonly calibration: Calibration;
  readonly plan: TrainingPlan;
}

/** One line of the member table. */
export interface MemberLine {
  readonly name: string;
  /** The member's share over the panel; null for baselines and the ensemble. */
  readonly weight: number | null;
  readonly errors: ForecastErrors;
}

/** The rolling-origin evaluation that comes with every model; JSON-safe. */
export interface CalibrationReport {
  readonly origins: readonly HourUtc[];
  readonly historyHours: number;
  /** The ensemble first, then members, then baselines. */
  readonly lines: readonly MemberLine[];
  /** Share of truths inside each central band, by its nominal share; a row's band is learnt without its own origin. */
  readonly coverage: Readonly<Record<string, number | null>>;
  /** How far errors of two series go together, 0 to 1: bands of sums are made from it. Absent in reports of earlier versions. */
  readonly errorCorrelation?: number;
  /** As `coverage`, of sums over all series and over each value of a key; the correlation was chosen on the same origins. */
  readonly coverageOfSums?: Readonly<Record<string, number | null>>;
  /** Errors apart for each origin; absent in reports of earlier versions. */
  readonly byOrigin?: OriginErrors;
}

/**
 * Scores the ensemble (weights and bands learnt without the row's own origin), the members and both seasonal naives.
 *
 * @param heldOut the bands of `heldOutBands`
 */
export function evaluateCalibration(input: EvaluationInput, heldOut: readonly BandEnds[]): CalibrationReport {
  const { names, forecasts, calibration, plan, vectors } = input;
  const rows = scoredRows(input);
  const score = (predicted: Float64Array): ForecastErrors => forecastErrors({ ...rows, predicted });
  const perMember = names.map((name, m) => ({
    name,
    weight: calibration.weights.pooled[m] ?? 0,
    errors: score(forecasts[m] as Float64Array),
  }));
  const [naive24, naive168] = [anchorForecast(vectors, 'anchor_day'), anchorForecast(vectors, 'anchor_week')];
  const { ensemble } = calibration;
  return {
    origins: plan.calibrationOrigins,
    historyHours: plan.facts.historyHours,
    lines: [
      { name: 'ensemble', weight: null, errors: score(ensemble) },
      ...perMember,
      { name: 'naive_24', weight: null, errors: score(naive24) },
      { name: 'naive_168', weight: null, errors: score(naive168) },
    ],
    coverage: Object.fromEntries(
      heldOut.map(({ lower, upper }, place) => [
        String(bands[place]?.share),
        coverage(input.truth, lower, upper),
      ]),
    ),
    ...sumsOf(input, heldOut),
    byOrigin: errorsByOrigin({
      ...input,
      origins: plan.calibrationOrigins.length,
      rowsPerSeries: HORIZON,
      scale: getColumn(vectors.linear, 'scale'),
      ensemble,
      naive24,
      naive168,
    }),
  };
}

function sumsOf(
  input: EvaluationInput,
  ends: readonly BandEnds[],
): Pick<CalibrationReport, 'errorCorrelation' | 'coverageOfSums'> {
  const scopes = scoredSums({ ...input, ensemble: input.calibration.ensemble, ends });
  const shares = bands.map(({ share }) => share);
  const errorCorrelation = learnErrorCorrelation(scopes, shares);
  const held = scopes.map((scope) => coverageOfSums(scope, errorCorrelation));
  const means = shares.map((share, band): [string, number | null] => {
    const known = held.map((scope) => scope[band] ?? Number.NaN).filter(Number.isFinite);
    const sum = known.reduce((total, one) => total + one, 0);
    return [String(share), known.length === 0 ? null : sum / known.length];
  });
  return { errorCorrelation, coverageOfSums: Object.fromEntries(means) };
}

/** What the forecasts of the rows are scored by. */
function scoredRows({ truth, vectors, series, plan }: EvaluationInput): Omit<ScoredRows, 'predicted'> {
  const scale = getColumn(vectors.linear, 'scale');
  return {
    origin: truth.map((_, row) => plan.calibrationOrigins[Math.floor(row / (series * HORIZON))] ?? 0),
    series: truth.map((_, row) => Math.floor(row / HORIZON) % series),
    actual: truth,
    absoluteScale: scale,
    squareScale: scale,
  };
}

function anchorForecast({ linear }: LinkedVectors, name: string): Float64Array {
  const [anchor, scale] = [getColumn(linear, name), getColumn(linear, 'scale')];
  return anchor.map((z, row) => toNatural('linear', z, scale[row] as number));
}

/** The bands of each row, learnt without its own origin and its neighbours in time; none where too little is known. */
export function heldOutBands({
  calibration,
  truth,
  series,
}: Pick<EvaluationInput, 'calibration' | 'truth' | 'series'>): readonly BandEnds[] {
  const { residuals, ensemble, intervals } = calibration;
  if (intervals === undefined) return [];
  const ends = bands.map(() => ({
    lower: new Float64Array(truth.length).fill(Number.NaN),
    upper: new Float64Array(truth.length).fill(Number.NaN),
  }));
  for (let row = 0; row < truth.length; row++) {
    const table = intervals.heldOut(row);
    const spread = table?.perSeries[Math.floor(row / HORIZON) % series];
    if (table === undefined || spread == null) continue;
    const band = bandOf(table, spread, {
      predicted: ensemble[row] as number,
      scale: residuals.scale[row] as number,
      lead: row % HORIZON,
      doubt: residuals.doubt[row] as number,
    });
    for (const [place, { lower, upper }] of bands.entries()) {
      const end = ends[place];
      if (end === undefined) continue;
      end.lower[row] = band[lower];
      end.upper[row] = band[upper];
    }
  }
  return ends;
}
