/** Norway: national holidays; with the eves that are free in practice. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date } from '../day-rule.ts';

export const no: Country = {
  code: 'NO',
  zone: 'Europe/Oslo',
  latitudeDeg: 60.0,
  longitudeDeg: 10.5,
  holidays: [
    common.newYear,
    common.maundyThursday,
    common.goodFriday,
    common.easterSunday,
    common.easterMonday,
    common.labourDay,
    date(5, 17, 'Constitution Day'),
    common.ascension,
    common.whitSunday,
    common.whitMonday,
    common.christmasEve,
    common.christmasDay,
    common.secondChristmasDay,
    common.newYearsEve,
  ],
  semiDays: common.yearEndDays,
};
