/** The one function that turns vectors into a forecast, with its ladder. */
import { LightGbmError, type LightGbm } from '@gridcast/lightgbm';
import { seriesValues, type HourUtc, type Logger, type Panel } from '../core/index.ts';
import { seriesName, type ModelArtefact } from './artefact.ts';
import { doubtOf, signsOf } from './doubt.ts';
import { forecastFallback, type FallbackForecast } from './fallback.ts';
import type { HistoryClock } from './history.ts';
import { bandOf } from './intervals.ts';
import { toNatural } from './link.ts';
import { predictMembers, type FittedMember } from './predict-members.ts';
import { quantileNames, type QuantileName } from './quantiles.ts';
import type { Rung } from './rung.ts';
import type { SeriesSpread } from './spreads.ts';
import { getColumn, type LinkedVectors } from './vectors.ts';
import { combine } from './weights.ts';

/** A registered model. */
export interface RegisteredModel {
  readonly version: string;
  readonly artefact: ModelArtefact;
}

export interface ForecastInput {
  /** The models to try, best first; empty where none was trained. */
  readonly models: readonly RegisteredModel[];
  /** Vectors of the origin: for each series of the panel its leads 0..23, in order. */
  readonly vectors: LinkedVectors;
  /** All series with a known value, as known at the origin. */
  readonly panel: Panel;
  /** Facts of the panel's last eight weeks and of the hours ahead. */
  readonly clock: HistoryClock;
  readonly origin: HourUtc;
  readonly delayHours: number;
  /** Clips every quantile at 0. */
  readonly nonNegative: boolean;
  /** Absent where the native library cannot be had: lower rungs forecast. */
  readonly lightgbm: LightGbm | undefined;
  readonly logger?: Logger;
}

/** Rows of one origin: for each series its 24 leads in order; parallel columns. */
export interface ForecastRows {
  readonly series: Int32Array;
  readonly lead: Int32Array;
  readonly quantiles: Readonly<Record<QuantileName, Float64Array>>;
  readonly rung: readonly Rung[];
  /** Empty where no model had a part in the row. */
  readonly modelVersion: readonly string[];
}

const HORIZON = 24;
/** A model forecasts a series of which so many hours are known, a week and a day; what it learnt are weeks. */
const LEAST_KNOWN_HOURS = 192;

/**
 * Forecasts 24 hours of every series with a known value.
 *
 * Invariants: quantiles are finite and sorted, `p50` is the point forecast; a series is forecast by one rung, the best that can
 * forecast all of its 24 hours, and a model none of which less than eight days are known or that stands still; the series' other columns do not change it.
 */
export async function forecast(input: ForecastInput): Promise<ForecastRows> {
  const rows = emptyRows(input.panel.series.length);
  const done = new Uint8Array(input.panel.series.length);
  for (const [place, model] of input.models.entries()) {
    if (done.every((flag) => flag === 1) || input.lightgbm === undefined) break;
    try {
      await forecastByModel(input, { model, rung: place === 0 ? 'model' : 'older_model', rows, done });
    } catch (thrown) {
      if (!(thrown instanceof LightGbmError)) throw thrown;
      input.logger?.warn('model cannot forecast, trying the next rung', {
        version: model.version,
        reason: thrown.message,
      });
    }
  }
  for (let series = 0; series < done.length; series++)
    if (done[series] === 0) forecastByLadder(input, series, rows);
  finish(rows, input.nonNegative);
  return rows;
}

interface MutableRows extends ForecastRows {
  readonly rung: Rung[];
  readonly modelVersion: string[];
}

function emptyRows(series: number): MutableRows {
  const length = series * HORIZON;
  return {
    series: Int32Array.from({ length }, (_, i) => Math.floor(i / HORIZON)),
    lead: Int32Array.from({ length }, (_, i) => i % HORIZON),
    quantiles: Object.fromEntries(
      quantileNames.map((name) => [name, new Float64Array(length).fill(Number.NaN)]),
    ) as unknown as Record<QuantileName, Float64Array>,
    rung: Array.from({ length }, (): Rung => 'last_value'),
    modelVersion: Array.from({ length }, () => ''),
  };
}

interface ModelTurn {
  readonly model: RegisteredModel;
  readonly rung: Rung;
  readonly rows: MutableRows;
  readonly done: Uint8Array;
}

async function forecastByModel(input: ForecastInput, turn: ModelTurn): Promise<void> {
  const { artefact, version } = turn.model;
  const fitted = await loadMembers(input.lightgbm as LightGbm, artefact);
  try {
    const forecasts = await predictMembers(fitted, { vectors: input.vectors, histories: [input] });
    const scale = getColumn(input.vectors.linear, 'scale');
    const ordinary = input.panel.series.map(
      (key) => artefact.series[seriesName(key)]?.ordinarySign ?? Number.NaN,
    );
    const powers = artefact.doubtPowers ?? { spread: 0, movement: 0 };
    const doubt = doubtOf(signsOf(input.vectors, powers), ordinary);
    for (const [series, key] of input.panel.series.entries()) {
      if (turn.done[series] === 1 || !hasWeekOfMovement(input.panel, series, scale)) continue;
      const entry = artefact.series[seriesName(key)];
      const weights = entry?.weights ?? artefact.pooledWeights;
      const points = Array.from({ length: HORIZON }, (_, lead) =>
        combine(forecasts, series * HORIZON + lead, { weights, factors: artefact.leadFactors[lead] }),
      );
      const spread = spreadOf(artefact, entry, points);
      const table = { ...artefact.intervals, perSeries: [] };
      const quantiles = points.map((predicted, lead) =>
        bandOf(table, spread, {
          predicted,
          lead,
          scale: scale[series * HORIZON + lead] as number,
          doubt: doubt[series * HORIZON + lead] as number,
        }),
      );
      if (!quantiles.every((row) => Object.values(row).every(Number.isFinite))) continue;
      for (const [lead, band] of quantiles.entries()) {
        const row = series * HORIZON + lead;
        setRow(turn.rows, row, band);
        turn.rows.rung[row] = turn.rung;
        turn.rows.modelVersion[row] = version;
      }
      turn.done[series] = 1;
    }
  } finally {
    for (const { booster } of fitted) booster?.free();
  }
}

/** Whether enough hours are known and the series moves at all: the scale of one that does not is missing. */
function hasWeekOfMovement(panel: Panel, series: number, scale: Float64Array): boolean {
  if (!Number.isFinite(scale[series * HORIZON])) return false;
  let known = 0;
  for (const value of seriesValues(panel, series)) if (!Number.isNaN(value)) known++;
  return known >= LEAST_KNOWN_HOURS;
}

/** The members of a model with their boosters loaded; the caller frees them. */
export async function loadMembers(lightgbm: LightGbm, artefact: ModelArtefact): Promise<FittedMember[]> {
  return Promise.all(
    artefact.members.map(async ({ member, features, booster }) =>
      booster === undefined
        ? { member, features }
        : { member, features, booster: await lightgbm.loadBooster(booster) },
    ),
  );
}

function spreadOf(
  artefact: ModelArtefact,
  entry: ModelArtefact['series'][string] | undefined,
  points: readonly number[],
): SeriesSpread {
  const isRatio = entry?.isRatio ?? points.every((point) => point > 0);
  const pooled = isRatio ? artefact.intervals.pooledRatio : artefact.intervals.pooledScaled;
  return { isRatio, size: entry?.size ?? pooled };
}

/** What the ladder forecasts for a series; undefined where no value is known. */
export function ladderForecast(
  { panel, clock, vectors, delayHours }: Pick<ForecastInput, 'panel' | 'clock' | 'vectors' | 'delayHours'>,
  series: number,
): FallbackForecast | undefined {
  return forecastFallback({ panel, clock, series, delayHours, likeDays: likeDaysOf(vectors, series) });
}

function forecastByLadder(input: ForecastInput, series: number, rows: MutableRows): void {
  const fallback = ladderForecast(input, series);
  if (fallback === undefined) return;
  for (let lead = 0; lead < HORIZON; lead++) {
    const row = series * HORIZON + lead;
    for (const name of quantileNames) rows.quantiles[name][row] = fallback.quantiles[name][lead] as number;
    rows.rung[row] = fallback.rung;
  }
}

/** The like-day mean in the series' unit, from the linear vectors: they exist for every series that ever moved. */
function likeDaysOf({ linear }: LinkedVectors, series: number): Float64Array {
  const [anchor, scale, valid] = [
    getColumn(linear, 'anchor_like3'),
    getColumn(linear, 'scale'),
    getColumn(linear, 'valid'),
  ];
  return Float64Array.from({ length: HORIZON }, (_, lead) => {
    const row = series * HORIZON + lead;
    return valid[row] === 1 ? toNatural('linear', anchor[row] as number, scale[row] as number) : Number.NaN;
  });
}

function setRow(rows: MutableRows, row: number, quantiles: Readonly<Record<QuantileName, number>>): void {
  for (const name of quantileNames) rows.quantiles[name][row] = quantiles[name];
}

/** Clips at 0 where values cannot be below, and keeps the quantiles in order whatever rounding did. */
function finish(rows: MutableRows, nonNegative: boolean): void {
  for (let row = 0; row < rows.series.length; row++) {
    let floor = nonNegative ? 0 : Number.NEGATIVE_INFINITY;
    for (const name of quantileNames) {
      floor = Math.max(floor, rows.quantiles[name][row] as number);
      rows.quantiles[name][row] = floor;
    }
  }
}
