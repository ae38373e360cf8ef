import { describe, expect, test } from 'vitest';
import { naiveClock } from '../oracle/naive-clock.ts';
import { createCalendar } from './calendar.ts';
import { sunElevationDeg } from './sun.ts';
import { calendarColumns } from './table.ts';

const hourOf = (date: string): number => Date.parse(date) / 3_600_000;

describe('calendarColumns', () => {
  test.each([
    ['DK', '2022-03-01T00:00Z'],
    ['US', '2022-10-20T00:00Z'],
    ['GB', '2021-10-20T00:00Z'],
  ])('equals Intl hour by hour in %s from %s', (code, from) => {
    const calendar = createCalendar(code);
    const clock = naiveClock(calendar);
    const start = hourOf(from);
    const columns = calendarColumns(calendar, { start, end: start + 1000 });
    for (let i = 0; i < 1000; i++) {
      const hour = start + i;
      expect([
        columns.local_hour[i],
        columns.weekday[i],
        columns.day_class[i],
        columns.like_class[i],
        hour - (columns.week_hours[i] ?? 0),
        columns.day_of_year_sin[i],
      ]).toEqual([
        clock.localHour(hour),
        clock.weekday(hour),
        clock.dayClass(hour),
        clock.likeClass(hour),
        clock.daysBefore(hour, 7),
        Math.sin(clock.yearAngle(hour)),
      ]);
    }
  });

  test('changes the clock of DK at 01:00Z on every switch day', () => {
    const window = { start: hourOf('2020-01-01T00:00Z'), end: hourOf('2028-01-01T00:00Z') };
    const [, ...changes] = createCalendar('DK').offsets(window);
    expect(changes.map(({ from }) => new Date(from * 3_600_000).toISOString().slice(0, 13))).toEqual(
      [
        '2020-03-29',
        '2020-10-25',
        '2021-03-28',
        '2021-10-31',
        '2022-03-27',
        '2022-10-30',
        '2023-03-26',
        '2023-10-29',
        '2024-03-31',
        '2024-10-27',
        '2025-03-30',
        '2025-10-26',
        '2026-03-29',
        '2026-10-25',
        '2027-03-28',
        '2027-10-31',
      ].map((date) => `${date}T01`),
    );
  });

  test('without a country has UTC weeks and no sun', () => {
    const start = hourOf('2022-12-25T23:00Z');
    const columns = calendarColumns(createCalendar(), { start, end: start + 2 });
    expect([...columns.local_hour]).toEqual([23, 0]);
    expect([...columns.day_class]).toEqual([2, 0]);
    expect([...columns.sun_elevation_deg, ...columns.light]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    // Sunday at 23: 24 of the last 24 hours are off but one hour later 23; 48 of 168 at both.
    expect([...columns.off_24]).toEqual([1, 23 / 24]);
    expect([...columns.off_168]).toEqual([48 / 168, 48 / 168]);
  });
});

describe('sunElevationDeg', () => {
  // At the summer solstice noon the sun stands at 90 - latitude + 23.44, at the winter solstice at 90 - latitude - 23.44.
  test.each([
    ['2023-06-21T11:00Z', 90 - 50 + 23.44],
    ['2023-12-22T11:00Z', 90 - 50 - 23.44],
  ])('stands right at noon of %s', (date, expected) => {
    const noon = Math.max(
      ...[-1, 0, 1].map((move) =>
        sunElevationDeg(hourOf(date) + move, { latitudeDeg: 50, longitudeDeg: 7.5 }),
      ),
    );
    expect(Math.abs(noon - expected)).toBeLessThan(0.1);
  });

  test('is mirrored on the other side of the globe', () => {
    const hour = hourOf('2023-02-03T04:00Z');
    const here = sunElevationDeg(hour, { latitudeDeg: 55, longitudeDeg: 10 });
    expect(sunElevationDeg(hour, { latitudeDeg: -55, longitudeDeg: -170 })).toBeCloseTo(-here, 6);
  });
});
