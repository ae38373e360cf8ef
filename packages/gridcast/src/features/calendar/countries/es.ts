/** Spain: national holidays. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date } from '../day-rule.ts';

export const es: Country = {
  code: 'ES',
  zone: 'Europe/Madrid',
  latitudeDeg: 40.2,
  longitudeDeg: -3.7,
  holidays: [
    common.newYear,
    common.epiphany,
    common.goodFriday,
    common.easterSunday,
    common.labourDay,
    common.assumption,
    date(10, 12, 'National Day'),
    common.allSaints,
    date(12, 6, 'Constitution Day'),
    common.immaculateConception,
    common.christmasDay,
  ],
  semiDays: common.yearEndDays,
};
