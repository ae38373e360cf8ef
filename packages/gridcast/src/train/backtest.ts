/** Rolling-origin evaluation through the very code that trains and forecasts in production. */
import type { LightGbm } from '@gridcast/lightgbm';
import {
  baselineLagHours,
  coverage,
  forecastErrors,
  pinballLoss,
  seasonalScale,
  type SeasonalScale,
  seriesValues,
  type CovariateFacts,
  type ForecastErrors,
  type HourUtc,
  type Logger,
  type Panel,
  type ProgressListener,
  type SeriesKey,
} from '../core/index.ts';
import { forecastClock, type Calendar } from '../features/index.ts';
import {
  bands,
  forecast,
  quantileLevel,
  quantileNames,
  type ForecastRows,
  type HistoryClock,
  type LinkedVectors,
  type RegisteredModel,
  type Rung,
} from '../model/index.ts';
import { readPanel, type SqlEngine } from '../store/index.ts';
import type { CalibrationReport } from './evaluate.ts';
import { buildVectors } from './built-vectors.ts';
import { makeOriginsSpine, truthOf } from './feature-rows.ts';
import { groupsOf, type PlanInput } from './plan.ts';
import { trainModel } from './train-model.ts';

const HORIZON = 24;
const ORIGIN_SPINE = 'origin_spine';

export interface BacktestInput {
  /** Holds `series` and `observation_versions` with the truths of all origins. */
  readonly engine: SqlEngine;
  readonly lightgbm: LightGbm | undefined;
  readonly keyNames: readonly string[];
  readonly series: readonly SeriesKey[];
  /** Ascending. */
  readonly origins: readonly HourUtc[];
  readonly delayHours: number;
  /** A model is trained anew where the last one is at least so old; 0 trains at every origin. */
  readonly refitHours: number;
  readonly calendar: Calendar;
  /** As they were loaded into the engine. */
  readonly covariates: readonly CovariateFacts[];
  readonly nonNegative: boolean;
  readonly seed: number;
  readonly maxRows: number;
  /** The tuned configuration in force at an origin. */
  readonly tunedAt?: (origin: HourUtc) => Promise<PlanInput['tuned']>;
  readonly progress: ProgressListener;
  readonly logger: Logger;
  readonly signal?: AbortSignal | undefined;
}

/** What one origin gave. */
export interface BacktestOrigin {
  readonly origin: HourUtc;
  readonly rows: ForecastRows;
  /** The truth of each row; NaN where unknown. */
  readonly actual: Float64Array;
  /** Forecasts of the seasonal naives and of last week at yesterday's level, by name. */
  readonly baselines: Readonly<Record<string, Float64Array>>;
  readonly absoluteScale: Float64Array;
  readonly squareScale: Float64Array;
  /** Why no model was trained, where none was. */
  readonly withoutModel?: string;
  /** The evaluation that came with the model trained at this origin. */
  readonly calibration?: CalibrationReport;
}

/** Forecasts each origin from what was known there; published forecasts are never touched. */
export async function* backtest(input: BacktestInput): AsyncGenerator<BacktestOrigin> {
  let current: { readonly trainedAt: HourUtc; readonly models: RegisteredModel[] } | undefined;
  for (const [place, origin] of input.origins.entries()) {
    input.signal?.throwIfAborted();
    let facts: Pick<BacktestOrigin, 'withoutModel' | 'calibration'> = {};
    if (current === undefined || origin - current.trainedAt >= Math.max(1, input.refitHours)) {
      const trained = await trainModel({ ...input, asOf: origin, tuned: await input.tunedAt?.(origin) });
      current = { trainedAt: origin, models: 'impossible' in trained ? [] : [trained] };
      facts =
        'impossible' in trained ? { withoutModel: trained.impossible } : { calibration: trained.report };
    }
    yield { ...(await forecastOrigin(input, origin, current.models)), ...facts };
    input.progress({ task: 'backtest', done: place + 1, total: input.origins.length });
  }
}

/** What forecasts of one origin are made from and judged by, whatever the models. */
export interface OriginInputs {
  readonly origin: HourUtc;
  readonly panel: Panel;
  readonly vectors: LinkedVectors;
  readonly clock: HistoryClock;
  /** In the order of a forecast's rows; NaN where unknown. */
  readonly actual: Float64Array;
}

type OriginOptions = Omit<BacktestInput, 'origins' | 'refitHours'>;

/** Forecasts one origin with some models, the first that can. */
async function forecastOrigin(
  input: OriginOptions,
  origin: HourUtc,
  models: readonly RegisteredModel[],
): Promise<BacktestOrigin> {
  const groups = groupsOfModels(models);
  const inputs = await readOrigin(
    input,
    origin,
    async (spine) => (await buildVectors({ ...input, spine, groups })).vectors,
  );
  return forecastFrom(input, inputs, models);
}

/** Reads what is known at an origin, its vectors by the name of its spine. */
export async function readOrigin(
  input: OriginOptions,
  origin: HourUtc,
  readVectors: (spine: string) => Promise<LinkedVectors>,
): Promise<OriginInputs> {
  const { engine } = input;
  const panel = await readPanel(engine, { ...input, originHour: origin });
  await makeOriginsSpine(engine, [origin], ORIGIN_SPINE);
  return {
    origin,
    panel,
    vectors: await readVectors(ORIGIN_SPINE),
    clock: forecastClock(input.calendar, panel, origin),
    actual: await truthOf(engine, ORIGIN_SPINE, 2_147_483_647),
  };
}

/** Forecasts an origin with some models, the first that can. */
export async function forecastFrom(
  input: OriginOptions,
  { actual, ...known }: OriginInputs,
  models: readonly RegisteredModel[],
): Promise<BacktestOrigin> {
  const { delayHours } = input;
  const { origin, panel } = known;
  const rows = await forecast({ ...input, ...known, models });
  const perRow = (value: (series: number, lead: number) => number): Float64Array =>
    Float64Array.from(rows.series, (series, i) => value(series, rows.lead[i] as number));
  const { absolute, square } = scalesOf(panel);
  const past = (series: number, hoursBack: number, lead: number): number =>
    seriesValues(panel, series)[panel.hours + delayHours + lead - hoursBack] ?? Number.NaN;
  const lag = (season: number): number => baselineLagHours(season, delayHours);
  return {
    origin,
    rows,
    actual,
    baselines: {
      naive_24: perRow((s, lead) => past(s, lag(24), lead)),
      naive_168: perRow((s, lead) => past(s, lag(168), lead)),
      level_ratio: perRow((s, lead) => past(s, lag(168), lead) * levelRatio(panel, s)),
    },
    absoluteScale: perRow((s) => absolute[s] as number),
    squareScale: perRow((s) => square[s] as number),
  };
}

/** The scales of the series, an item each: of what is known at the origin. */
function scalesOf(panel: Panel): Record<keyof SeasonalScale, Float64Array> {
  const count = panel.series.length;
  const scales = { absolute: new Float64Array(count), square: new Float64Array(count) };
  for (let s = 0; s < count; s++) {
    const scale = seasonalScale(seriesValues(panel, s));
    scales.absolute[s] = scale.absolute;
    scales.square[s] = scale.square;
  }
  return scales;
}

/** The errors of an origin's point forecasts. */
export function errorsOfOrigin({
  origin,
  rows,
  actual,
  absoluteScale,
  squareScale,
}: BacktestOrigin): ForecastErrors {
  const { series, quantiles } = rows;
  const origins = new Float64Array(series.length).fill(origin);
  return forecastErrors({
    origin: origins,
    series,
    actual,
    predicted: quantiles.p50,
    absoluteScale,
    squareScale,
  });
}

/** The groups of columns that the members of some models read. */
export function groupsOfModels(models: readonly RegisteredModel[]): readonly string[] {
  const members = models.flatMap(({ artefact }) => artefact.members.map(({ member }) => member));
  return members.length === 0 ? ['core'] : groupsOf(members);
}

/** The last known 24 hours over the same a week before; NaN where one is not known or not above 0. */
function levelRatio(panel: Panel, series: number): number {
  const values = seriesValues(panel, series);
  const sum = (end: number): number => {
    if (end < HORIZON) return Number.NaN;
    return values.subarray(end - HORIZON, end).reduce((total, value) => total + value, 0);
  };
  const [now, before] = [sum(values.length), sum(values.length - 168)];
  return now > 0 && before > 0 ? now / before : Number.NaN;
}

/** The summary of a backtest; JSON-safe. */
export interface BacktestReport {
  readonly origins: readonly HourUtc[];
  readonly forecast: ForecastErrors;
  readonly baselines: Readonly<Record<string, ForecastErrors>>;
  readonly byOrigin: readonly { readonly origin: HourUtc; readonly errors: ForecastErrors }[];
  readonly byLead: readonly { readonly lead: number; readonly errors: ForecastErrors }[];
  readonly bySeries: readonly { readonly series: number; readonly errors: ForecastErrors }[];
  readonly rungs: Readonly<Partial<Record<Rung, number>>>;
  readonly coverage: Readonly<Record<string, number | null>>;
  readonly pinball: Readonly<Record<string, number | null>>;
}

/** Errors of all origins together, by origin, lead and series, beside the baselines'. */
export function summariseBacktest(results: readonly BacktestOrigin[]): BacktestReport {
  const join = (pick: (result: BacktestOrigin) => ArrayLike<number>): Float64Array =>
    Float64Array.from(results.flatMap((result) => Array.from(pick(result))));
  const columns = {
    origin: join(({ origin, rows }) => new Float64Array(rows.series.length).fill(origin)),
    series: join(({ rows }) => rows.series),
    actual: join(({ actual }) => actual),
    absoluteScale: join(({ absoluteScale }) => absoluteScale),
    squareScale: join(({ squareScale }) => squareScale),
  };
  const quantile = Object.fromEntries(
    quantileNames.map((name) => [name, join(({ rows }) => rows.quantiles[name])]),
  );
  const lead = join(({ rows }) => rows.lead);
  const errors = (predicted: Float64Array, keep?: (row: number) => boolean): ForecastErrors =>
    forecastErrors({ ...columns, predicted }, keep);
  const p50 = quantile['p50'] ?? new Float64Array();
  const rungs: Partial<Record<Rung, number>> = {};
  for (const { rows } of results) for (const rung of rows.rung) rungs[rung] = (rungs[rung] ?? 0) + 1;
  const series = [...new Set(columns.series)].sort((a, b) => a - b);
  return {
    origins: results.map(({ origin }) => origin),
    forecast: errors(p50),
    baselines: Object.fromEntries(
      Object.keys(results[0]?.baselines ?? {}).map((name) => [
        name,
        errors(join((r) => r.baselines[name] ?? [])),
      ]),
    ),
    byOrigin: results.map(({ origin }) => ({
      origin,
      errors: errors(p50, (row) => columns.origin[row] === origin),
    })),
    byLead: Array.from({ length: HORIZON }, (_, l) => ({
      lead: l,
      errors: errors(p50, (row) => lead[row] === l),
    })),
    bySeries: series.map((s) => ({ series: s, errors: errors(p50, (row) => columns.series[row] === s) })),
    rungs,
    coverage: Object.fromEntries(
      bands.map((band) => [
        String(band.share),
        coverage(columns.actual, quantile[band.lower] ?? [], quantile[band.upper] ?? []),
      ]),
    ),
    pinball: Object.fromEntries(
      quantileNames.map((name) => [
        name,
        pinballLoss(columns.actual, quantile[name] ?? [], quantileLevel(name)),
      ]),
    ),
  };
}
