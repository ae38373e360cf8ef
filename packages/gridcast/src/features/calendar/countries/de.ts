/** Germany: national holidays; with the two eves that most of the country rests on. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date } from '../day-rule.ts';

export const de: Country = {
  code: 'DE',
  zone: 'Europe/Berlin',
  latitudeDeg: 51.0,
  longitudeDeg: 9.5,
  holidays: [
    common.newYear,
    common.goodFriday,
    common.easterSunday,
    common.easterMonday,
    common.labourDay,
    common.ascension,
    common.whitSunday,
    common.whitMonday,
    date(10, 3, 'Day of German Unity'),
    common.christmasEve,
    common.christmasDay,
    common.secondChristmasDay,
    common.newYearsEve,
  ],
  semiDays: common.yearEndDays,
};
