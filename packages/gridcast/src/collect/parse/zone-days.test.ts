import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zoneDays, type ZoneDays } from './zone-days.ts';

const DAY_S = 86_400;
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 1000 / DAY_S;

interface Row {
  readonly day: number;
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly second: number;
}

function rows(days: ZoneDays): readonly Row[] {
  return Array.from(days.day, (day, i) => ({
    day,
    from: days.fromS[i] ?? 0,
    to: days.toS[i] ?? 0,
    first: days.firstOffsetS[i] ?? 0,
    second: days.secondOffsetS[i] ?? 0,
  }));
}

/** Wall clock of an instant, in seconds since 1970-01-01T00:00 local; an independent reading of Intl. */
function wallClock(zone: string, instantS: number): number {
  const text = new Date(instantS * 1000).toLocaleString('sv-SE', { timeZone: zone });
  return Date.parse(`${text.replace(' ', 'T')}Z`) / 1000;
}

describe('zoneDays', () => {
  test('splits the Danish switch days at 02:00 and 03:00', () => {
    const spring = dayOf('2022-03-27');
    expect(rows(zoneDays('Europe/Copenhagen', spring, spring))).toEqual([
      { day: spring, from: 0, to: 7200, first: 3600, second: 3600 },
      { day: spring, from: 7200, to: 10_800, first: 3600, second: 7200 },
      { day: spring, from: 10_800, to: DAY_S, first: 7200, second: 7200 },
    ]);
    const autumn = dayOf('2021-10-31');
    expect(
      rows(zoneDays('Europe/Copenhagen', autumn, autumn)).map(({ from, first, second }) => [
        from,
        first,
        second,
      ]),
    ).toEqual([
      [0, 7200, 7200],
      [7200, 7200, 3600],
      [10_800, 3600, 3600],
    ]);
  });

  test.each([
    ['2020-03-29', 1],
    ['2021-03-28', 1],
    ['2023-03-26', 1],
    ['2024-03-31', 1],
    ['2025-03-30', 1],
    ['2026-03-29', 1],
    ['2020-10-25', -1],
    ['2022-10-30', -1],
    ['2023-10-29', -1],
    ['2024-10-27', -1],
    ['2025-10-26', -1],
    ['2026-10-25', -1],
  ] as const)('finds the Danish switch of %s', (date, direction) => {
    const switched = rows(zoneDays('Europe/Copenhagen', dayOf(date) - 3, dayOf(date) + 3)).filter(
      (row) => row.first !== row.second,
    );
    expect(switched.map((row) => [row.day, Math.sign(row.second - row.first)])).toEqual([
      [dayOf(date), direction],
    ]);
  });

  test('skips the whole day that Samoa skipped', () => {
    const days = rows(zoneDays('Pacific/Apia', dayOf('2011-12-29'), dayOf('2011-12-31')));
    expect(days.map(({ from, to, first, second }) => [from, to, second - first])).toEqual([
      [0, DAY_S, 0],
      [0, DAY_S, DAY_S],
      [0, DAY_S, 0],
    ]);
  });

  test('covers each local day once and holds the offset of every instant', () => {
    const zones = [
      'UTC',
      'Europe/Copenhagen',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'Africa/Casablanca',
    ];
    const instants = integer({ min: dayOf('2005-01-01') * DAY_S, max: dayOf('2030-01-01') * DAY_S });
    assert(
      property(constantFrom(...zones), instants, (zone, instant) => {
        const wall = wallClock(zone, instant);
        const day = Math.floor(wall / DAY_S);
        const found = rows(zoneDays(zone, day - 1, day + 1));
        for (const which of [day - 1, day, day + 1]) {
          const ofDay = found.filter((row) => row.day === which);
          expect([ofDay[0]?.from, ofDay.at(-1)?.to]).toEqual([0, DAY_S]);
          expect(ofDay.slice(1).every((row, i) => row.from === ofDay[i]?.to)).toBe(true);
        }
        const row = found.find(
          (r) => r.day === day && r.from <= wall - day * DAY_S && wall - day * DAY_S < r.to,
        );
        expect([row?.first, row?.second]).toContain(wall - instant);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});
