import { array, assert, double, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverageOfSums, learnErrorCorrelation, quantileOfSum } from './total-bands.ts';

const part = double({ min: 0, max: 1e6, noNaN: true });
const partsOf = (gaps: readonly number[]) => ({
  point: 100,
  gap: gaps.reduce((sum, gap) => sum + gap, 0),
  squares: gaps.reduce((sum, gap) => sum + gap ** 2, 0),
});

describe('a quantile of a sum', () => {
  test('lies between that of independent errors and the sum of the quantiles of its parts, on their side', () => {
    assert(
      property(
        array(part, { minLength: 1, maxLength: 9 }),
        double({ min: 0, max: 1, noNaN: true }),
        (gaps, c) => {
          const above = partsOf(gaps);
          const high = quantileOfSum(above, c) - 100;
          const low = quantileOfSum({ ...above, gap: -above.gap }, c) - 100;
          expect(low).toBeCloseTo(-high, 4);
          const slack = 1e-9 * (1 + above.gap);
          expect(high).toBeLessThanOrEqual(above.gap + slack);
          expect(high).toBeGreaterThanOrEqual(Math.sqrt(above.squares) - slack);
        },
      ),
    );
  });

  test('nests as those of its parts do', () => {
    assert(
      property(array(tuple(part, part), { minLength: 1, maxLength: 9 }), (pairs) => {
        const inner = partsOf(pairs.map(([a, b]) => Math.min(a, b)));
        const outer = partsOf(pairs.map(([a, b]) => Math.max(a, b)));
        expect(quantileOfSum(inner, 0.3)).toBeLessThanOrEqual(quantileOfSum(outer, 0.3) + 1e-6);
      }),
    );
  });

  test('is that of its only part, and adds up where errors are one', () => {
    expect(quantileOfSum(partsOf([7]), 0.4)).toBeCloseTo(107, 12);
    expect(quantileOfSum(partsOf([3, 4]), 1)).toBe(107);
    expect(quantileOfSum(partsOf([3, 4]), 0)).toBe(105);
  });
});

describe('the correlation of errors', () => {
  const noise = (i: number): number => {
    const x = Math.sin(12.9898 * (i + 1)) * 43_758.5453;
    return 3.4641 * (x - Math.floor(x) - 0.5);
  };
  /** Sums of ten series whose errors share a part; each series' own 80 % band is right. */
  const sumsWith = (shared: number) => {
    const miss = Array.from({ length: 4000 }, (_, row) => {
      const own = Array.from({ length: 10 }, (_unused, s) => noise(row * 11 + s));
      const together = 10 * Math.sqrt(shared) * noise(row * 11 + 10);
      return Math.abs(Math.sqrt(1 - shared) * own.reduce((a, b) => a + b, 0) + together);
    });
    return { miss, sides: [miss.map(() => ({ gap: 12.8, squares: 10 * 1.28 ** 2 }))] };
  };

  test('is found again from sums of series that share a part of their errors', () => {
    const found = [0, 0.2, 0.5].map((shared) => learnErrorCorrelation([sumsWith(shared)], [0.8]));
    expect(found[0]).toBeLessThanOrEqual(0.05);
    expect(found[1]).toBeGreaterThan(0.1);
    expect(found[1]).toBeLessThan(0.3);
    expect(found[2]).toBeGreaterThan(found[1] ?? 1);
    for (const [place, shared] of [0.2, 0.5].entries()) {
      const [held] = coverageOfSums(sumsWith(shared), found[place + 1] ?? 0);
      expect(held).toBeGreaterThanOrEqual(0.8);
    }
  });

  test('is 1 where no sum was scored', () => {
    expect(learnErrorCorrelation([{ miss: [], sides: [[]] }], [0.8])).toBe(1);
    expect(learnErrorCorrelation([], [0.8])).toBe(1);
  });
});
