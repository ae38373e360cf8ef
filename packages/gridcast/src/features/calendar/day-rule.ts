/** Rules that name days of a year: fixed dates, days round Easter, the n-th weekday of a month. */
import { easterDay } from './easter.ts';
import { dayOfDate, weekdayOfDay, type DayUtc } from './day.ts';

interface Named {
  readonly name: string;
  /** First and last year in which the rule holds; without them it always does. */
  readonly from?: number;
  readonly until?: number;
}

/** A day that comes back every year. Months are 1..12, weekdays 1 (Monday) .. 7 (Sunday). */
export type DayRule = Named &
  (
    | {
        readonly kind: 'date';
        readonly month: number;
        readonly day: number;
        /** Where the day off goes when the date is no weekday: to the next free weekday, or (US) Saturday to Friday and Sunday to Monday. */
        readonly substitute?: 'next' | 'nearest';
      }
    | { readonly kind: 'easter'; readonly offsetDays: number }
    /** The first given weekday on or after a date. */
    | {
        readonly kind: 'weekday';
        readonly weekday: number;
        readonly month: number;
        readonly day: number;
      }
  );

/** A date that comes back every year. */
export function date(month: number, day: number, name: string, years: YearSpan = {}): DayRule {
  return { kind: 'date', month, day, name, ...years };
}

/** A day at a distance from Easter Sunday. */
export function easter(offsetDays: number, name: string, years: YearSpan = {}): DayRule {
  return { kind: 'easter', offsetDays, name, ...years };
}

/** The first given weekday on or after a date: `weekday(1, [9, 1], 'Labor Day')` is the first Monday of September. */
export function weekday(
  dayOfWeek: number,
  [month, day]: readonly [month: number, day: number],
  name: string,
  years: YearSpan = {},
): DayRule {
  return { kind: 'weekday', weekday: dayOfWeek, month, day, name, ...years };
}

/** The years in which a rule holds, and what becomes of a date on a weekend. */
export interface YearSpan {
  readonly from?: number;
  readonly until?: number;
  readonly substitute?: 'next' | 'nearest';
}

/** The days that the rules name in one year, in the rules' order; a substitute day comes besides its date. */
export function daysOfYear(rules: readonly DayRule[], year: number): DayUtc[] {
  const days: DayUtc[] = [];
  const valid = rules.filter((rule) => (rule.from ?? year) <= year && year <= (rule.until ?? year));
  for (const rule of valid) days.push(dayOfRule(rule, year));
  for (const rule of valid) {
    if (rule.kind !== 'date' || rule.substitute === undefined) continue;
    const day = dayOfDate(year, rule.month, rule.day);
    const substitute = substituteOf(day, rule.substitute, days);
    if (substitute !== day) days.push(substitute);
  }
  return days;
}

function dayOfRule(rule: DayRule, year: number): DayUtc {
  if (rule.kind === 'easter') return easterDay(year) + rule.offsetDays;
  const first = dayOfDate(year, rule.month, rule.day);
  return rule.kind === 'date' ? first : first + ((rule.weekday - weekdayOfDay(first) + 7) % 7);
}

function substituteOf(day: DayUtc, way: 'next' | 'nearest', taken: readonly DayUtc[]): DayUtc {
  const onDay = weekdayOfDay(day);
  if (onDay <= 5) return day;
  if (way === 'nearest') return onDay === 6 ? day - 1 : day + 1;
  let next = day + 1;
  while (weekdayOfDay(next) > 5 || taken.includes(next)) next++;
  return next;
}
