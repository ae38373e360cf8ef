/** Great Britain: national holidays; those of England and Wales. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date, weekday } from '../day-rule.ts';

export const gb: Country = {
  code: 'GB',
  zone: 'Europe/London',
  latitudeDeg: 52.5,
  longitudeDeg: -1.5,
  holidays: [
    date(1, 1, "New Year's Day", { substitute: 'next' }),
    common.goodFriday,
    common.easterSunday,
    common.easterMonday,
    weekday(1, [5, 1], 'Early May bank holiday', { until: 2019 }),
    date(5, 8, 'VE Day', { from: 2020, until: 2020 }),
    weekday(1, [5, 1], 'Early May bank holiday', { from: 2021 }),
    weekday(1, [5, 25], 'Spring bank holiday', { until: 2021 }),
    date(6, 2, 'Spring bank holiday', { from: 2022, until: 2022 }),
    date(6, 3, 'Platinum Jubilee', { from: 2022, until: 2022 }),
    date(9, 19, 'State Funeral', { from: 2022, until: 2022 }),
    date(5, 8, 'Coronation', { from: 2023, until: 2023 }),
    weekday(1, [5, 25], 'Spring bank holiday', { from: 2023 }),
    weekday(1, [8, 25], 'Summer bank holiday'),
    date(12, 25, 'Christmas Day', { substitute: 'next' }),
    date(12, 26, 'Boxing Day', { substitute: 'next' }),
  ],
  semiDays: common.yearEndDays,
};
