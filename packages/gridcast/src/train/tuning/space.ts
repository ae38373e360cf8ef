/** Search spaces as data: what may be tuned, and the values that it may take. */
import type { Json } from '../../core/index.ts';

/** One of some values, in an order that means nothing. */
export interface Choice {
  readonly kind: 'choice';
  readonly values: readonly Json[];
}

/** A number between two ends, both included. */
export interface NumberRange {
  readonly kind: 'int' | 'float';
  readonly low: number;
  readonly high: number;
  /** `log`: factors count, not differences. Default `linear`. */
  readonly scale?: 'linear' | 'log';
  /** How many values a grid takes, both ends among them. Default 3. */
  readonly points?: number;
}

export type Parameter = Choice | NumberRange;

/** Parameters by the name of what they tune, in the order in which a grid goes through them. */
export type Space = Readonly<Record<string, Parameter>>;

/** What a trial sets, by the name of what is tuned; nothing set is the member as the plan has it. */
export type Settings = Readonly<Record<string, Json>>;

/** One of some values. */
export function choice(...values: readonly Json[]): Choice {
  return { kind: 'choice', values };
}

/** A whole number from `low` to `high`. */
export function int(
  low: number,
  high: number,
  rest: Pick<NumberRange, 'scale' | 'points'> = {},
): NumberRange {
  return { kind: 'int', low, high, ...rest };
}

/** A number from `low` to `high`. */
export function float(
  low: number,
  high: number,
  rest: Pick<NumberRange, 'scale' | 'points'> = {},
): NumberRange {
  return { kind: 'float', low, high, ...rest };
}

const GRID_POINTS = 3;

/** The value at a place from 0 to 1 along a range; floats keep six digits, so that what is written is what was run. */
export function valueAt(range: NumberRange, place: number): number {
  const { kind, low, high, scale } = range;
  const raw =
    scale === 'log'
      ? Math.exp(Math.log(low) + place * (Math.log(high) - Math.log(low)))
      : low + place * (high - low);
  const rounded = kind === 'int' ? Math.round(raw) : Number(raw.toPrecision(6));
  return Math.min(high, Math.max(low, rounded));
}

/** Where a value lies along a range, from 0 to 1. */
export function placeOf({ low, high, scale }: NumberRange, value: number): number {
  if (high === low) return 0;
  if (scale !== 'log') return (value - low) / (high - low);
  return (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low));
}

/** The values that a grid takes of a parameter, without repetition. */
export function gridValues(parameter: Parameter): readonly Json[] {
  if (parameter.kind === 'choice') return parameter.values;
  const points = parameter.low === parameter.high ? 1 : (parameter.points ?? GRID_POINTS);
  const places = Array.from({ length: points }, (_, i) => (points === 1 ? 0 : i / (points - 1)));
  return [...new Set(places.map((place) => valueAt(parameter, place)))];
}

/** How many points the grid of a space has. */
export function gridSize(space: Space): number {
  return Object.values(space).reduce((product, parameter) => product * gridValues(parameter).length, 1);
}
