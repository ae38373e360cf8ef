/** The calendar in columns, an item an hour. */
import type { HourWindow } from '../../core/index.ts';
import { dayClass, localDay, type Calendar } from './calendar.ts';
import { dayOfDate, weekdayOfDay, yearOfDay } from './day.ts';
import { sunElevationDeg } from './sun.ts';
import { daysBefore, offsetOf } from './zone.ts';

/** Hours before an hour that its columns look at: a week and the change of the clock. */
const BEFORE_HOURS = 168;

/** The columns of the calendar, in order. */
export interface CalendarColumns {
  readonly hour: Int32Array;
  /** Local time minus UTC, whole hours. */
  readonly utc_offset: Int32Array;
  /** 0..23. */
  readonly local_hour: Int32Array;
  /** Days since 1970-01-01 on the local clock. */
  readonly local_day: Int32Array;
  /** 1 (Monday) to 7 (Sunday). */
  readonly weekday: Int32Array;
  /** 0 workday, 1 Saturday, 2 Sunday, 3 holiday, 4 semi day. */
  readonly day_class: Int32Array;
  /** Which days are alike: 0 workdays and semi days, 1 Saturdays, 2 Sundays and holidays. */
  readonly like_class: Int32Array;
  /** 1 where plain days may be learnt from this hour, 0 on semi days. */
  readonly like_sample: Int32Array;
  /** Hours back to the same local time one week before: 168, or one more or less over a change of the clock. */
  readonly week_hours: Int32Array;
  /** Degrees above the horizon in the middle of the hour; NaN without a country. */
  readonly sun_elevation_deg: Float64Array;
  /** Daylight and dusk, clip((elevation + 4) / 8, 0, 1); NaN without a country. */
  readonly light: Float64Array;
  readonly day_of_year_sin: Float64Array;
  readonly day_of_year_cos: Float64Array;
  /** Share of hours of weekends and holidays among the last 24 and 168, this one included. */
  readonly off_24: Float64Array;
  readonly off_168: Float64Array;
}

/** The columns of a window, ascending. */
export function calendarColumns(calendar: Calendar, { start, end }: HourWindow): CalendarColumns {
  const hours = Math.max(0, end - start);
  const padded = hours + BEFORE_HOURS;
  const offsets = calendar.offsets({ start: start - BEFORE_HOURS - 1, end });
  const columns = emptyColumns(hours);
  const off = new Uint8Array(padded);
  const day = dayReader(calendar);
  for (let i = 0; i < padded; i++) {
    const hour = start - BEFORE_HOURS + i;
    const utcOffset = offsetOf(offsets, hour);
    const facts = day(localDay(hour, utcOffset));
    off[i] = facts.like_class === 0 ? 0 : 1;
    const row = i - BEFORE_HOURS;
    if (row < 0) continue;
    columns.hour[row] = hour;
    columns.utc_offset[row] = utcOffset;
    columns.local_hour[row] = hour + utcOffset - 24 * facts.local_day;
    columns.week_hours[row] = hour - daysBefore(offsets, hour, 7);
    for (const name of DAY_COLUMNS) columns[name][row] = facts[name];
    const elevation = calendar.country === undefined ? Number.NaN : sunElevationDeg(hour, calendar.country);
    columns.sun_elevation_deg[row] = elevation;
    columns.light[row] = Math.max(0, Math.min(1, (elevation + 4) / 8));
  }
  fillShare(columns.off_24, off, 24);
  fillShare(columns.off_168, off, 168);
  return columns;
}

const DAY_COLUMNS = [
  'local_day',
  'weekday',
  'day_class',
  'like_class',
  'like_sample',
  'day_of_year_sin',
  'day_of_year_cos',
] as const;

type DayFacts = Readonly<Record<(typeof DAY_COLUMNS)[number], number>>;

/** Facts of local days; hours come in order, so one day is kept. */
function dayReader(calendar: Calendar): (day: number) => DayFacts {
  let last: DayFacts | undefined;
  return (day) => {
    if (last?.local_day === day) return last;
    const kind = calendar.classOf(day);
    const angle = (2 * Math.PI * (day - dayOfDate(yearOfDay(day), 1, 1))) / 365.25;
    last = {
      local_day: day,
      weekday: weekdayOfDay(day),
      day_class: kind,
      like_class: LIKE_CLASS[kind],
      like_sample: calendar.isSample(day) ? 1 : 0,
      day_of_year_sin: Math.sin(angle),
      day_of_year_cos: Math.cos(angle),
    };
    return last;
  };
}

const LIKE_CLASS = {
  [dayClass.workday]: 0,
  [dayClass.saturday]: 1,
  [dayClass.sunday]: 2,
  [dayClass.holiday]: 2,
  [dayClass.semi]: 0,
} as const;

function fillShare(into: Float64Array, off: Uint8Array, width: number): void {
  let count = 0;
  for (let i = 0; i < off.length; i++) {
    count += off[i] ?? 0;
    if (i >= width) count -= off[i - width] ?? 0;
    if (i >= BEFORE_HOURS) into[i - BEFORE_HOURS] = count / width;
  }
}

function emptyColumns(hours: number): CalendarColumns {
  return {
    hour: new Int32Array(hours),
    utc_offset: new Int32Array(hours),
    local_hour: new Int32Array(hours),
    local_day: new Int32Array(hours),
    weekday: new Int32Array(hours),
    day_class: new Int32Array(hours),
    like_class: new Int32Array(hours),
    like_sample: new Int32Array(hours),
    week_hours: new Int32Array(hours),
    sun_elevation_deg: new Float64Array(hours),
    light: new Float64Array(hours),
    day_of_year_sin: new Float64Array(hours),
    day_of_year_cos: new Float64Array(hours),
    off_24: new Float64Array(hours),
    off_168: new Float64Array(hours),
  };
}
