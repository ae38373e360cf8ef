import { describe, expect, test } from 'vitest';
import type { ForecastGroup, ObservedGroup, ScoredHour } from '../../api/schema.ts';
import { zoneClock } from '../../ui/zone-clock.ts';
import { chartHours, dayStarts, nearHours, quantileNames, timeTicks, unknownSpan } from './chart-hours.ts';

const at = (hour: number): string => new Date(Date.UTC(2023, 0, 21, hour)).toISOString();

const observed: ObservedGroup = {
  key: {},
  labels: {},
  seriesCount: 2,
  hoursUtc: [at(0), at(2)],
  hoursLocal: [],
  values: [10, 12],
  seriesCounts: [2, 1],
};

const quantiles = Object.fromEntries(
  quantileNames.map((name, i) => [name, [i, i + 10]]),
) as unknown as ForecastGroup['quantiles'];
const forecast = { hoursUtc: [at(3), at(4)], quantiles } as unknown as ForecastGroup;

describe('the hours of a chart', () => {
  test('leave no hour out, and say which sums are not whole', () => {
    const hours = chartHours({ observed, forecast, scored: [] });
    expect(hours.map(({ atMs }) => new Date(atMs).toISOString())).toEqual([0, 1, 2, 3, 4].map(at));
    expect(hours.map((hour) => hour.observed)).toEqual([10, undefined, 12, undefined, undefined]);
    expect(hours.map((hour) => hour.partial)).toEqual([false, false, true, false, false]);
    expect(hours.map((hour) => hour.forecast?.p50)).toEqual([undefined, undefined, undefined, 3, 13]);
  });

  test('show what earlier forecasts said, but never beside the forecast itself', () => {
    const scored = [1, 3].map((hour) => ({ targetHourUtc: at(hour), p50: 50 + hour })) as ScoredHour[];
    const hours = chartHours({ observed, forecast, scored });
    expect(hours.map((hour) => hour.earlier)).toEqual([undefined, 51, undefined, undefined, undefined]);
  });

  test('are none where nothing is known', () => {
    expect(chartHours({ observed: undefined, forecast: undefined, scored: [] })).toEqual([]);
  });
});

describe('ticks', () => {
  const hours = Array.from({ length: 24 * 8 }, (_, i) => ({
    atMs: Date.UTC(2023, 9, 24, i),
    observed: 1,
    partial: false,
    forecast: undefined,
    earlier: undefined,
  }));
  const clock = zoneClock('Europe/Copenhagen');

  test('stand at local midnights, over a clock change too', () => {
    const days = dayStarts(hours, clock.time);
    expect(days).toHaveLength(8);
    // the Sunday of the change has 25 hours
    expect(days.map((day, i) => (day - (days[i - 1] ?? day)) / 3_600_000)).toEqual([
      0, 24, 24, 24, 24, 25, 24, 24,
    ]);
  });

  test('thin out with the room there is, and always keep the newest day', () => {
    const all = dayStarts(hours, clock.time);
    expect(timeTicks(hours, clock.time, 1000)).toEqual(all);
    const few = timeTicks(hours, clock.time, 300);
    expect(few.length).toBeLessThanOrEqual(4);
    expect(few.at(-1)).toBe(all.at(-1));
    const near = nearHours(hours, hours.at(-1)?.atMs ?? 0);
    expect(near).toHaveLength(49);
    expect(timeTicks(near, clock.time, 1000).map(clock.time).slice(0, 3)).toEqual([
      '00:00',
      '06:00',
      '12:00',
    ]);
  });
});

test('where nothing lies near the forecast all hours are shown', () => {
  const hours = chartHours({ observed, forecast: undefined, scored: [] });
  expect(nearHours(hours, Date.UTC(2023, 1, 21))).toBe(hours);
});

test('hours that are not published yet are pointed at where they are many', () => {
  const early = chartHours({ observed, forecast, scored: [] });
  expect(unknownSpan(early, Date.parse(at(3)))).toEqual([]);
  const late = { ...forecast, hoursUtc: [at(33), at(34)] } as ForecastGroup;
  const hours = chartHours({ observed, forecast: late, scored: [] });
  // values end at hour 3, the forecast begins at hour 33
  expect(unknownSpan(hours, Date.parse(at(33)))).toEqual([Date.parse(at(18))]);
});
