/** The hours that anchors copy, for people who ask where a forecast started. */
import type { HourUtc } from '../core/index.ts';
import { localDay, type Calendar } from './calendar/calendar.ts';
import { daysBefore, offsetOf } from './calendar/zone.ts';
import { FAR_HOURS } from './view/levels.ts';

/** A row of one series, and which of its hours have a value that is known. */
export interface CopiedRow {
  readonly origin: HourUtc;
  readonly target: HourUtc;
  readonly delayHours: number;
  readonly isKnown: (hour: HourUtc) => boolean;
}

/** The hours of an anchor: `week` and `day` the newest legal one, `like3` up to three of the newest days of the same kind. */
export type CopiedAnchor = 'week' | 'day' | 'like1' | 'like3';

const SEASON_DAYS = { day: 1, week: 7 } as const;
const LIKE_CLASS = [0, 1, 2, 2, 0];
const YEAR_HOURS = 8_784;

/**
 * The hours whose values an anchor takes, newest first, in the way of the feature table: where the hour of the week has no value that
 * of the day is taken. Empty where neither has one: the anchor is then a mean of weeks.
 */
export function copiedHours(calendar: Calendar, row: CopiedRow, anchor: CopiedAnchor): readonly HourUtc[] {
  const last = row.origin - 1 - row.delayHours;
  const clock = localClock(calendar, row);
  const [day, week] = [clock.seasonBefore('day', last), clock.seasonBefore('week', last)];
  const plain = [week, day].filter(row.isKnown).slice(0, 1);
  if (anchor === 'week') return plain;
  if (anchor === 'day') return row.isKnown(day) ? [day] : plain;
  const likes = likeHours(clock, row, { day, last }).slice(0, anchor === 'like1' ? 1 : 3);
  return likes.length > 0 ? likes : plain;
}

interface LocalClock {
  readonly localHourOf: (hour: HourUtc) => number;
  readonly seasonBefore: (season: keyof typeof SEASON_DAYS, last: HourUtc) => HourUtc;
  readonly classOf: (hour: HourUtc) => number;
  readonly isSample: (hour: HourUtc) => boolean;
}

function localClock(calendar: Calendar, { target }: CopiedRow): LocalClock {
  const spans = calendar.offsets({ start: target - YEAR_HOURS, end: target + 1 });
  const before = (days: number): HourUtc => daysBefore(spans, target, days);
  const dayOf = (hour: HourUtc): number => localDay(hour, offsetOf(spans, hour));
  return {
    localHourOf: (hour) => hour + offsetOf(spans, hour) - 24 * dayOf(hour),
    seasonBefore: (season, last) => {
      const days = SEASON_DAYS[season];
      const seasons = Math.ceil((target - last) / (24 * days));
      const hour = before(days * seasons);
      return hour > last ? before(days * (seasons + 1)) : hour;
    },
    classOf: (hour) => LIKE_CLASS[calendar.classOf(dayOf(hour))] ?? 0,
    isSample: (hour) => calendar.isSample(dayOf(hour)),
  };
}

/** The newest samples of the target's kind of day at its local hour, from the hour of the newest legal day back. */
function likeHours(
  clock: LocalClock,
  { target, isKnown }: CopiedRow,
  { day, last }: { readonly day: HourUtc; readonly last: HourUtc },
): HourUtc[] {
  const samples: HourUtc[] = [];
  for (let hour = day; hour >= last - FAR_HOURS && samples.length < 3; hour--) {
    if (clock.localHourOf(hour) !== clock.localHourOf(day) || clock.classOf(hour) !== clock.classOf(target))
      continue;
    if (clock.isSample(hour) && isKnown(hour)) samples.push(hour);
  }
  return samples;
}
