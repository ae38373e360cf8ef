import { describe, expect, test } from 'vitest';
import { averageErrors, combine, learnWeights, type OriginMeans } from './weights.ts';

/** Errors of members at every lead of two series over some origins. */
function errorsOf(
  origins: number,
  of: (member: number, series: number, lead: number) => number,
): OriginMeans[] {
  return Array.from({ length: origins }, () =>
    averageErrors(
      [0, 1].map((member) =>
        Float64Array.from({ length: 48 }, (_, i) => of(member, Math.floor(i / 24), i % 24)),
      ),
    ),
  );
}

describe('learnWeights', () => {
  test('gives equal weights before two origins are scored', () => {
    const { pooled } = learnWeights(
      errorsOf(1, (m) => m),
      { members: 2, series: 2, delayHours: 0 },
    );
    expect(pooled).toEqual([0.5, 0.5]);
  });

  test('follows the better member of a series, shrunk to the panel', () => {
    // Series 0: member 0 is twice as good; series 1 the other way round; the panel has both alike.
    const errors = errorsOf(7, (member, series) => (member === series ? 1 : 2));
    const { pooled, perSeries } = learnWeights(errors, { members: 2, series: 2, delayHours: 0 });
    expect(pooled[0]).toBeCloseTo(0.5);
    // Own share 64 / 65, shrunk by two origins of 1 / 2: (7 * 64 / 65 + 2 / 2) / 9.
    expect(perSeries[0]?.[0]).toBeCloseTo((7 * (64 / 65) + 1) / 9);
    expect(perSeries[1]?.[0]).toBeCloseTo(1 - (7 * (64 / 65) + 1) / 9);
  });

  test('prefers a member at the leads where it is good', () => {
    const errors = errorsOf(7, (member, _series, lead) => (member === 0 ? 1 + lead / 12 : 3 - lead / 12));
    const { leadFactors, pooled } = learnWeights(errors, { members: 2, series: 2, delayHours: 0 });
    const weighted = (lead: number): number =>
      combine([Float64Array.of(1), Float64Array.of(0)], 0, { weights: pooled, factors: leadFactors[lead] });
    expect(weighted(0)).toBeGreaterThan(0.8);
    expect(weighted(23)).toBeLessThan(0.2);
  });

  test('leaves out a member without forecasts', () => {
    const errors = errorsOf(3, (member) => (member === 1 ? Number.NaN : 1));
    const { pooled, perSeries, leadFactors } = learnWeights(errors, { members: 2, series: 2, delayHours: 0 });
    expect([pooled, ...perSeries]).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
    expect(leadFactors.flat().every((factor) => factor > 0)).toBe(true);
  });
});
