import { describe, expect, test } from 'vitest';
import { GridcastError } from '../../core/index.ts';
import { createCalendar, dayClass } from './calendar.ts';
import { countries } from './countries/index.ts';
import { easterDay } from './easter.ts';

const dayOf = (date: string): number => Date.parse(date) / 86_400_000;
const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
const { workday, saturday, sunday, holiday, semi } = dayClass;

type DayCase = readonly [code: string, date: string, expected: number, reason: string];

describe('easterDay', () => {
  test.each([
    '2020-04-12',
    '2021-04-04',
    '2022-04-17',
    '2023-04-09',
    '2024-03-31',
    '2025-04-20',
    '2026-04-05',
    '2027-03-28',
    '2028-04-16',
    '2038-04-25',
    '1818-03-22',
  ])('is %s', (date) => expect(isoDay(easterDay(Number(date.slice(0, 4))))).toBe(date));
});

describe('createCalendar', () => {
  test.each<DayCase>([
    ['DK', '2023-01-01', holiday, 'New Year on a Sunday'],
    ['DK', '2023-01-02', semi, 'day after New Year'],
    ['DK', '2023-04-06', holiday, 'Maundy Thursday'],
    ['DK', '2023-04-10', holiday, 'Easter Monday'],
    ['DK', '2023-05-05', holiday, 'Store bededag in its last year'],
    ['DK', '2024-04-26', workday, 'Store bededag after its end'],
    ['DK', '2023-05-01', workday, '1 May'],
    ['DK', '2023-05-18', holiday, 'Ascension'],
    ['DK', '2023-05-19', semi, 'Friday after Ascension'],
    ['DK', '2023-06-05', semi, 'Grundlovsdag'],
    ['DK', '2022-06-05', holiday, 'Grundlovsdag on Whit Sunday'],
    ['DK', '2022-12-23', semi, '23 December'],
    ['DK', '2022-12-24', holiday, '24 December counts as a Sunday, on a Saturday too'],
    ['DK', '2022-12-28', semi, 'between the years'],
    ['DK', '2023-12-30', saturday, 'a semi date on a Saturday'],
    ['DK', '2022-12-31', holiday, '31 December'],
    ['DK', '2023-02-05', sunday, 'a Sunday'],
    ['SE', '2023-06-23', holiday, 'Midsummer Eve'],
    ['SE', '2023-06-05', semi, 'a Monday between a Sunday and the National Day'],
    ['GB', '2022-12-27', holiday, 'substitute for Christmas on a Sunday'],
    ['GB', '2021-12-28', holiday, 'substitute for Boxing Day on a Sunday'],
    ['GB', '2022-01-03', holiday, 'substitute for New Year'],
    ['US', '2021-12-31', holiday, 'New Year kept on the Friday before'],
    ['US', '2023-11-23', holiday, 'Thanksgiving'],
    ['US', '2023-11-24', semi, 'the day after Thanksgiving'],
    ['US', '2023-01-16', holiday, 'Martin Luther King Jr. Day'],
    ['DE', '2023-10-03', holiday, 'German Unity'],
    ['FR', '2023-07-14', holiday, 'National Day'],
    ['NL', '2013-04-27', saturday, "King's Day before it was kept"],
    ['PL', '2023-06-08', holiday, 'Corpus Christi'],
  ])('%s %s is of class %i: %s', (code, date, expected) => {
    expect(createCalendar(code).classOf(dayOf(date))).toBe(expected);
  });

  test('lets nothing be learnt from semi dates, on weekends too', () => {
    const calendar = createCalendar('dk');
    const samples = ['2023-12-30', '2023-12-29', '2023-12-25', '2023-11-04'].map((date) =>
      calendar.isSample(dayOf(date)),
    );
    expect(samples).toEqual([false, false, true, true]);
  });

  test('names the known countries for an unknown one', () => {
    expect(() => createCalendar('XX')).toThrow(GridcastError);
    expect(() => createCalendar('XX')).toThrow(/"XX"; known are AT, BE.*DK.*US/u);
  });

  test('is complete for every country: a zone with hours, a place, and holidays each year', () => {
    expect(countries).toHaveLength(17);
    for (const country of countries) {
      const calendar = createCalendar(country.code);
      const days = Array.from({ length: 365 }, (_, i) => calendar.classOf(dayOf('2023-01-01') + i));
      const holidays = days.filter((kind) => kind === holiday).length;
      expect({ code: country.code, isPlausible: holidays >= 8 && holidays <= 18 }).toEqual({
        code: country.code,
        isPlausible: true,
      });
      expect(calendar.offsets({ start: 464_592, end: 464_592 + 8760 })).toHaveLength(3);
      expect(Math.abs(country.latitudeDeg)).toBeLessThan(70);
    }
  });
});
