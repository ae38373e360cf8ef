/** The calendar of a panel: what local time, day and sun an hour has. */
import { GridcastError, type HourUtc, type HourWindow } from '../../core/index.ts';
import { countries } from './countries/index.ts';
import type { Country } from './country.ts';
import { yearOfDay, weekdayOfDay, type DayUtc } from './day.ts';
import { daysOfYear, type DayRule } from './day-rule.ts';
import { offsetSpans, type OffsetSpan } from './zone.ts';

/** Kinds of days, as they stand in the calendar table. */
export const dayClass = { workday: 0, saturday: 1, sunday: 2, holiday: 3, semi: 4 } as const;

/** One of the numbers of `dayClass`. */
export type DayClass = (typeof dayClass)[keyof typeof dayClass];

/** A country's calendar, or without a country plain UTC weeks. */
export interface Calendar {
  readonly country: Country | undefined;
  /** The offsets of local time over a window, ascending; the first span starts at the window's start. */
  offsets(window: HourWindow): readonly OffsetSpan[];
  /** The class of a local day. A semi day on a weekend is a weekend day. */
  classOf(localDay: DayUtc): DayClass;
  /** Whether plain days may be learnt from a local day: false on the dates of semi days, on weekends too. */
  isSample(localDay: DayUtc): boolean;
}

/**
 * The calendar of a country by its ISO 3166-1 alpha-2 code; without a code UTC hours and weekdays, no holidays, no sun.
 *
 * A workday with a day off on either side is a semi day in every country.
 *
 * @throws FEATURES_UNKNOWN_COUNTRY where there is no calendar for the code.
 */
export function createCalendar(code?: string): Calendar {
  if (code === undefined) return utcCalendar;
  const country = countries.find((one) => one.code === code.toUpperCase());
  if (country === undefined) {
    throw new GridcastError('FEATURES_UNKNOWN_COUNTRY', { code, known: countries.map((one) => one.code) });
  }
  return countryCalendar(country);
}

const utcCalendar: Calendar = {
  country: undefined,
  offsets: ({ start }) => [{ from: start, offsetHours: 0 }],
  classOf: weekClass,
  isSample: () => true,
};

function countryCalendar(country: Country): Calendar {
  const isHoliday = dayMatcher(country.holidays);
  const isSemiDate = dayMatcher(country.semiDays);
  const isOff = (day: DayUtc): boolean => weekdayOfDay(day) > 5 || isHoliday(day);
  const isBridge = (day: DayUtc): boolean => !isOff(day) && isOff(day - 1) && isOff(day + 1);
  return {
    country,
    offsets: (window) => offsetSpans(country.zone, window),
    classOf: (day) => {
      if (isHoliday(day)) return dayClass.holiday;
      if (weekdayOfDay(day) > 5) return weekClass(day);
      return isSemiDate(day) || isBridge(day) ? dayClass.semi : dayClass.workday;
    },
    isSample: (day) => isHoliday(day) || !(isSemiDate(day) || isBridge(day)),
  };
}

function weekClass(day: DayUtc): DayClass {
  const weekday = weekdayOfDay(day);
  if (weekday <= 5) return dayClass.workday;
  return weekday === 6 ? dayClass.saturday : dayClass.sunday;
}

/** Years are looked up once; the neighbours count too, because a substitute day can fall into them. */
function dayMatcher(rules: readonly DayRule[]): (day: DayUtc) => boolean {
  const byYear = new Map<number, ReadonlySet<DayUtc>>();
  return (day) => {
    const year = yearOfDay(day);
    let days = byYear.get(year);
    if (days === undefined) {
      days = new Set([year - 1, year, year + 1].flatMap((one) => daysOfYear(rules, one)));
      byYear.set(year, days);
    }
    return days.has(day);
  };
}

/** The local day of an hour. */
export function localDay(hour: HourUtc, offsetHours: number): DayUtc {
  return Math.floor((hour + offsetHours) / 24);
}
