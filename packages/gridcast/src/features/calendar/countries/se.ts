/** Sweden: national holidays; with the eves that are free in practice. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date, easter, weekday } from '../day-rule.ts';

export const se: Country = {
  code: 'SE',
  zone: 'Europe/Stockholm',
  latitudeDeg: 59.3,
  longitudeDeg: 16.5,
  holidays: [
    common.newYear,
    common.epiphany,
    common.goodFriday,
    common.easterSunday,
    common.easterMonday,
    common.labourDay,
    common.ascension,
    common.whitSunday,
    easter(50, 'Whit Monday', { until: 2004 }),
    date(6, 6, 'National Day', { from: 2005 }),
    weekday(5, [6, 19], 'Midsummer Eve'),
    weekday(6, [6, 20], 'Midsummer Day'),
    weekday(6, [10, 31], "All Saints' Day"),
    common.christmasEve,
    common.christmasDay,
    common.secondChristmasDay,
    common.newYearsEve,
  ],
  semiDays: common.yearEndDays,
};
