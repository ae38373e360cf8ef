/** United States: national holidays; federal ones, on eastern time. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date, weekday } from '../day-rule.ts';

export const us: Country = {
  code: 'US',
  zone: 'America/New_York',
  latitudeDeg: 39.0,
  longitudeDeg: -84.0,
  holidays: [
    date(1, 1, "New Year's Day", { substitute: 'nearest' }),
    weekday(1, [1, 15], 'Martin Luther King Jr. Day'),
    weekday(1, [2, 15], "Washington's Birthday"),
    weekday(1, [5, 25], 'Memorial Day'),
    date(6, 19, 'Juneteenth', { from: 2021, substitute: 'nearest' }),
    date(7, 4, 'Independence Day', { substitute: 'nearest' }),
    weekday(1, [9, 1], 'Labor Day'),
    weekday(1, [10, 8], 'Columbus Day'),
    date(11, 11, 'Veterans Day', { substitute: 'nearest' }),
    weekday(4, [11, 22], 'Thanksgiving'),
    date(12, 25, 'Christmas Day', { substitute: 'nearest' }),
  ],
  semiDays: [common.christmasEve, common.newYearsEve, weekday(5, [11, 23], 'day after Thanksgiving')],
};
