import { describe, expect, test } from 'vitest';
import { isoOfHour, type HourUtc } from '../core/index.ts';
import { parseOrigins } from './origins.ts';

const hour = (iso: string): HourUtc => Date.parse(iso) / 3_600_000;
const truth = { firstHour: hour('2022-12-21T16:00:00Z'), lastHour: hour('2023-01-21T22:00:00Z') };
const read = (text: string): string[] => parseOrigins(text, truth).map(isoOfHour);

describe('parseOrigins', () => {
  test('takes the last daily origins at 23:00 UTC whose 24 hours are all known', () => {
    expect(read('last:3')).toEqual(['2023-01-18T23:00:00Z', '2023-01-19T23:00:00Z', '2023-01-20T23:00:00Z']);
  });

  test('steps through a range and includes its end where a step meets it', () => {
    expect(read('2023-01-01T00:00Z..2023-01-02T00:00Z/12h')).toEqual([
      '2023-01-01T00:00:00Z',
      '2023-01-01T12:00:00Z',
      '2023-01-02T00:00:00Z',
    ]);
  });

  test('sorts a list and keeps each origin once', () => {
    expect(read('2023-01-02,2023-01-01T05:00:00Z,2023-01-02T00:00')).toEqual([
      '2023-01-01T05:00:00Z',
      '2023-01-02T00:00:00Z',
    ]);
  });

  test.each([
    ['last:60', /only 3\d such origins/u],
    ['2023-01-01T00:30Z', /on the hour/u],
    ['soon', /"soon" is none/u],
    ['2023-01-02..2023-01-01/24h', /lies after/u],
    ['2023-02-30', /is none/u],
  ])('refuses %s', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
