import { describe, expect, test } from 'vitest';
import { zoneClock } from './zone-clock.ts';

describe('a clock', () => {
  test('reads instants in its own zone', () => {
    const clock = zoneClock('Europe/Copenhagen');
    expect(clock.dayTime('2023-01-21T23:00:00Z')).toBe('Sun 22 Jan, 00:00');
    expect(clock.date('2023-01-21T23:00:00Z')).toBe('Sun 22 Jan 2023');
    expect(clock.longDay('2023-01-21T22:00:00Z')).toBe('Saturday 21 January');
    expect(clock.hour('2023-01-22T22:00:00Z')).toBe('23:00–00:00');
    expect(clock.offset('2023-01-22T22:00:00Z')).toBe('UTC+01:00');
    expect(clock.offset('2023-07-01T00:00:00Z')).toBe('UTC+02:00');
  });

  test('tells the doubled hour of autumn apart and leaves out the missing one of spring', () => {
    const clock = zoneClock('Europe/Copenhagen');
    const autumn = ['2023-10-29T00:00:00Z', '2023-10-29T01:00:00Z'];
    expect(autumn.map((at) => `${clock.time(at)} ${clock.offset(at)}`)).toEqual([
      '02:00 UTC+02:00',
      '02:00 UTC+01:00',
    ]);
    expect(clock.hour('2023-03-26T00:00:00Z')).toBe('01:00–03:00');
  });

  test('knows zones without an offset and with half hours', () => {
    expect(zoneClock('UTC').offset('2023-01-01T00:00:00Z')).toBe('UTC+00:00');
    expect(zoneClock('Asia/Kolkata').offset('2023-01-01T00:00:00Z')).toBe('UTC+05:30');
    expect(zoneClock('UTC')).toBe(zoneClock('UTC'));
  });
});
