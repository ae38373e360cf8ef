import { expect, test } from 'vitest';
import type { ForecastGroup, SourceFacts } from '../../api/schema.ts';
import { freeKeys, partsOf, sparkline } from './parts.ts';

const group = (site: string, total: number, official?: boolean): ForecastGroup =>
  ({
    key: { site },
    labels: official === undefined ? {} : { site: { label: 'Navn', labelEn: 'Name', official } },
    seriesCount: 1,
    total: { p50: total },
    peak: { hourUtc: '2023-01-22T16:00:00Z' },
    quantiles: { p50: [1, 2] },
    rungs: official === false ? { model: 23, last_value: 1 } : { model: 24 },
  }) as unknown as ForecastGroup;

test('parts come largest first, with their share and their marks', () => {
  const parts = partsOf([group('a', 10), group('b', 30, false)], 'site');
  expect(parts.map(({ name, share, reading, fallback }) => ({ name, share, reading, fallback }))).toEqual([
    { name: 'Name (b)', share: 0.75, reading: true, fallback: true },
    { name: 'a', share: 0.25, reading: false, fallback: false },
  ]);
});

test('parts of both signs have no shares', () => {
  expect(partsOf([group('a', 10), group('b', -4)], 'site').map(({ share }) => share)).toEqual([
    undefined,
    undefined,
  ]);
});

test('only keys that tell series apart and are not chosen are free', () => {
  const keys = ['area', 'site', 'kind'].map((name) => ({
    name,
    valueCount: name === 'kind' ? 1 : 5,
    declaredValues: null,
  }));
  const source: Pick<SourceFacts, 'keys'> = { keys };
  expect(freeKeys(source, [])).toEqual(['area', 'site']);
  expect(freeKeys(source, ['area:x'])).toEqual(['site']);
});

test('a sparkline spans its box, and a flat one lies in its middle', () => {
  expect(sparkline([0, 5, 10])).toBe('M0.0 22.0L50.0 12.0L100.0 2.0');
  expect(sparkline([3, 3])).toBe('M0.0 12.0L100.0 12.0');
});
