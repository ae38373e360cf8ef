import { assert, double, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { independentErrors, wideningFor } from './evidence.ts';

const [Z50, Z80, Z90] = [0.6744898, 1.2815516, 1.6448536];

describe('the widening', () => {
  test('is that of Student, from tables', () => {
    const tables = [
      [5, 2.015, 1.476],
      [10, 1.812, 1.372],
      [30, 1.697, 1.31],
    ] as const;
    for (const [degrees, t90, t80] of tables) {
      expect(wideningFor(degrees, Z90) * Z90).toBeCloseTo(t90, 1.5);
      expect(wideningFor(degrees, Z80) * Z80).toBeCloseTo(t80, 1.5);
    }
  });

  test('falls with the errors, rises with the band, and is never below 1', () => {
    assert(
      property(
        double({ min: 0, max: 1e6, noNaN: true }),
        double({ min: 0, max: 1e3, noNaN: true }),
        (few, more) => {
          const widths = [Z50, Z80, Z90].map((normal) => wideningFor(few, normal));
          expect(widths).toEqual(widths.toSorted((a, b) => a - b));
          expect(widths[0]).toBeGreaterThanOrEqual(1);
          expect(wideningFor(few + more, Z90)).toBeLessThanOrEqual(wideningFor(few, Z90) + 1e-12);
        },
      ),
    );
  });
});

describe('independent errors', () => {
  /** Ten scores a day, of which some lie above 1. */
  const daysWith = (above: readonly number[], delayHours = 0): number =>
    independentErrors(
      {
        scores: Float64Array.from(
          above.flatMap((count) => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => (i < count ? 2 : 0))),
        ),
        rowsPerOrigin: 10,
        delayHours,
      },
      1,
    );

  test('are fewer where days differ, where they are few, and behind a hole', () => {
    const alike = daysWith([2, 2, 2, 2, 2, 2]);
    expect(daysWith([0, 0, 0, 6, 0, 6])).toBeLessThan(alike);
    expect(daysWith([2, 2])).toBeLessThan(alike);
    assert(
      property(integer({ min: 1, max: 500 }), (hours) => {
        expect(daysWith([2, 2, 2, 2, 2, 2], hours)).toBeLessThan(alike);
      }),
    );
  });

  test('are never more than months have in common, and none where nothing was scored', () => {
    expect(daysWith(Array.from({ length: 300 }, () => 2))).toBeLessThan(20);
    expect(daysWith([])).toBe(0);
  });
});
