/** Days that many countries share. */
import { date, easter, type DayRule } from './day-rule.ts';

export const newYear = date(1, 1, "New Year's Day");
export const epiphany = date(1, 6, 'Epiphany');
export const maundyThursday = easter(-3, 'Maundy Thursday');
export const goodFriday = easter(-2, 'Good Friday');
export const easterSunday = easter(0, 'Easter Sunday');
export const easterMonday = easter(1, 'Easter Monday');
export const labourDay = date(5, 1, 'Labour Day');
export const ascension = easter(39, 'Ascension Day');
export const whitSunday = easter(49, 'Whit Sunday');
export const whitMonday = easter(50, 'Whit Monday');
export const corpusChristi = easter(60, 'Corpus Christi');
export const assumption = date(8, 15, 'Assumption Day');
export const allSaints = date(11, 1, "All Saints' Day");
export const immaculateConception = date(12, 8, 'Immaculate Conception');
export const christmasEve = date(12, 24, 'Christmas Eve');
export const christmasDay = date(12, 25, 'Christmas Day');
export const secondChristmasDay = date(12, 26, 'Second Day of Christmas');
export const newYearsEve = date(12, 31, "New Year's Eve");

/** The workdays round Christmas and the New Year, quieter than others all over Europe. */
export const yearEndDays: readonly DayRule[] = [
  date(12, 23, 'day before Christmas Eve'),
  date(12, 27, 'between the years'),
  date(12, 28, 'between the years'),
  date(12, 29, 'between the years'),
  date(12, 30, 'between the years'),
  date(1, 2, "day after New Year's Day"),
];
