/**
 * Running sums that have the same bits whatever the order and the neighbours: values are rounded to whole multiples of 2^-32 and added
 * as integers. A sum over a window is the difference of two running sums.
 *
 * Integers are held in digits of 26 bits, of which a double adds up 2^27 without a rounding.
 */
import { FIXED_ONE } from './fixed-point.ts';

const DIGIT = 2 ** 26;

/** Counts and sums of the values before each place; item 0 is the sum of none. */
export interface RunningSums {
  readonly counts: Int32Array;
  readonly highs: Float64Array;
  readonly lows: Float64Array;
}

/** The sums of whole numbers up to 2^104, in digits: the first of 2^26 and so on. */
export type WideSums = readonly [Float64Array, Float64Array, Float64Array, Float64Array];

/** Room for the sums of so many values. */
export function createSums(values: number): RunningSums {
  return {
    counts: new Int32Array(values + 1),
    highs: new Float64Array(values + 1),
    lows: new Float64Array(values + 1),
  };
}

export function createWideSums(values: number): WideSums {
  const digits = (): Float64Array => new Float64Array(values + 1);
  return [digits(), digits(), digits(), digits()];
}

/** Adds up the first `length` values, of at most 2^21 in size; NaN counts as none. */
export function fillSums({ counts, highs, lows }: RunningSums, values: Float64Array, length: number): void {
  let count = 0;
  let high = 0;
  let low = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i] as number;
    if (value === value) {
      const fixed = rounded(value * FIXED_ONE);
      const upper = Math.floor(fixed / DIGIT);
      count += 1;
      high += upper;
      low += fixed - upper * DIGIT;
    }
    counts[i + 1] = count;
    highs[i + 1] = high;
    lows[i + 1] = low;
  }
}

/** Adds up the squares of the values, of at most 2^20 in size, in units of 2^-64. */
export function fillSquares(
  [units, seconds, thirds, fourths]: WideSums,
  values: Float64Array,
  length: number,
): void {
  let unit = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i] as number;
    if (value === value) {
      const fixed = Math.abs(rounded(value * FIXED_ONE));
      const high = Math.floor(fixed / DIGIT);
      const low = fixed - high * DIGIT;
      unit += low * low;
      // twice, with the carries in between: both at once would not fit a double
      for (let twice = 0; twice < 2; twice++) {
        const carried = Math.floor(unit / DIGIT);
        unit -= carried * DIGIT;
        second += carried + high * low;
        const next = Math.floor(second / DIGIT);
        second -= next * DIGIT;
        third += next;
      }
      third += high * high;
      const last = Math.floor(third / DIGIT);
      third -= last * DIGIT;
      fourth += last;
    }
    units[i + 1] = unit;
    seconds[i + 1] = second;
    thirds[i + 1] = third;
    fourths[i + 1] = fourth;
  }
}

/** Largest size that `fillSizes` adds: 2^50. */
const LARGEST_SIZE = 2 ** 50;
/** Units in one of the sums of `fillSizes`: 2^60. */
export const SIZE_ONE = 2 ** 60;

/** Adds up sizes whose unit is not known, in units of 2^-60; larger ones than 2^50 count as this, NaN as none. */
export function fillSizes(counts: Int32Array, digits: WideSums, sizes: Float64Array): void {
  let count = 0;
  for (let i = 0; i < sizes.length; i++) {
    const size = sizes[i] as number;
    const isThere = size === size;
    if (isThere) count += 1;
    counts[i + 1] = count;
    addDigits(digits, i, isThere ? rounded(Math.min(size, LARGEST_SIZE) * SIZE_ONE) : 0);
  }
}

/** Writes the sums after a place: those before it, and the digits of a whole number. */
function addDigits([units, seconds, thirds, fourths]: WideSums, place: number, whole: number): void {
  const fourth = Math.floor(whole / DIGIT ** 3);
  const third = Math.floor((whole - fourth * DIGIT ** 3) / DIGIT ** 2);
  const rest = whole - fourth * DIGIT ** 3 - third * DIGIT ** 2;
  const second = Math.floor(rest / DIGIT);
  fourths[place + 1] = (fourths[place] as number) + fourth;
  thirds[place + 1] = (thirds[place] as number) + third;
  seconds[place + 1] = (seconds[place] as number) + second;
  units[place + 1] = (units[place] as number) + rest - second * DIGIT;
}

/** The mean of the values in places `[from, to)`, at least `least` of them. */
export function windowMean(sums: RunningSums, from: number, to: number, least: number): number {
  const { counts, highs, lows } = sums;
  const count = (counts[to] as number) - (counts[from] as number);
  if (count < least) return Number.NaN;
  const high = (highs[to] as number) - (highs[from] as number);
  const low = (lows[to] as number) - (lows[from] as number);
  return (high * DIGIT + low) / FIXED_ONE / count;
}

/** The sum of the values in places `[from, to)`, in units of 2^-32. */
export function windowSum({ highs, lows }: RunningSums, from: number, to: number): bigint {
  const high = (highs[to] as number) - (highs[from] as number);
  const low = (lows[to] as number) - (lows[from] as number);
  return BigInt(high) * BigInt(DIGIT) + BigInt(low);
}

/** The sum in places `[from, to)`, in the units of the sums. */
export function wideWindowSum(sums: WideSums, from: number, to: number): bigint {
  let total = 0n;
  for (const digits of sums.toReversed()) {
    total = total * BigInt(DIGIT) + BigInt((digits[to] as number) - (digits[from] as number));
  }
  return total;
}

/** A whole number as a double, in two roundings: of its last 64 bits, and of the sum with those above. */
export function doubleOf(whole: bigint): number {
  return Number(whole >> 64n) * 2 ** 64 + Number(BigInt.asUintN(64, whole));
}

/** The nearest whole number; halves go away from zero. */
function rounded(value: number): number {
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
}
