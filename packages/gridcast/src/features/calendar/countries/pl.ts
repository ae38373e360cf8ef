/** Poland: national holidays. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date } from '../day-rule.ts';

export const pl: Country = {
  code: 'PL',
  zone: 'Europe/Warsaw',
  latitudeDeg: 52.0,
  longitudeDeg: 19.5,
  holidays: [
    common.newYear,
    date(1, 6, 'Epiphany', { from: 2011 }),
    common.easterSunday,
    common.easterMonday,
    common.labourDay,
    date(5, 3, 'Constitution Day'),
    common.whitSunday,
    common.corpusChristi,
    common.assumption,
    common.allSaints,
    date(11, 11, 'Independence Day'),
    date(12, 24, 'Christmas Eve', { from: 2025 }),
    common.christmasDay,
    common.secondChristmasDay,
  ],
  semiDays: common.yearEndDays,
};
