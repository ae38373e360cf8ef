/** Netherlands: national holidays. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date } from '../day-rule.ts';

export const nl: Country = {
  code: 'NL',
  zone: 'Europe/Amsterdam',
  latitudeDeg: 52.1,
  longitudeDeg: 5.1,
  holidays: [
    common.newYear,
    common.goodFriday,
    common.easterSunday,
    common.easterMonday,
    date(4, 27, "King's Day", { from: 2014 }),
    date(5, 5, 'Liberation Day'),
    common.ascension,
    common.whitSunday,
    common.whitMonday,
    common.christmasDay,
    common.secondChristmasDay,
  ],
  semiDays: common.yearEndDays,
};
