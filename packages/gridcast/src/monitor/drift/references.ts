/** What a window is, and what it is compared with: days of the same season and of the same kinds. */
import type { DayWindow } from '../statistics/read.ts';

export interface Reference {
  /** `year-before`: the same season; `recent-weeks`: the weeks before; `given`: as asked. */
  readonly name: 'year-before' | 'recent-weeks' | 'given';
  /** Ascending days with statistics. */
  readonly days: readonly number[];
}

/** 52 weeks: the same weekdays a year before. */
const YEAR_DAYS = 364;
/** Days before and after that belong to the same season. */
const SEASON_DAYS = 14;
const RECENT_DAYS = 56;
/** A reference is used where so much of it is known. */
const LEAST_SHARE = 0.75;
/** Days that a reference needs, to have halves that can be compared. */
const LEAST_DAYS = 14;

/** Four weeks: so long seasons stand nearly still, and days enough are independent; less where little is known. */
const WINDOW_DAYS = [28, 14, 7] as const;

/** The usual window that ends before a day: four weeks, or two or one where less than two weeks are known before them. */
export function usualWindow(to: number, known: readonly number[]): DayWindow {
  const days = WINDOW_DAYS.find((length) => known.filter((day) => day < to - length).length >= LEAST_DAYS);
  return { from: to - (days ?? WINDOW_DAYS[0]), to };
}

/**
 * The references of a window among the days known: the same season of the year before, two weeks to either side, and the eight
 * weeks before the window; of both only days of the kinds (workday, Saturday, Sunday in UTC) that the window has.
 */
export function autoReferences(window: DayWindow, known: readonly number[]): Reference[] {
  const kinds = new Set(daysOf(window).map(kindOf));
  const year = {
    from: window.from - YEAR_DAYS - SEASON_DAYS,
    to: Math.min(window.to - YEAR_DAYS + SEASON_DAYS, window.from),
  };
  const recent = { from: window.from - RECENT_DAYS, to: window.from };
  const season = reference('year-before', year, { known, kinds, leastShare: LEAST_SHARE });
  // a young home has less than eight weeks: then what it has
  const weeks = reference('recent-weeks', recent, { known, kinds, leastShare: 0 });
  return [season, weeks].filter((one) => one !== undefined);
}

/** The known days of a window that was asked for. */
export function givenReference(window: DayWindow, known: readonly number[]): Reference {
  return { name: 'given', days: known.filter((day) => day >= window.from && day < window.to) };
}

function reference(
  name: Reference['name'],
  window: DayWindow,
  { known, kinds, leastShare }: { known: readonly number[]; kinds: ReadonlySet<string>; leastShare: number },
): Reference | undefined {
  const wanted = daysOf(window).filter((day) => kinds.has(kindOf(day)));
  const there = new Set(known);
  const days = wanted.filter((day) => there.has(day));
  const enough = days.length >= LEAST_DAYS && days.length >= leastShare * wanted.length;
  return enough ? { name, days } : undefined;
}

export function daysOf({ from, to }: DayWindow): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

function kindOf(day: number): string {
  // 1970-01-01 was a Thursday
  const weekday = (day + 4) % 7;
  return weekday === 0 ? 'Sunday' : weekday === 6 ? 'Saturday' : 'workday';
}
