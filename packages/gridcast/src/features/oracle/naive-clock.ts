/** Local time asked of Intl hour by hour: the oracle of the calendar table. */
import type { Calendar } from '../calendar/index.ts';
import { sunElevationDeg } from '../calendar/sun.ts';

export interface NaiveClock {
  daysBefore(hour: number, days: number): number;
  localHour(hour: number): number;
  weekday(hour: number): number;
  dayClass(hour: number): number;
  likeClass(hour: number): number;
  isSample(hour: number): boolean;
  sun(hour: number): number;
  /** Days since 1 January of the local year, as an angle. */
  yearAngle(hour: number): number;
}

const offsetsByZone = new Map<string, (hour: number) => number>();

/** A clock of a calendar. */
export function naiveClock(calendar: Calendar): NaiveClock {
  const { country } = calendar;
  const offset = country === undefined ? () => 0 : offsetOfZone(country.zone);
  const local = (hour: number): Date => new Date((hour + offset(hour)) * 3_600_000);
  const day = (hour: number): number => Math.floor((hour + offset(hour)) / 24);
  return {
    daysBefore: (hour, days) => hour - 24 * days + offset(hour) - offset(hour - 24 * days),
    localHour: (hour) => local(hour).getUTCHours(),
    weekday: (hour) => local(hour).getUTCDay() || 7,
    dayClass: (hour) => calendar.classOf(day(hour)),
    likeClass: (hour) => [0, 1, 2, 2, 0][calendar.classOf(day(hour))] ?? 0,
    isSample: (hour) => calendar.isSample(day(hour)),
    sun: (hour) => (country === undefined ? Number.NaN : sunElevationDeg(hour, country)),
    yearAngle: (hour) => {
      const newYear = Date.UTC(local(hour).getUTCFullYear(), 0, 1) / 86_400_000;
      return (2 * Math.PI * (day(hour) - newYear)) / 365.25;
    },
  };
}

function offsetOfZone(zone: string): (hour: number) => number {
  let read = offsetsByZone.get(zone);
  if (read !== undefined) return read;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
  });
  const known = new Map<number, number>();
  read = (hour) => {
    const held = known.get(hour);
    if (held !== undefined) return held;
    const parts = Object.fromEntries(
      format.formatToParts(hour * 3_600_000).map(({ type, value }) => [type, Number(value)]),
    );
    const local = Date.UTC(parts['year'] ?? 0, (parts['month'] ?? 1) - 1, parts['day'], parts['hour']);
    const offset = Math.floor(local / 3_600_000 - hour);
    known.set(hour, offset);
    return offset;
  };
  offsetsByZone.set(zone, read);
  return read;
}
