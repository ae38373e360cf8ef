import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, type Json } from '../../core/index.ts';
import type { CalibrationRows } from '../../train/index.ts';
import { evidenceOf } from './evidence.ts';
import { calibrationPlot } from './plots/calibration-plot.ts';
import { forecastPlot } from './plots/forecast-plot.ts';
import { residualPlot } from './plots/residual-plot.ts';

/** Rows from any numbers, unknown ones included. */
function rowsOf(
  { origins, series }: { readonly origins: number; readonly series: number },
  number: (row: number) => number,
): CalibrationRows {
  const length = origins * series * 24;
  const column = (shift: number): Float64Array =>
    Float64Array.from({ length }, (_, row) => number(row + shift));
  const ensemble = column(1);
  const band = (width: number): { lower: Float64Array; upper: Float64Array } => ({
    lower: ensemble.map((one) => one - width),
    upper: ensemble.map((one) => one + width),
  });
  return {
    origins: Array.from({ length: origins }, (_, i) => 465_000 + 24 * i),
    keys: Array.from({ length: series }, (_, s) => [`<s${s}>&"`]),
    truth: column(0),
    scale: new Float64Array(length).fill(2),
    ensemble,
    members: [{ name: 'one', forecast: column(2) }],
    bands: [band(3), band(2), band(1)],
  };
}

describe('evidenceOf', () => {
  test('averages scaled errors by lead and origin, and counts truths at or below each quantile', () => {
    // truth = row, forecast = row + 1, scale 2: every scaled error is +0.5
    const { errors, quantiles, residuals, series } = evidenceOf(
      rowsOf({ origins: 2, series: 3 }, (row) => row),
    );
    expect(errors[0]).toEqual({ name: 'ensemble', byLead: Array(24).fill(0.5), byOrigin: [0.5, 0.5] });
    expect(errors[1]?.byOrigin).toEqual([1, 1]);
    // the forecast is always 1 too high: p25 = truth + 0 and above hold it, p05 and p10 lie below
    expect(quantiles.map(({ name, realised }) => [name, realised])).toEqual([
      ['p05', 0],
      ['p10', 0],
      ['p25', 1],
      ['p50', 1],
      ['p75', 1],
      ['p90', 1],
      ['p95', 1],
    ]);
    // p05 = truth - 2: pinball 0.05 * 2 / scale 2
    expect(quantiles[0]?.pinball).toBeCloseTo(0.05, 12);
    expect(residuals.counts[35]).toBe(2 * 3 * 24);
    expect(residuals.biasByLead).toEqual(Array(24).fill(0.5));
    // the largest by mean |truth|; all err alike, so the worst are the first that remain
    expect(series.map(({ why }) => why)).toEqual(['largest', 'largest', 'largest']);
    expect(series[0]?.hours.slice(0, 2)).toEqual([465_000, 465_001]);
  });

  test('stays bounded, finite and well-formed whatever the numbers and the size of the panel', () => {
    const value = fc.oneof(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.constantFrom(Number.NaN, 0, 1e300, Number.POSITIVE_INFINITY),
    );
    const size = fc.record({
      origins: fc.integer({ min: 1, max: 12 }),
      series: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(size, fc.array(value, { minLength: 1, maxLength: 200 }), (panel, values) => {
        const rows = rowsOf(panel, (row) => values[row % values.length] as number);
        const evidence = evidenceOf(rows);
        expect(evidence.series.length).toBeLessThanOrEqual(9);
        expect(new Set(evidence.series.map(({ name }) => name)).size).toBe(evidence.series.length);
        for (const { hours } of evidence.series) expect(hours.length).toBeLessThanOrEqual(7 * 24);
        // refuses what is not finite
        expect(canonicalJson(evidence as unknown as Json).length).toBeLessThan(600_000);
        for (const plot of [
          forecastPlot(evidence.series),
          residualPlot(evidence),
          calibrationPlot(evidence.quantiles),
        ]) {
          expect(plot).not.toMatch(/NaN|Infinity|undefined/u);
          expect(plot).not.toMatch(/<s\d/u);
          expect(plot.match(/<text/gu)?.length).toBe(plot.match(/<\/text>/gu)?.length);
        }
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});
