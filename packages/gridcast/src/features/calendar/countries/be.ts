/** Belgium: national holidays. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date } from '../day-rule.ts';

export const be: Country = {
  code: 'BE',
  zone: 'Europe/Brussels',
  latitudeDeg: 50.8,
  longitudeDeg: 4.4,
  holidays: [
    common.newYear,
    common.easterSunday,
    common.easterMonday,
    common.labourDay,
    common.ascension,
    common.whitSunday,
    common.whitMonday,
    date(7, 21, 'National Day'),
    common.assumption,
    common.allSaints,
    date(11, 11, 'Armistice Day'),
    common.christmasDay,
  ],
  semiDays: common.yearEndDays,
};
