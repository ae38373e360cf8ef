import { expect, test } from 'vitest';
import type { Expectation, ScoredHour } from '../../api/schema.ts';
import { zoneClock } from '../../ui/zone-clock.ts';
import { arrangeExpectations } from './arrange-expectations.ts';
import { dailyErrors } from './daily-errors.ts';
import { formatDuration } from '../../ui/format-duration.ts';

const hour = (targetHourUtc: string, actual: number, p50: number, naive24: number | null): ScoredHour =>
  ({ targetHourUtc, actual, p50, naive24, naive168: null }) as ScoredHour;

test('errors are summed up by local day, whatever the order of the hours', () => {
  const hours = [
    hour('2023-01-21T23:00:00Z', 50, 60, 50),
    hour('2023-01-21T22:00:00Z', 100, 90, null),
    hour('2023-01-21T21:00:00Z', 100, 110, 130),
  ];
  const found = dailyErrors(hours, zoneClock('Europe/Copenhagen').date);
  // 21 January: (10 + 10) / 200, and 30 / 100; 22 January: 10 / 50, and 0 / 50
  expect(found.map(({ forecaster, wape, hours }) => [forecaster, wape, hours])).toEqual([
    ['Forecast', 0.1, 2],
    ['Naive 24', 0.3, 1],
    ['Forecast', 0.2, 1],
    ['Naive 24', 0, 1],
  ]);
  expect(found[0]?.dayMs).toBe(Date.parse('2023-01-21T21:00:00Z'));
});

test('a day of zeros has no error', () => {
  expect(dailyErrors([hour('2023-01-21T21:00:00Z', 0, 1, 1)], zoneClock('UTC').date)).toEqual([]);
});

test('failing checks come first, those that stop before those that warn', () => {
  const one = (expectation: string, success: boolean, severity: 'warn' | 'stop') =>
    ({ expectation, success, severity }) as Expectation;
  const given = [
    one('a', true, 'stop'),
    one('b', false, 'warn'),
    one('c', false, 'stop'),
    one('d', true, 'warn'),
  ];
  expect(arrangeExpectations(given).map(({ expectation }) => expectation)).toEqual(['c', 'b', 'a', 'd']);
});

test('durations read naturally', () => {
  const from = '2023-01-01T00:00:00Z';
  const took = ['2023-01-01T00:00:14Z', '2023-01-01T00:03:05Z', '2023-01-01T02:04:59Z', null];
  expect(took.map((to) => formatDuration(from, to))).toEqual(['14 s', '3 min 5 s', '2 h 4 min', '–']);
});
