/** The lower rungs of the ladder, forecast from the values alone, with bands from each rung's own past errors. */
import { baselineLagHours, seriesValues, type HourUtc, type Panel } from '../core/index.ts';
import { conformalQuantile, halfWidthsOf } from './half-widths.ts';
import type { HistoryClock } from './history.ts';
import { likeErrors } from './like-errors.ts';
import { bands, type QuantileName } from './quantiles.ts';
import type { Rung } from './rung.ts';

const HORIZON = 24;
const DAY = 24;
const WEEK = 168;

/** What a lower rung copies: the newest legal week or day, days of the same kind, or the last value. */
export type Copied = 'week' | 'day' | 'like3' | 'last';

/** What the forecasts of a rung are made from. */
export interface FallbackStart {
  readonly copied: Copied;
  /** The value copied at each lead. */
  readonly values: Float64Array;
  /** The hour of that value; undefined where it is a mean of several. */
  readonly hours: readonly (HourUtc | undefined)[];
}

/** 24 forecasts of one series by one rung. */
export interface FallbackForecast {
  readonly rung: Rung;
  readonly start: FallbackStart;
  readonly quantiles: Readonly<Record<QuantileName, Float64Array>>;
}

/** What the caller knows of a series beside its values. */
export interface FallbackInput {
  readonly panel: Panel;
  /** What hours and days the panel's last weeks were. */
  readonly clock: HistoryClock;
  readonly series: number;
  readonly delayHours: number;
  /** Mean of the newest days of the same kind at each lead, in the series' unit; used where a legal season is known too. */
  readonly likeDays?: Float64Array;
}

/**
 * The best rung that a series has the hours for: last week at the level of the last day (only below a day of delay), days of
 * the same kind, the newest legal week or day, the last value. Undefined where no value is known.
 */
export function forecastFallback(input: FallbackInput): FallbackForecast | undefined {
  const values = seriesValues(input.panel, input.series);
  const last = values.findLastIndex((value) => !Number.isNaN(value));
  if (last < 0) return undefined;
  const naive = seasonal(values, input);
  const point = levelRatio(values, input) ?? (naive && likeDays(input)) ?? naive ?? lastValue(values, last);
  const spreads = likeSpreads(input, point) ?? spreadsOf(values, point, input.delayHours);
  return {
    rung: point.rung,
    start: startOf(input.panel, values, point),
    quantiles: quantilesOf(point.values, spreads),
  };
}

interface PointForecast {
  readonly rung: Rung;
  readonly values: Float64Array;
  readonly copied: Copied;
  /** By lead the place of the value that was copied; absent where means were. */
  readonly places?: Int32Array;
  /** The lag whose past errors tell the bands; undefined: those of holding the last value. */
  readonly lagHours?: number;
}

function startOf({ startHour }: Panel, values: Float64Array, point: PointForecast): FallbackStart {
  const { copied, places } = point;
  if (places === undefined)
    return { copied, values: point.values, hours: Array.from(point.values, () => undefined) };
  return {
    copied,
    values: Float64Array.from(places, (place) => values[place] as number),
    hours: Array.from(places, (place) => startHour + place),
  };
}

function levelRatio(values: Float64Array, { delayHours }: FallbackInput): PointForecast | undefined {
  if (delayHours >= DAY) return undefined;
  const last = values.length - 1;
  const origin = last + 1 + delayHours;
  const [now, before] = [sum(values, last - DAY + 1), sum(values, last - DAY + 1 - WEEK)];
  const places = Int32Array.from(leads((lead) => origin + lead - baselineLagHours(WEEK, delayHours)));
  const week = leads((lead) => values[places[lead] as number] ?? Number.NaN);
  if (Number.isNaN(now) || Number.isNaN(before) || week.some(Number.isNaN)) return undefined;
  const ratio = now > 0 && before > 0 ? now / before : undefined;
  const shift = (now - before) / DAY;
  const point = week.map((value) => (ratio === undefined ? value + shift : value * ratio));
  const lagHours = baselineLagHours(WEEK, delayHours);
  return { rung: 'level_ratio', values: point, copied: 'week', places, lagHours };
}

/** The sum of 24 values from an index; NaN where one is missing. */
function sum(values: Float64Array, from: number): number {
  if (from < 0) return Number.NaN;
  let total = 0;
  for (let i = from; i < from + DAY; i++) total += values[i] as number;
  return total;
}

function likeDays({ likeDays, delayHours }: FallbackInput): PointForecast | undefined {
  if (likeDays === undefined || likeDays.some(Number.isNaN)) return undefined;
  const lagHours = baselineLagHours(WEEK, delayHours);
  return { rung: 'seasonal_naive', values: likeDays, copied: 'like3', lagHours };
}

/** The newest legal value of the same hour of the week, else of the day; each hour may reach back as far as it must. */
function seasonal(values: Float64Array, { delayHours }: FallbackInput): PointForecast | undefined {
  const origin = values.length + delayHours;
  for (const season of [WEEK, DAY]) {
    let lagHours = baselineLagHours(season, delayHours);
    const places = new Int32Array(HORIZON).fill(-1);
    const point = leads((lead) => {
      for (let lag = baselineLagHours(season, delayHours); lag <= origin + lead; lag += season) {
        const value = values[origin + lead - lag] as number;
        if (Number.isNaN(value)) continue;
        lagHours = Math.max(lagHours, lag);
        places[lead] = origin + lead - lag;
        return value;
      }
      return Number.NaN;
    });
    const copied = season === WEEK ? 'week' : 'day';
    if (!point.some(Number.isNaN)) return { rung: 'seasonal_naive', values: point, copied, places, lagHours };
  }
  return undefined;
}

function lastValue(values: Float64Array, last: number): PointForecast {
  const places = new Int32Array(HORIZON).fill(last);
  return { rung: 'last_value', values: leads(() => values[last] as number), copied: 'last', places };
}

function leads(value: (lead: number) => number): Float64Array {
  return Float64Array.from({ length: HORIZON }, (_, lead) => value(lead));
}

const LEAST_ERRORS = 24;

/** Half-widths of the bands by share and lead where days of the same kind are copied: learnt as a model's, from the errors of that very rule. */
function likeSpreads(input: FallbackInput, { copied }: PointForecast): Map<number, Float64Array> | undefined {
  if (copied !== 'like3') return undefined;
  const errors = likeErrors(input);
  if (errors.scores.filter((one) => !Number.isNaN(one)).length < LEAST_ERRORS) return undefined;
  const widths = halfWidthsOf(errors);
  return new Map(bands.map(({ share }) => [share, leads(() => widths[String(share)] as number)]));
}

/** Half-widths of the bands by share and lead: quantiles of the rung's own past errors. */
function spreadsOf(
  values: Float64Array,
  point: PointForecast,
  delayHours: number,
): Map<number, Float64Array> {
  const seasonalErrors = point.lagHours === undefined ? [] : stepsOver(values, point.lagHours);
  const fallback = Math.max(...values.filter((value) => !Number.isNaN(value)).map(Math.abs));
  const widths = new Map<number, Float64Array>();
  for (const { share } of bands) {
    const half = leads((lead) => {
      const errors =
        seasonalErrors.length >= LEAST_ERRORS ? seasonalErrors : stepsOver(values, 1 + delayHours + lead);
      return errors.length >= 8 ? conformalQuantile(errors, share) : share * fallback;
    });
    widths.set(share, runningMaximum(half, point.lagHours === undefined));
  }
  return widths;
}

/** Sizes of change over a lag, ascending. */
function stepsOver(values: Float64Array, lag: number): number[] {
  const steps: number[] = [];
  for (let i = lag; i < values.length; i++) {
    const step = Math.abs((values[i] as number) - (values[i - lag] as number));
    if (!Number.isNaN(step)) steps.push(step);
  }
  return steps.sort((a, b) => a - b);
}

/** A band that was held for a lead is at least as wide later on, where it grows with the lead. */
function runningMaximum(half: Float64Array, grows: boolean): Float64Array {
  if (!grows) return half;
  let widest = 0;
  return half.map((width) => (widest = Math.max(widest, width)));
}

function quantilesOf(
  point: Float64Array,
  spreads: ReadonlyMap<number, Float64Array>,
): Record<QuantileName, Float64Array> {
  const out = { p50: point } as Record<QuantileName, Float64Array>;
  for (const { lower, upper, share } of bands) {
    const half = spreads.get(share) as Float64Array;
    out[lower] = point.map((value, lead) => value - (half[lead] as number));
    out[upper] = point.map((value, lead) => value + (half[lead] as number));
  }
  return out;
}
