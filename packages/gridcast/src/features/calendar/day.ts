/** Days as whole numbers since 1970-01-01, without a zone. */

/** Days since 1970-01-01; of a local date where the name says so. */
export type DayUtc = number;

const MS_PER_DAY = 86_400_000;

/** The day of a date; month 1..12. */
export function dayOfDate(year: number, month: number, day: number): DayUtc {
  return Date.UTC(year, month - 1, day) / MS_PER_DAY;
}

/** The weekday of a day, 1 (Monday) to 7 (Sunday). */
export function weekdayOfDay(day: DayUtc): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The year of a day. */
export function yearOfDay(day: DayUtc): number {
  return new Date(day * MS_PER_DAY).getUTCFullYear();
}
