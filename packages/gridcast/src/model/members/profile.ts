/**
 * The profile member: exponential smoothing of whole days. The shape of the day comes from days of the same kind, the newest most;
 * the level from the last days, whatever their kind.
 *
 * Source: the idea of Taylor (2003), double seasonal exponential smoothing, on blocks of 24 hours with kinds of days.
 */
import { recentValues, type History } from '../history.ts';

export interface ProfileMember {
  readonly kind: 'profile';
  readonly name: string;
}

const HOURS = 24;
/** What a day's weight in the shape falls to in three days. */
const SHAPE_FADE = 0.65;
const SHAPE_DAYS = 3;
const OTHER_KIND_WEIGHT = 0.03;
const SAME_WEEKDAY_WEIGHT = 1.5;
const HOLIDAY_SHAPE_WEIGHT = 0.1;
/** What a day's weight in the level falls to in a day. */
const LEVEL_FADE = 0.45;
const HOLIDAY_LEVEL_WEIGHT = 0.2;
/** Days of a kind that count as no effect of the kind on the level. */
const EFFECT_PRIOR_DAYS = 0.5;
const LEAST_HOURS = 18;
const FIRST_UNUSUAL_CLASS = 3;

/** Forecasts of histories by series by 24 leads; NaN where a series has no whole day. */
export function predictProfile(histories: readonly History[]): Float64Array {
  const series = histories[0]?.panel.series.length ?? 0;
  const out = new Float64Array(histories.length * series * HOURS).fill(Number.NaN);
  for (const [place, history] of histories.entries()) {
    for (let s = 0; s < series; s++) {
      const forecast = profileOf(history, s);
      if (forecast !== undefined) out.set(forecast, (place * series + s) * HOURS);
    }
  }
  return out;
}

interface Block {
  readonly ageDays: number;
  readonly kind: number;
  readonly weekday: number;
  readonly isUnusual: boolean;
  readonly mean: number;
  readonly values: Float64Array;
}

function profileOf(history: History, series: number): Float64Array | undefined {
  const { values, startHour } = recentValues(history, series);
  const isRatio = !values.some((value) => value <= 0);
  const z = isRatio ? values.map(Math.log) : values;
  const blocks = blocksOf(history, z, startHour);
  if (blocks.length === 0) return undefined;
  const target = dayFacts(history, history.origin);
  const effects = effectsOf(blocks);
  const levelWeights = blocks.map(
    ({ ageDays, isUnusual }) => LEVEL_FADE ** ageDays * (isUnusual ? HOLIDAY_LEVEL_WEIGHT : 1),
  );
  const level = levelOf(blocks, levelWeights, effects) + (effects[target.kind] ?? 0);
  const shapeWeights = blocks.map(
    ({ ageDays, kind, weekday, isUnusual }) =>
      SHAPE_FADE ** (ageDays / SHAPE_DAYS) *
      (kind === target.kind ? 1 : OTHER_KIND_WEIGHT) *
      (weekday === target.weekday ? SAME_WEEKDAY_WEIGHT : 1) *
      (isUnusual ? HOLIDAY_SHAPE_WEIGHT : 1),
  );
  const forecast = shapeOf(blocks, shapeWeights).map((shape) => shape + level);
  return isRatio ? forecast.map(Math.exp) : forecast;
}

/** Days cut back from the origin, newest first, those with enough known hours. */
function blocksOf(history: History, z: Float64Array, startHour: number): Block[] {
  const blocks: Block[] = [];
  for (let start = history.origin - HOURS; start >= startHour; start -= HOURS) {
    const values = new Float64Array(HOURS).fill(Number.NaN);
    values.set(z.subarray(start - startHour, start - startHour + HOURS));
    const { count, mean } = meanOfKnown(values);
    if (count < LEAST_HOURS) continue;
    blocks.push({ ageDays: (history.origin - start) / HOURS - 1, mean, values, ...dayFacts(history, start) });
  }
  return blocks;
}

function meanOfKnown(values: Float64Array): { readonly count: number; readonly mean: number } {
  let [sum, count] = [0, 0];
  for (let hour = 0; hour < values.length; hour++) {
    const value = values[hour] as number;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return { count, mean: sum / count };
}

function dayFacts(
  { clock }: History,
  start: number,
): { readonly kind: number; readonly weekday: number; readonly isUnusual: boolean } {
  const middle = start + HOURS / 2 - clock.startHour;
  const dayClass = clock.dayClass[middle] ?? 0;
  const kind = dayClass === 1 ? 1 : dayClass === 2 || dayClass === 3 ? 2 : 0;
  return { kind, weekday: clock.weekday[middle] ?? 0, isUnusual: dayClass >= FIRST_UNUSUAL_CLASS };
}

/** By kind of day: how far its level lies from workdays', shrunk. */
function effectsOf(blocks: readonly Block[]): number[] {
  const usual = blocks.filter(({ isUnusual }) => !isUnusual);
  const meanOf = (some: readonly Block[]): number =>
    some.reduce((sum, { mean }) => sum + mean, 0) / some.length;
  const base = meanOf(usual.some(({ kind }) => kind === 0) ? usual.filter(({ kind }) => kind === 0) : blocks);
  return [0, 1, 2].map((kind) => {
    const own = usual.filter((block) => block.kind === kind);
    if (kind === 0 || own.length === 0) return 0;
    return ((meanOf(own) - base) * own.length) / (own.length + EFFECT_PRIOR_DAYS);
  });
}

/** The weighted mean of the days' levels, each less the effect of its kind. */
function levelOf(blocks: readonly Block[], weights: readonly number[], effects: readonly number[]): number {
  let [sum, total] = [0, 0];
  for (const [place, { mean, kind }] of blocks.entries()) {
    const weight = weights[place] as number;
    sum += weight * (mean - (effects[kind] ?? 0));
    total += weight;
  }
  return sum / total;
}

/** The weighted mean of the days' hours, each day less its level; an hour that is missing does not count. */
function shapeOf(blocks: readonly Block[], weights: readonly number[]): Float64Array {
  const [sums, totals] = [new Float64Array(HOURS), new Float64Array(HOURS)];
  for (const [place, { values, mean }] of blocks.entries()) {
    const weight = weights[place] as number;
    for (let hour = 0; hour < HOURS; hour++) {
      const value = (values[hour] as number) - mean;
      if (Number.isNaN(value)) continue;
      sums[hour] = (sums[hour] as number) + weight * value;
      totals[hour] = (totals[hour] as number) + weight;
    }
  }
  return sums.map((sum, hour) => sum / (totals[hour] as number));
}
