import { array, assert, constantFrom, double, integer, oneof, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createSums,
  createWideSums,
  doubleOf,
  fillSizes,
  fillSquares,
  fillSums,
  wideWindowSum,
  windowMean,
  windowSum,
} from './exact-sums.ts';

const LARGEST = 2 ** 20;
const values = array(
  oneof(
    constantFrom(NaN, 0, LARGEST, -LARGEST, 0.5 / 2 ** 32, -0.5 / 2 ** 32),
    double({ min: -LARGEST, max: LARGEST, noNaN: true }),
  ),
  { minLength: 1, maxLength: 300 },
);
const sizes = array(
  oneof(constantFrom(NaN, 0, 2 ** 60, 2 ** -61), double({ min: 0, max: 2 ** 51, noNaN: true })),
  { minLength: 1, maxLength: 300 },
);
const place = integer({ min: 0, max: 300 });

/** A finite double times 2^bits, halves away from zero, from its own bits. */
function fixed(value: number, bits: bigint): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const raw = view.getBigUint64(0);
  const exponent = raw >> 52n;
  const mantissa = (raw & (2n ** 52n - 1n)) | (exponent === 0n ? 0n : 2n ** 52n);
  const shift = (exponent === 0n ? 1n : exponent) - 1075n + bits;
  const whole = shift >= 0n ? mantissa << shift : (mantissa + (1n << (-shift - 1n))) >> -shift;
  return value < 0 ? -whole : whole;
}

const there = (items: readonly number[]): number[] => items.filter((value) => !Number.isNaN(value));
const total = (items: readonly bigint[]): bigint => items.reduce((sum, item) => sum + item, 0n);

describe('running sums', () => {
  test('hold sums and squares of any window exactly', () => {
    assert(
      property(values, place, place, (drawn, one, other) => {
        const [from, to] = [one, other].map((at) => Math.min(at, drawn.length)).toSorted((a, b) => a - b);
        const [sums, squares] = [createSums(drawn.length), createWideSums(drawn.length)];
        fillSums(sums, Float64Array.from(drawn), drawn.length);
        fillSquares(squares, Float64Array.from(drawn), drawn.length);
        const window = there(drawn.slice(from, to)).map((value) => fixed(value, 32n));
        expect(windowSum(sums, from as number, to as number)).toBe(total(window));
        expect(wideWindowSum(squares, from as number, to as number)).toBe(
          total(window.map((item) => item * item)),
        );
        const mean = Number(total(window)) / 2 ** 32 / window.length;
        expect(windowMean(sums, from as number, to as number, 1)).toBe(window.length === 0 ? NaN : mean);
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  test('hold sums of sizes exactly, those above 2^50 as this', () => {
    assert(
      property(sizes, (drawn) => {
        const counts = new Int32Array(drawn.length + 1);
        const sums = createWideSums(drawn.length);
        fillSizes(counts, sums, Float64Array.from(drawn));
        const window = there(drawn).map((size) => fixed(Math.min(size, 2 ** 50), 60n));
        expect(wideWindowSum(sums, 0, drawn.length)).toBe(total(window));
        expect(counts[drawn.length]).toBe(window.length);
      }),
      { numRuns: 200, seed: 12 },
    );
  });
});

test('a whole number becomes the double that 64-bit halves round to', () => {
  expect(doubleOf(2n ** 64n + 3n)).toBe(2 ** 64);
  expect(doubleOf(-(2n ** 80n))).toBe(-(2 ** 80));
  expect(doubleOf(5n)).toBe(5);
});
