/** Italy: national holidays. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date } from '../day-rule.ts';

export const it: Country = {
  code: 'IT',
  zone: 'Europe/Rome',
  latitudeDeg: 43.0,
  longitudeDeg: 12.0,
  holidays: [
    common.newYear,
    common.epiphany,
    common.easterSunday,
    common.easterMonday,
    date(4, 25, 'Liberation Day'),
    common.labourDay,
    date(6, 2, 'Republic Day'),
    common.assumption,
    common.allSaints,
    common.immaculateConception,
    common.christmasDay,
    common.secondChristmasDay,
  ],
  semiDays: common.yearEndDays,
};
