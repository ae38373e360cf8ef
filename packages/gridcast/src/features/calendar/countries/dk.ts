/**
 * Denmark. Store bededag was a holiday up to and including 2023.
 */
import * as common from '../common-days.ts';
import type { Country } from '../country.ts';
import { date, easter } from '../day-rule.ts';

export const dk: Country = {
  code: 'DK',
  zone: 'Europe/Copenhagen',
  latitudeDeg: 55.9,
  longitudeDeg: 10.5,
  holidays: [
    common.newYear,
    common.maundyThursday,
    common.goodFriday,
    common.easterSunday,
    common.easterMonday,
    easter(26, 'Store bededag', { until: 2023 }),
    common.ascension,
    common.whitSunday,
    common.whitMonday,
    common.christmasEve,
    common.christmasDay,
    common.secondChristmasDay,
    common.newYearsEve,
  ],
  semiDays: [...common.yearEndDays, date(6, 5, 'Grundlovsdag'), easter(40, 'day after Ascension')],
};
