/** The values that members which go step by step read, as known at one origin. */
import type { HourUtc, Panel } from '../core/index.ts';

/** Facts of hours, one item an hour from `startHour` on. */
export interface HistoryClock {
  readonly startHour: HourUtc;
  /** 0..23. */
  readonly localHour: Int32Array;
  /** 1 (Monday) .. 7 (Sunday). */
  readonly weekday: Int32Array;
  /** 0 workday, 1 Saturday, 2 Sunday, 3 holiday, 4 semi day. */
  readonly dayClass: Int32Array;
  /** Degrees; NaN where the place is not known. */
  readonly sunElevation: Float64Array;
}

/** What is known at an origin. Invariants: the panel ends at the newest usable hour, the clock at the last lead. */
export interface History {
  readonly origin: HourUtc;
  readonly panel: Panel;
  readonly clock: HistoryClock;
}

/** Hours that these members look back at most: eight weeks. */
export const HISTORY_HOURS = 1_344;

/** The last hours of one series of a history, at most `HISTORY_HOURS`, and the hour of the first. */
export function recentValues(
  { panel }: History,
  series: number,
): { readonly values: Float64Array; readonly startHour: HourUtc } {
  const from = Math.max(0, panel.hours - HISTORY_HOURS);
  const values = panel.values.subarray(series * panel.hours + from, (series + 1) * panel.hours);
  return { values, startHour: panel.startHour + from };
}
