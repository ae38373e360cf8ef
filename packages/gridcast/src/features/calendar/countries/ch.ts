/** Switzerland: national holidays; those of most cantons, with the two eves. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date } from '../day-rule.ts';

export const ch: Country = {
  code: 'CH',
  zone: 'Europe/Zurich',
  latitudeDeg: 47.0,
  longitudeDeg: 8.0,
  holidays: [
    common.newYear,
    common.goodFriday,
    common.easterSunday,
    common.easterMonday,
    common.ascension,
    common.whitSunday,
    common.whitMonday,
    date(8, 1, 'National Day'),
    common.christmasEve,
    common.christmasDay,
    common.secondChristmasDay,
    common.newYearsEve,
  ],
  semiDays: common.yearEndDays,
};
