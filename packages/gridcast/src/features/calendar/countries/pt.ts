/** Portugal: national holidays; the four suspended from 2013 to 2015 are known from 2016. */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date, easter } from '../day-rule.ts';

export const pt: Country = {
  code: 'PT',
  zone: 'Europe/Lisbon',
  latitudeDeg: 39.7,
  longitudeDeg: -8.3,
  holidays: [
    common.newYear,
    common.goodFriday,
    common.easterSunday,
    date(4, 25, 'Freedom Day'),
    common.labourDay,
    easter(60, 'Corpus Christi', { from: 2016 }),
    date(6, 10, 'Portugal Day'),
    common.assumption,
    date(10, 5, 'Republic Day', { from: 2016 }),
    date(11, 1, "All Saints' Day", { from: 2016 }),
    date(12, 1, 'Restoration of Independence', { from: 2016 }),
    common.immaculateConception,
    common.christmasDay,
  ],
  semiDays: common.yearEndDays,
};
