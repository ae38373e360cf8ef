/** The Danish clock, by which day-ahead markets and forecasts are published. */
import { hourOfMs, msOfHour, type HourUtc } from '../../../core/index.ts';

/** Hours that Danish time is ahead of UTC in an hour: 2 from the last Sunday of March 01:00 UTC to that of October, else 1. */
export function danishOffset(hour: HourUtc): number {
  const year = new Date(msOfHour(hour)).getUTCFullYear();
  return hour >= switchHour(year, 2) && hour < switchHour(year, 9) ? 2 : 1;
}

function switchHour(year: number, month: number): HourUtc {
  const lastDay = new Date(Date.UTC(year, month + 1, 0));
  return hourOfMs(lastDay.getTime()) - lastDay.getUTCDay() * 24 + 1;
}

/** The UTC hour in which the Danish clock shows an hour of the day before the Danish day of a target hour. */
export function hourOfDayBefore(target: HourUtc, clockHour: number): HourUtc {
  const localDay = Math.floor((target + danishOffset(target)) / 24);
  const local = (localDay - 1) * 24 + clockHour;
  return local - danishOffset(local - 1);
}
