/** Austria: national holidays; with the two eves that most of the country rests on. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date } from '../day-rule.ts';

export const at: Country = {
  code: 'AT',
  zone: 'Europe/Vienna',
  latitudeDeg: 47.8,
  longitudeDeg: 14.5,
  holidays: [
    common.newYear,
    common.epiphany,
    common.easterSunday,
    common.easterMonday,
    common.labourDay,
    common.ascension,
    common.whitSunday,
    common.whitMonday,
    common.corpusChristi,
    common.assumption,
    date(10, 26, 'National Day'),
    common.allSaints,
    common.immaculateConception,
    common.christmasEve,
    common.christmasDay,
    common.secondChristmasDay,
    common.newYearsEve,
  ],
  semiDays: common.yearEndDays,
};
