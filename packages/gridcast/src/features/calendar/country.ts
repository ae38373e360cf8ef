/** What a country's calendar is made of: data only. */
import type { DayRule } from './day-rule.ts';
import type { Place } from './sun.ts';

/** A country's zone, place for the sun, and days that differ in load. */
export interface Country extends Place {
  /** ISO 3166-1 alpha-2 code. */
  readonly code: string;
  /** IANA time zone. */
  readonly zone: string;
  /** Public holidays, and eves on which the country rests as on a Sunday. */
  readonly holidays: readonly DayRule[];
  /** Days that are no holiday but whose load is no workday's either: they teach nothing about plain days. */
  readonly semiDays: readonly DayRule[];
}
