/** Realised errors of a sum, day by day. Pure. */
import type { ScoredHour } from '../../api/schema.ts';

export const forecasterNames = ['Forecast', 'Naive 24', 'Naive 168'] as const;
export type ForecasterName = (typeof forecasterNames)[number];

/** The error of one forecaster on one local day. */
export interface DailyError {
  /** The first scored hour of the day. */
  readonly dayMs: number;
  readonly forecaster: ForecasterName;
  /** Σ|error| / Σ|truth| over the hours of the day that this forecaster has. */
  readonly wape: number;
  readonly hours: number;
}

const valueOf: Readonly<Record<ForecasterName, (hour: ScoredHour) => number | null>> = {
  Forecast: ({ p50 }) => p50,
  'Naive 24': ({ naive24 }) => naive24,
  'Naive 168': ({ naive168 }) => naive168,
};

/** Days ascending, forecasters in their order; a day whose truths are all 0 has no error. */
export function dailyErrors(
  hours: readonly ScoredHour[],
  localDay: (at: string) => string,
): readonly DailyError[] {
  const ascending = hours.toSorted((a, b) => Date.parse(a.targetHourUtc) - Date.parse(b.targetHourUtc));
  return [...Map.groupBy(ascending, ({ targetHourUtc }) => localDay(targetHourUtc)).values()].flatMap((day) =>
    forecasterNames.flatMap((forecaster) => {
      const known = day.flatMap((hour) => {
        const value = valueOf[forecaster](hour);
        return value === null ? [] : [{ actual: hour.actual, error: Math.abs(value - hour.actual) }];
      });
      const size = known.reduce((sum, { actual }) => sum + Math.abs(actual), 0);
      if (size === 0) return [];
      const wape = known.reduce((sum, { error }) => sum + error, 0) / size;
      return [{ dayMs: Date.parse(day[0]?.targetHourUtc ?? ''), forecaster, wape, hours: known.length }];
    }),
  );
}
