import { describe, expect, test } from 'vitest';
import type { ForecastGroup } from '../../api/schema.ts';
import { zoneClock } from '../../ui/zone-clock.ts';
import {
  describeBands,
  describeCoverage,
  describeDelay,
  describePeak,
  describeRungs,
} from './forecast-words.ts';

test('a delay is told in whole days where it is one', () => {
  expect([0, 1, 24, 36, 336].map(describeDelay)).toEqual(['none', '1 hour', '1 day', '36 hours', '14 days']);
});

test('rungs are told in words, the commonest first', () => {
  expect(describeRungs({ model: 1824 })).toBe('the trained model');
  expect(describeRungs({ last_value: 24, model: 1800 })).toBe(
    '99 % by the trained model; 1.3 % by the last known value, repeated',
  );
  expect(describeRungs({ novel: 1 })).toBe('novel');
});

test('bands of a sum are not sold as those of one series', () => {
  const group = { bandMethod: 'comonotone', seriesCount: 76 } as ForecastGroup;
  expect(describeBands(group)).toContain('add up the bands of its 76 series');
  expect(describeBands({ ...group, bandMethod: 'correlated' })).toContain('76 series that partly cancel');
  expect(describeBands({ ...group, bandMethod: 'series', seriesCount: 1 })).toContain('this one series');
});

test('bands are told with what they held: those of a sum by sums, those of a series by series', () => {
  const sum = { seriesCount: 76 } as ForecastGroup;
  const coverage = {
    origins: 7,
    ofSeries: { '0.9': 0.918, '0.8': 0.819, '0.5': 0.51 },
    ofSums: { '0.9': 0.923, '0.8': 0.792, '0.5': null },
  };
  expect(describeCoverage(sum, coverage)).toBe(
    'On the 7 daily origins that the model was measured on, bands of sums of 90 % held 92.3 % of the truths, those of 80 % 79.2 %.',
  );
  expect(describeCoverage({ ...sum, seriesCount: 1 }, coverage)).toContain('90 % held 91.8 %');
  const unmeasured = 'How many truths such bands hold was not measured.';
  expect(describeCoverage(sum, undefined)).toBe(unmeasured);
  expect(describeCoverage(sum, null)).toBe(unmeasured);
  expect(describeCoverage(sum, { ...coverage, ofSums: {} })).toBe(unmeasured);
});

describe('the peak', () => {
  const peakOf = (startUtc: string) => {
    const start = Date.parse(startUtc);
    const hoursUtc = Array.from({ length: 24 }, (_, i) => new Date(start + i * 3_600_000).toISOString());
    const peak = { hourUtc: hoursUtc[17] ?? '' } as ForecastGroup['peak'];
    return describePeak({ hoursUtc, peak }, zoneClock('Europe/Copenhagen'));
  };

  test('is tomorrow’s where the forecast covers one whole local day', () => {
    expect(peakOf('2023-01-21T23:00:00Z')).toEqual({
      title: 'Tomorrow’s peak hour',
      hour: '17:00–18:00',
      day: 'Sunday 22 January',
    });
  });

  test('is that of the next 24 hours where they lie across two days', () => {
    expect(peakOf('2023-01-21T12:00:00Z').title).toBe('Peak hour of the next 24');
    expect(peakOf('2023-03-25T23:00:00Z').title).toBe('Peak hour of the next 24');
  });
});
