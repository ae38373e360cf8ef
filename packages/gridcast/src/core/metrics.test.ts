import { describe, expect, test } from 'vitest';
import { coverage, forecastErrors, pinballLoss, seasonalScale } from './metrics.ts';

// Two origins; series 0 (scale 2, errors 1 and 3) and series 1 (scale 0: no MASE) at the first, series 0 (scale 4, error -4)
// at the second. MASE = mean((2 / 2), (4 / 4)) = 1; WAPE = (1 + 3 + 5 + 4) / (10 + 10 + 0 + 20) = 13 / 40.
const rows = {
  origin: [0, 0, 0, 24],
  series: [0, 0, 1, 0],
  actual: [10, 10, 0, 20],
  predicted: [11, 13, 5, 16],
  absoluteScale: [2, 2, 0, 4],
  squareScale: [2, 2, 0, 4],
};

describe('forecastErrors', () => {
  test('averages over series within an origin, then over origins', () => {
    const errors = forecastErrors(rows);
    expect(errors.mase).toBeCloseTo(1, 12);
    expect(errors.rmsse).toBeCloseTo((Math.sqrt(5) / 2 + 1) / 2, 12);
    expect(errors.wape).toBeCloseTo(13 / 40, 12);
    expect(errors.bias).toBeCloseTo(5 / 40, 12);
    expect(errors.scalelessSeries).toBe(1);
  });

  test('leaves truths of 0 out of relative errors and counts them', () => {
    const errors = forecastErrors(rows);
    expect(errors.mape).toBeCloseTo((0.1 + 0.3 + 0.2) / 3, 12);
    expect(errors.rmspe).toBeCloseTo(Math.sqrt((0.01 + 0.09 + 0.04) / 3), 12);
    expect(errors.zeroTruthRows).toBe(1);
  });

  test('says null where nothing can be scored, never NaN', () => {
    const errors = forecastErrors({ ...rows, actual: [Number.NaN, Number.NaN, Number.NaN, Number.NaN] });
    expect(errors).toMatchObject({ rows: 0, mase: null, wape: null, mape: null, rmspe: null, bias: null });
  });
});

describe('scales and bands', () => {
  test('a seasonal scale uses the pairs of hours that are both known', () => {
    expect(seasonalScale([1, 2, Number.NaN, 5, 8], 2)).toEqual({ absolute: 3, square: 3 });
    expect(seasonalScale([1], 2).absolute).toBeNaN();
  });

  test('pinball loss weighs the side that the level makes expensive', () => {
    // y - q = 2 above: 0.9 * 2 = 1.8; y - q = -1 below: 0.1 * 1 = 0.1; mean 0.95.
    expect(pinballLoss([3, 1], [1, 2], 0.9)).toBeCloseTo(0.95, 12);
  });

  test('coverage counts both ends as inside', () => {
    expect(coverage([1, 2, 3, Number.NaN], [1, 3, 0, 0], [2, 4, 3, 9])).toBeCloseTo(2 / 3, 12);
  });
});
