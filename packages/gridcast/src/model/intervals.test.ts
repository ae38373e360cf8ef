import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandOf, learnIntervals, type Residuals } from './intervals.ts';
import { quantileNames } from './quantiles.ts';

/** Forecasts of 100 and truths off by a hash that grows with lead and series; 10 series, some origins. */
function residualsOf(origins: number, from = 0): Residuals {
  const rows = origins * 10 * 24;
  const series = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / 24) % 10);
  const noise = (row: number): number => ((Math.imul(row + from + 1, 2_654_435_761) >>> 8) % 2001) / 1000 - 1;
  return {
    series,
    actual: Float64Array.from(series, (s, row) => 100 + (1 + s) * (1 + (row % 24) / 4) * noise(row) * 0.8),
    predicted: new Float64Array(rows).fill(100),
    scale: new Float64Array(rows).fill(10),
    doubt: new Float64Array(rows).fill(1),
  };
}

describe('learnIntervals', () => {
  test('holds as many new truths as it says, early and late leads alike', () => {
    const table = learnIntervals(residualsOf(20), { series: 10, overlap: 0 });
    const later = residualsOf(20, 1_000_003);
    for (const isIn of [(lead: number) => lead < 6, (lead: number) => lead >= 18]) {
      let [inside, count] = [0, 0];
      for (let row = 0; row < later.actual.length; row++) {
        const spread = table?.perSeries[later.series[row] as number];
        if (table === undefined || spread == null || !isIn(row % 24)) continue;
        const band = bandOf(table, spread, { predicted: 100, scale: 10, lead: row % 24, doubt: 1 });
        count++;
        if (band.p10 <= (later.actual[row] as number) && (later.actual[row] as number) <= band.p90) inside++;
      }
      // Widened by a tenth for ten series, 80 % of a flat distribution become 88 %.
      expect(inside / count).toBeGreaterThan(0.77);
      expect(inside / count).toBeLessThan(0.95);
    }
  });

  test('never crosses and never lacks a quantile', () => {
    const table = learnIntervals(residualsOf(3), { series: 10, overlap: 18 / 60 });
    const row = fc.record({
      predicted: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      scale: fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
      lead: fc.integer({ min: 0, max: 23 }),
      doubt: fc.double({ min: 0.5, max: 3, noNaN: true }),
    });
    fc.assert(
      fc.property(row, fc.boolean(), (asked, isRatio) => {
        if (table === undefined) throw new Error('no table');
        const band = bandOf(table, { isRatio, size: 0.1 }, asked);
        const values = quantileNames.map((name) => band[name]);
        expect(values).toEqual(values.toSorted((a, b) => a - b));
        expect(values.every(Number.isFinite)).toBe(true);
      }),
    );
  });

  test('is undefined where nothing was scored', () => {
    expect(learnIntervals(residualsOf(0), { series: 10, overlap: 0 })).toBeUndefined();
  });
});
