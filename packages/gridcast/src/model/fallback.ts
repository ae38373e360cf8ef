/** The lower rungs of the ladder, forecast from the values alone, with bands from each rung's own past errors. */
import { baselineLagHours, seriesValues, type Panel } from '../core/index.ts';
import { bands, type QuantileName } from './quantiles.ts';
import type { Rung } from './rung.ts';

const HORIZON = 24;
const DAY = 24;
const WEEK = 168;

/** 24 forecasts of one series by one rung. */
export interface FallbackForecast {
  readonly rung: Rung;
  readonly quantiles: Readonly<Record<QuantileName, Float64Array>>;
}

/** What the caller knows of a series beside its values. */
export interface FallbackInput {
  readonly panel: Panel;
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
  const spreads = spreadsOf(values, point, input.delayHours);
  return { rung: point.rung, quantiles: quantilesOf(point.values, spreads) };
}

interface PointForecast {
  readonly rung: Rung;
  readonly values: Float64Array;
  /** The lag whose past errors tell the bands; undefined: those of holding the last value. */
  readonly lagHours?: number;
}

function levelRatio(values: Float64Array, { delayHours }: FallbackInput): PointForecast | undefined {
  if (delayHours >= DAY) return undefined;
  const last = values.length - 1;
  const origin = last + 1 + delayHours;
  const [now, before] = [sum(values, last - DAY + 1), sum(values, last - DAY + 1 - WEEK)];
  const week = leads((lead) => values[origin + lead - baselineLagHours(WEEK, delayHours)] ?? Number.NaN);
  if (Number.isNaN(now) || Number.isNaN(before) || week.some(Number.isNaN)) return undefined;
  const ratio = now > 0 && before > 0 ? now / before : undefined;
  const shift = (now - before) / DAY;
  const point = week.map((value) => (ratio === undefined ? value + shift : value * ratio));
  return { rung: 'level_ratio', values: point, lagHours: baselineLagHours(WEEK, delayHours) };
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
  return { rung: 'seasonal_naive', values: likeDays, lagHours: baselineLagHours(WEEK, delayHours) };
}

/** The newest legal value of the same hour of the week, else of the day; each hour may reach back as far as it must. */
function seasonal(values: Float64Array, { delayHours }: FallbackInput): PointForecast | undefined {
  const origin = values.length + delayHours;
  for (const season of [WEEK, DAY]) {
    let lagHours = baselineLagHours(season, delayHours);
    const point = leads((lead) => {
      for (let lag = baselineLagHours(season, delayHours); lag <= origin + lead; lag += season) {
        const value = values[origin + lead - lag] as number;
        if (Number.isNaN(value)) continue;
        lagHours = Math.max(lagHours, lag);
        return value;
      }
      return Number.NaN;
    });
    if (!point.some(Number.isNaN)) return { rung: 'seasonal_naive', values: point, lagHours };
  }
  return undefined;
}

function lastValue(values: Float64Array, last: number): PointForecast {
  return { rung: 'last_value', values: leads(() => values[last] as number) };
}

function leads(value: (lead: number) => number): Float64Array {
  return Float64Array.from({ length: HORIZON }, (_, lead) => value(lead));
}

const LEAST_ERRORS = 24;

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
      return errors.length >= 8 ? quantile(errors, share) : share * fallback;
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

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length + 1) * share) - 1)] ?? 0;
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
