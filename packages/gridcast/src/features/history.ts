/** What is known at an origin, hour by hour, for members that go step by step. */
import type { HourUtc, Panel, SeriesKey } from '../core/index.ts';
import { readPanels, type SqlEngine } from '../store/index.ts';
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

/** What is known at an origin, in the last eight weeks. */
export interface OriginHistory {
  readonly origin: HourUtc;
  readonly panel: Panel;
  readonly clock: HourFacts;
}

/** The last eight weeks as known at each of some origins. Invariant: nothing known later is there. */
export async function readHistories(
  engine: SqlEngine,
  origins: readonly HourUtc[],
  { calendar, ...scope }: HistoryRequest,
): Promise<OriginHistory[]> {
  if (origins.length === 0) return [];
  const panels = await readPanels(engine, { ...scope, originHours: origins, lookbackHours: LOOKBACK_HOURS });
  return panels.map((panel, place) => {
    const origin = origins[place] as HourUtc;
    return { origin, panel, clock: forecastClock(calendar, panel, origin) };
  });
}
