import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandOf, learnIntervals } from './intervals.ts';
import { quantileNames } from './quantiles.ts';
import type { Residuals } from './residuals.ts';

type Numbers = () => number;

/** Equal sequences of numbers in [0, 1) for equal seeds. */
function uniform(seed: number): Numbers {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), 2_246_822_519);
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 4_294_967_296;
  };
}

function normal(next: Numbers): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

interface Panel {
  readonly origins: number;
  readonly series: number;
  /** How much of an error all series and hours of a day share. */
  readonly shared?: number;
  readonly size?: number;
}

/** Forecasts of 100 and truths off by normal errors that grow with lead and series. */
function residualsOf({ origins, series, shared = 0, size = 1 }: Panel, next: Numbers): Residuals {
  const rows = origins * series * 24;
  const days = Array.from({ length: origins }, () => normal(next));
  const actual = Float64Array.from({ length: rows }, (_, row) => {
    const day = days[Math.floor(row / (series * 24))] as number;
    const error = Math.sqrt(shared) * day + Math.sqrt(1 - shared) * normal(next);
    return 100 + size * (1 + (Math.floor(row / 24) % series)) * (1 + (row % 24) / 24) * 0.5 * error;
  });
  return {
    series: Int32Array.from({ length: rows }, (_, row) => Math.floor(row / 24) % series),
    actual,
    predicted: new Float64Array(rows).fill(100),
    scale: new Float64Array(rows).fill(10),
    doubt: new Float64Array(rows).fill(1),
  };
}

/** The shares of some truths that bands learnt from others hold, 80 % and 90 %. */
function coverageOf(known: Residuals, later: Residuals, series: number): readonly [number, number] {
  const table = learnIntervals(known, { series, delayHours: 0 })?.table;
  if (table === undefined) throw new Error('no bands');
  let [of80, of90] = [0, 0];
  for (const [row, actual] of later.actual.entries()) {
    const spread = table.perSeries[later.series[row] as number];
    if (spread == null) throw new Error('a series without a spread');
    const band = bandOf(table, spread, { predicted: 100, scale: 10, lead: row % 24, doubt: 1 });
    if (band.p10 <= actual && actual <= band.p90) of80++;
    if (band.p05 <= actual && actual <= band.p95) of90++;
  }
  return [of80 / later.actual.length, of90 / later.actual.length];
}

const SIMULATIONS = 60;

/** Mean and standard error of the coverage of one new day over many panels. */
function simulate(panel: Panel, laterSize: (next: Numbers) => number): { mean: number; error: number }[] {
  const next = uniform(panel.origins * 1000 + panel.series);
  const held = Array.from({ length: SIMULATIONS }, () =>
    coverageOf(
      residualsOf(panel, next),
      residualsOf({ ...panel, origins: 1, size: laterSize(next) }, next),
      panel.series,
    ),
  );
  return [0, 1].map((band) => {
    const shares = held.map((one) => one[band] as number);
    const mean = shares.reduce((sum, one) => sum + one, 0) / SIMULATIONS;
    const squares = shares.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    return { mean, error: Math.sqrt(squares) / SIMULATIONS };
  });
}

describe('bands', () => {
  // so few days leave more open than an average panel's, which is what they are taken for
  test.each([
    { origins: 7, series: 3, shared: 0.3, excess: 0.03 },
    { origins: 20, series: 3, shared: 0.3, excess: 0.03 },
    { origins: 7, series: 10, shared: 0.1, excess: 0.03 },
    { origins: 2, series: 10, shared: 0, excess: 0.07 },
  ])('hold what they say on panels like $origins days of $series series', ({ excess, ...panel }) => {
    const sameSize = simulate(panel, () => 1);
    // the size of errors moves as it does between months
    const otherSize = simulate(panel, (next) => Math.exp(0.16 * normal(next)));
    for (const [band, share] of [0.8, 0.9].entries()) {
      const [same, other] = [sameSize[band], otherSize[band]];
      if (same === undefined || other === undefined) throw new Error('no band');
      expect(same.mean).toBeGreaterThan(share - 3 * same.error);
      expect(other.mean).toBeGreaterThan(share - 0.02 - 3 * other.error);
      expect(other.mean).toBeLessThan(share + excess + 3 * other.error);
    }
  });

  test('hold early and late leads alike', () => {
    const panel = { origins: 20, series: 10 };
    const learnt = learnIntervals(residualsOf(panel, uniform(1)), { series: 10, delayHours: 0 });
    const shape = learnt?.table.leadShape ?? [];
    expect((shape[23] as number) / (shape[0] as number)).toBeGreaterThan(1.6);
    expect((shape[23] as number) / (shape[0] as number)).toBeLessThan(2.2);
  });

  test('are wider where errors are shared and where days are few', () => {
    const half = (panel: Omit<Panel, 'series'>): number => {
      const residuals = residualsOf({ ...panel, series: 5 }, uniform(7));
      return learnIntervals(residuals, { series: 5, delayHours: 0 })?.table.halfWidths['0.9'] ?? 0;
    };
    const plain = half({ origins: 60 });
    expect(half({ origins: 60, shared: 0.5 })).toBeGreaterThan(plain);
    expect(half({ origins: 4, shared: 0.3 })).toBeGreaterThan(plain);
  });

  test('of a series lie nearer to those of the panel behind a hole', () => {
    const residuals = residualsOf({ origins: 7, series: 5 }, uniform(7));
    const sizes = (delayHours: number): number[] => {
      const table = learnIntervals(residuals, { series: 5, delayHours })?.table;
      return table?.perSeries.map((spread) => spread?.size ?? Number.NaN) ?? [];
    };
    const [fresh, old] = [sizes(0), sizes(216)];
    expect(old[0]).toBeGreaterThan(fresh[0] as number);
    expect(old[4]).toBeLessThan(fresh[4] as number);
  });

  test('never cross and never lack a quantile', () => {
    const table = learnIntervals(residualsOf({ origins: 3, series: 10 }, uniform(3)), {
      series: 10,
      delayHours: 432,
    })?.table;
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

  test('of a row that was scored know nothing of its own day', () => {
    const panel = { origins: 7, series: 3 };
    const residuals = residualsOf(panel, uniform(5));
    const strange = { ...residuals, actual: residuals.actual.map((y, row) => (row < 72 ? y + 40 : y)) };
    const spreadAt = (one: Residuals, row: number): number | undefined =>
      learnIntervals(one, { series: 3, delayHours: 0 })?.heldOut(row)?.perSeries[0]?.size;
    expect(spreadAt(strange, 0)).toBe(spreadAt(residuals, 0));
    expect(spreadAt(strange, 72)).toBeGreaterThan(spreadAt(residuals, 72) ?? Infinity);
  });

  test('of forecasts that were never off have no width, and there are none where nothing was scored', () => {
    const residuals = residualsOf({ origins: 3, series: 2, size: 0 }, uniform(1));
    expect(learnIntervals(residuals, { series: 2, delayHours: 0 })?.table.halfWidths['0.9']).toBe(0);
    const nothing = residualsOf({ origins: 0, series: 10 }, uniform(1));
    expect(learnIntervals(nothing, { series: 10, delayHours: 0 })).toBeUndefined();
  });
});
