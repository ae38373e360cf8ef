import { describe, expect, test } from 'vitest';
import { conditionsOf, isWithin, pickHour, whyLines } from './why.ts';

const group = (name: string, value: number) => ({ name, words: `words of ${name}`, value, parts: [] });

describe('the lines of an explained hour', () => {
  test('have bars on both sides of one zero', () => {
    const lines = whyLines({ groups: [group('a', -30), group('b', 10), group('c', -6)] });
    // 30 below 0 and 10 above: 0 lies at three quarters
    expect(lines.map(({ from, length }) => [from, length])).toEqual([
      [0, 0.75],
      [0.75, 0.25],
      [0.6, 0.15],
    ]);
  });

  test('have no bars where nothing moved', () => {
    expect(whyLines({ groups: [group('a', 0)] })).toMatchObject([{ from: 0, length: 0 }]);
    expect(whyLines({ groups: [] })).toEqual([]);
  });
});

test('the series is named by the key that is shown, and an hour belongs to the 24 from its origin', () => {
  expect(conditionsOf({ key: { area: 'DK1', 'it"s': 'a:b' } })).toEqual(['area:DK1', 'it"s:a:b']);
  const origin = '2023-01-21T23:00:00Z';
  const hours = ['2023-01-21T22:00:00Z', origin, '2023-01-22T22:00:00Z', '2023-01-22T23:00:00Z'];
  expect(hours.map((hour) => isWithin(origin, hour))).toEqual([false, true, true, false]);
});

test('the hour is the one asked for where the forecast has it, else the peak', () => {
  const forecast = {
    hoursUtc: ['2023-01-21T23:00:00Z', '2023-01-22T00:00:00Z'],
    peak: { hourUtc: '2023-01-21T23:00:00Z' },
  };
  expect(pickHour('2023-01-22T00:00:00Z', forecast)).toBe('2023-01-22T00:00:00Z');
  expect(pickHour('2020-01-22T00:00:00Z', forecast)).toBe('2023-01-21T23:00:00Z');
  expect(pickHour(undefined, forecast)).toBe('2023-01-21T23:00:00Z');
});
