/** France: national holidays. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date } from '../day-rule.ts';

export const fr: Country = {
  code: 'FR',
  zone: 'Europe/Paris',
  latitudeDeg: 47.0,
  longitudeDeg: 2.4,
  holidays: [
    common.newYear,
    common.easterSunday,
    common.easterMonday,
    common.labourDay,
    date(5, 8, 'Victory Day'),
    common.ascension,
    common.whitSunday,
    common.whitMonday,
    date(7, 14, 'National Day'),
    common.assumption,
    common.allSaints,
    date(11, 11, 'Armistice Day'),
    common.christmasDay,
  ],
  semiDays: common.yearEndDays,
};
