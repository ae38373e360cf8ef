import fc from 'fast-check';
import { expect, test } from 'vitest';
import { baselineLagHours, type Panel } from '../core/index.ts';
import type { HistoryClock } from './history.ts';
import { likeErrors } from './like-errors.ts';

const START = 400_000;

/** A clock of `hours` from START on, three hours ahead of UTC, with a holiday and a semi day somewhere. */
function clockOf(hours: number, skipped: number): HistoryClock {
  const local = Int32Array.from({ length: hours - skipped }, (_, i) => START + skipped + i + 3);
  const day = (hour: number): number => Math.floor(hour / 24) % 10;
  return {
    startHour: START + skipped,
    localHour: local.map((hour) => hour % 24),
    weekday: local.map((hour) => 1 + (Math.floor(hour / 24) % 7)),
    dayClass: local.map((hour) => (day(hour) < 5 ? 0 : day(hour) - 5)),
    sunElevation: new Float64Array(local.length),
  };
}

const panelOf = (values: readonly number[]): Panel => ({
  keyNames: ['k'],
  series: [['a']],
  startHour: START,
  hours: values.length,
  values: Float64Array.from(values),
});

/** What the errors say by their words, hour by hour. */
function inWords(values: readonly number[], clock: HistoryClock, delayHours: number): number[] {
  const at = (facts: Int32Array, hour: number): number => facts[START + hour - clock.startHour] ?? -1;
  const kindOf = (hour: number): number => [0, 1, 2, 2][at(clock.dayClass, hour)] ?? -1;
  return values.map((value, hour) => {
    const alike: number[] = [];
    for (let past = hour - baselineLagHours(24, delayHours); past >= 0 && alike.length < 3; past--) {
      const isAlike =
        at(clock.localHour, past) === at(clock.localHour, hour) && kindOf(past) === kindOf(hour);
      if (isAlike && kindOf(hour) >= 0 && !Number.isNaN(values[past])) alike.push(values[past] as number);
    }
    return Math.abs(value - alike.reduce((sum, one) => sum + one, 0) / alike.length);
  });
}

test('errors of days alike are what they say, at any delay, with gaps, wherever the clock begins', () => {
  const value = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: -9, max: 9 }) }, fc.constant(Number.NaN));
  const asked = fc.record({
    values: fc.array(value, { minLength: 24, maxLength: 700 }),
    delayHours: fc.integer({ min: 0, max: 120 }),
    skipped: fc.integer({ min: 0, max: 23 }),
  });
  fc.assert(
    fc.property(asked, ({ values, delayHours, skipped }) => {
      const clock = clockOf(values.length + delayHours + 24, skipped);
      const { scores, rowsPerOrigin } = likeErrors({ panel: panelOf(values), clock, series: 0, delayHours });
      const wanted = inWords(values, clock, delayHours);
      expect(rowsPerOrigin).toBe(24);
      expect([...scores]).toEqual(wanted.slice(((values.length - skipped) % 24) + skipped));
    }),
  );
});
