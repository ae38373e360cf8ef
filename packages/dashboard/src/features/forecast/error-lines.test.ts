import { expect, test } from 'vitest';
import type { SelectionErrors } from '../../api/schema.ts';
import { describeLag, measuredLines, realisedLines } from './error-lines.ts';

const line = (forecaster: 'forecast' | 'naive_24' | 'naive_168', wape: number | null) => ({
  forecaster,
  rows: 24,
  wape,
  mape: null,
  bias: null,
});

test('lags are told in words', () => {
  expect([24, 168, 336, 360].map(describeLag)).toEqual([
    'Copy of the day before',
    'Copy of the week before',
    'Copy of 2 weeks before',
    'Copy of 15 days before',
  ]);
});

test('realised errors: bars are relative to the largest, copies of the same hour count once', () => {
  const errors = {
    ofTotal: [line('forecast', 0.05), line('naive_24', 0.1), line('naive_168', 0.1)],
    naiveLagHours: { naive_24: 336, naive_168: 336 },
  } as unknown as SelectionErrors;
  expect(realisedLines(errors)).toEqual([
    { name: 'Forecast', own: true, wape: 0.05, share: 0.5 },
    { name: 'Copy of 2 weeks before', own: false, wape: 0.1, share: 1 },
  ]);
});

test('a line without an error is left out', () => {
  const measured = {
    originsUtc: [],
    coverage: {},
    lines: [
      { name: 'ensemble', weight: null, mase: 0.5, wape: 0, mape: null },
      { name: 'member', weight: 1, mase: 0.5, wape: 0.2, mape: null },
      { name: 'naive_24', weight: null, mase: null, wape: null, mape: null },
    ],
  };
  expect(measuredLines(measured, { naive_24: 24, naive_168: 168 })).toEqual([
    { name: 'Model', own: true, wape: 0, share: 0 },
  ]);
});
