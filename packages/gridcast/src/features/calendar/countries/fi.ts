/** Finland: national holidays; with the eves that are free in practice. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date, weekday } from '../day-rule.ts';

export const fi: Country = {
  code: 'FI',
  zone: 'Europe/Helsinki',
  latitudeDeg: 61.0,
  longitudeDeg: 25.0,
  holidays: [
    common.newYear,
    common.epiphany,
    common.goodFriday,
    common.easterSunday,
    common.easterMonday,
    common.labourDay,
    common.ascension,
    common.whitSunday,
    weekday(5, [6, 19], 'Midsummer Eve'),
    weekday(6, [6, 20], 'Midsummer Day'),
    weekday(6, [10, 31], "All Saints' Day"),
    date(12, 6, 'Independence Day'),
    common.christmasEve,
    common.christmasDay,
    common.secondChristmasDay,
    common.newYearsEve,
  ],
  semiDays: common.yearEndDays,
};
