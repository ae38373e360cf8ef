import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CalibrationReport } from './evaluate.ts';
import { decidePromotion, hasTooFewOrigins, type GateSubject } from './decide-promotion.ts';

const naive = 1;

/** A model with the same error at every origin, and one slice. */
function model(
  error: number,
  { first = 0, days = 7, slice = error, rows = 240, terms = { delay: '0 h' } } = {},
): GateSubject {
  const list = (value: number): number[] => Array.from({ length: days }, () => value);
  const report: CalibrationReport = {
    origins: list(0).map((_, day) => 24 * (first + day)),
    historyHours: 1000,
    lines: [],
    coverage: {},
    byOrigin: {
      ensemble: list(error),
      naive24: list(naive),
      naive168: list(naive * 1.2),
      slices: [{ key: 'area', value: 'north', rows: list(rows), errors: list(slice) }],
    },
  };
  return { terms, report };
}

describe('what may be promoted without comparison', () => {
  test.each([
    ['there is no champion', undefined, model(2), 'there was no champion'],
    ['the delay differs', model(0.5, { terms: { delay: '9 h' } }), model(2), "the champion's delay differs"],
    ['too few origins are common', model(0.5), model(0.9, { first: 5 }), '2 daily origins'],
  ])('where %s', (_name, champion, challenger, reason) => {
    const decision = decidePromotion(champion, challenger);
    expect(decision.promote).toBe(true);
    expect(decision.reasons.join()).toContain(reason);
  });

  test('where the champion was scored before errors were kept by origin', () => {
    const champion = model(0.5);
    const { byOrigin: _, ...report } = champion.report;
    expect(decidePromotion({ ...champion, report }, model(0.9)).promote).toBe(true);
  });
});

describe('what is refused', () => {
  test.each([
    ['no better than a naive', model(0.98), model(1), 'does not beat copying the day before'],
    [
      'no better than a naive, though too few origins are common',
      model(0.5),
      model(1, { first: 5 }),
      'does not beat copying the day before',
    ],
    ['worse than the champion', model(0.5), model(0.53), "above the champion's 0.500"],
    ['worse in a slice', model(0.5), model(0.5, { slice: 0.7 }), 'area north: 0.700 after 0.500'],
  ])('one that is %s', (_name, champion, challenger, reason) => {
    const decision = decidePromotion(champion, challenger);
    expect(decision.promote).toBe(false);
    expect(decision.reasons.join()).toContain(reason);
  });

  test('origins that only one report scored do not count', () => {
    const challenger = model(0.5, { first: 1 });
    const errors = [...(challenger.report.byOrigin?.ensemble ?? [])];
    errors[6] = 100;
    const byOrigin = { ...challenger.report.byOrigin, ensemble: errors } as CalibrationReport['byOrigin'];
    const report = { ...challenger.report, byOrigin } as CalibrationReport;
    expect(decidePromotion(model(0.5), { ...challenger, report }).promote).toBe(true);
  });
});

test('the champion is to be scored anew where its terms are the same and too few origins are common', () => {
  expect(hasTooFewOrigins(model(0.5), model(0.5, { first: 4 }))).toBe(false);
  expect(hasTooFewOrigins(model(0.5), model(0.5, { first: 5 }))).toBe(true);
  expect(hasTooFewOrigins(model(0.5, { terms: { delay: '9 h' } }), model(0.5, { first: 5 }))).toBe(false);
});

test('a slice with few rows is not judged', () => {
  const champion = model(0.5, { rows: 10 });
  expect(decidePromotion(champion, model(0.5, { slice: 0.9, rows: 10 })).promote).toBe(true);
});

test('a challenger is promoted exactly when it is within the tolerances, and always with reasons', () => {
  const error = fc.double({ min: 0.01, max: 3, noNaN: true });
  fc.assert(
    fc.property(error, error, error, error, (before, own, sliceBefore, slice) => {
      const decision = decidePromotion(model(before, { slice: sliceBefore }), model(own, { slice }));
      const near = [own / naive, own / (before * 1.05), slice / (sliceBefore * 1.25)];
      fc.pre(near.every((ratio) => Math.abs(ratio - 1) > 1e-9));
      expect(decision.promote).toBe(near.every((ratio) => ratio < 1));
      expect(decision.reasons.length).toBeGreaterThan(0);
    }),
  );
});
