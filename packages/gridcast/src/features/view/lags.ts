/** How far back each lag looks, and whether that is legal at a delay. */
import { GridcastError } from '../../core/index.ts';

/** Hours of a forecast: leads 0 .. 23. */
export const LEADS = 24;

/** Longest move of a lag by a change of the clock. */
const CLOCK_CHANGE_HOURS = 1;

/** A value at a fixed distance before the target hour, or the end of a window at one. */
export interface FixedLag {
  readonly name: string;
  readonly lagHours: number;
}

/** A value whole seasons before the target hour: the nearest legal one, and `extra` seasons more. */
export interface SeasonLag {
  readonly name: string;
  readonly seasonDays: number;
  readonly extra: number;
}

/** The same hour of earlier days and weeks, by the names of the hours in the table of moments. */
export const seasonLags: readonly SeasonLag[] = [
  ...[0, 1, 2, 5, 6].map((extra) => ({ name: `d${extra}`, seasonDays: 1, extra })),
  ...[0, 2].map((extra) => ({ name: `w${extra}`, seasonDays: 7, extra })),
];

/** 364 days: the same weekday a year before. */
export const YEAR_HOURS = 364 * 24;

/** The week round the forecast's day a year before ends this many hours after the origin less a year: 12 to noon, half a week on. */
export const YEAR_WEEK_AFTER_ORIGIN_HOURS = 12 + 83;

/** The lags of a year before, from the last lead's target hour. */
export const yearLags: readonly FixedLag[] = [
  { name: 'y0', lagHours: YEAR_HOURS },
  { name: 'year_week', lagHours: YEAR_HOURS + LEADS - 1 - YEAR_WEEK_AFTER_ORIGIN_HOURS },
];

/**
 * Refuses a lag that reaches past the newest known hour for some lead.
 *
 * @throws FEATURES_LAG_TOO_SHORT where a fixed lag is shorter than the delay and the longest lead ask for, or a season lag
 * has less than no extra season.
 */
export function assertLegalLag(lag: FixedLag | SeasonLag, delayHours: number): void {
  const lastLeadHours = delayHours + LEADS;
  const isFixed = 'lagHours' in lag;
  const shortestHours = isFixed
    ? lastLeadHours + CLOCK_CHANGE_HOURS
    : 24 * lag.seasonDays * Math.ceil(lastLeadHours / (24 * lag.seasonDays));
  const lagHours = isFixed ? lag.lagHours : shortestHours + 24 * lag.seasonDays * lag.extra;
  if (lagHours < shortestHours) {
    throw new GridcastError('FEATURES_LAG_TOO_SHORT', {
      name: lag.name,
      lagHours,
      delayHours,
      shortestHours,
    });
  }
}
