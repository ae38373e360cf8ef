/** What is known at an origin, hour by hour, for members that go step by step. */
import type { HourUtc, Panel, SeriesKey } from '../core/index.ts';
import { readPanel, type SqlEngine } from '../store/index.ts';
import type { Calendar } from './calendar/index.ts';
import { calendarColumns } from './calendar/table.ts';
import { LEADS } from './view/lags.ts';

/** Hours before the newest usable one that a history holds: eight weeks. */
const LOOKBACK_HOURS = 1_344;

/** Facts of hours, one item an hour from `startHour` on. */
export interface HourFacts {
  readonly startHour: HourUtc;
  readonly localHour: Int32Array;
  readonly weekday: Int32Array;
  readonly dayClass: Int32Array;
  readonly sunElevation: Float64Array;
}

/** The facts of the hours `[start, end)`. */
export function hourFacts(calendar: Calendar, window: { start: HourUtc; end: HourUtc }): HourFacts {
  const columns = calendarColumns(calendar, window);
  return {
    startHour: window.start,
    localHour: columns.local_hour,
    weekday: columns.weekday,
    dayClass: columns.day_class,
    sunElevation: columns.sun_elevation_deg,
  };
}

/** The facts of the hours that a forecast from a panel looks at: its last eight weeks up to the last lead. */
export function forecastClock(calendar: Calendar, panel: Panel, origin: HourUtc): HourFacts {
  const start = panel.startHour + Math.max(0, panel.hours - LOOKBACK_HOURS);
  return hourFacts(calendar, { start, end: origin + LEADS });
}

export interface HistoryRequest {
  readonly keyNames: readonly string[];
  readonly series: readonly SeriesKey[];
  readonly delayHours: number;
  readonly calendar: Calendar;
}

/** The last eight weeks as known at an origin. Invariant: nothing known later is there. */
export async function readHistory(
  engine: SqlEngine,
  origin: HourUtc,
  { keyNames, series, delayHours, calendar }: HistoryRequest,
): Promise<{ readonly origin: HourUtc; readonly panel: Panel; readonly clock: HourFacts }> {
  const sinceHour = origin - delayHours - LOOKBACK_HOURS;
  const panel = await readPanel(engine, { keyNames, series, originHour: origin, delayHours, sinceHour });
  return { origin, panel, clock: forecastClock(calendar, panel, origin) };
}
