/** Ireland: national holidays; and Good Friday, on which most rest. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date, weekday } from '../day-rule.ts';

export const ie: Country = {
  code: 'IE',
  zone: 'Europe/Dublin',
  latitudeDeg: 53.3,
  longitudeDeg: -7.5,
  holidays: [
    date(1, 1, "New Year's Day", { substitute: 'next' }),
    weekday(1, [2, 1], "Saint Brigid's Day", { from: 2023 }),
    date(3, 17, "Saint Patrick's Day", { substitute: 'next' }),
    common.goodFriday,
    common.easterSunday,
    common.easterMonday,
    weekday(1, [5, 1], 'May Day'),
    weekday(1, [6, 1], 'June holiday'),
    weekday(1, [8, 1], 'August holiday'),
    weekday(1, [10, 25], 'October holiday'),
    date(12, 25, 'Christmas Day', { substitute: 'next' }),
    date(12, 26, "Saint Stephen's Day", { substitute: 'next' }),
  ],
  semiDays: common.yearEndDays,
};
