/** Offsets of a time zone, as the few hours at which they change. */
import { msOfHour, type HourUtc, type HourWindow } from '../../core/index.ts';

/** From `from` on, local time is UTC plus `offsetHours`. Zones with half hours are floored to whole hours. */
export interface OffsetSpan {
  readonly from: HourUtc;
  readonly offsetHours: number;
}

const PROBE_HOURS = 7 * 24;

/**
 * The offsets of a zone over a window, one span a change, ascending; the first span starts at the window's start.
 *
 * Looks at the zone once a week and bisects where the offset differs; two changes within one week that undo each other
 * are not seen.
 */
export function offsetSpans(zone: string, window: HourWindow): OffsetSpan[] {
  const offsetAt = offsetReader(zone);
  const spans: OffsetSpan[] = [{ from: window.start, offsetHours: offsetAt(window.start) }];
  let known = window.start;
  let offsetHours = spans[0]?.offsetHours ?? 0;
  while (known < window.end) {
    const next = Math.min(known + PROBE_HOURS, window.end);
    const offsetNext = offsetAt(next);
    if (offsetNext !== offsetHours) {
      spans.push({ from: firstHourWith(offsetNext, known, next, offsetAt), offsetHours: offsetNext });
    }
    known = next;
    offsetHours = offsetNext;
  }
  return spans;
}

function firstHourWith(
  offsetHours: number,
  before: HourUtc,
  at: HourUtc,
  offsetAt: (hour: HourUtc) => number,
): HourUtc {
  let [low, high] = [before, at];
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (offsetAt(middle) === offsetHours) high = middle;
    else low = middle;
  }
  return high;
}

function offsetReader(zone: string): (hour: HourUtc) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (hour) => {
    const text = format.format(msOfHour(hour));
    const match = /GMT(?:([+-])(\d{2}):(\d{2}))?/u.exec(text);
    const minutes = Number(match?.[2] ?? 0) * 60 + Number(match?.[3] ?? 0);
    return Math.floor((match?.[1] === '-' ? -minutes : minutes) / 60);
  };
}

/** The offset of an hour, from spans that cover it. */
export function offsetOf(spans: readonly OffsetSpan[], hour: HourUtc): number {
  let low = 0;
  let high = spans.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((spans[middle] as OffsetSpan).from <= hour) low = middle;
    else high = middle - 1;
  }
  return spans[low]?.offsetHours ?? 0;
}

/** The hour that is `days` days before an hour on the local clock: a move by whole days and by the change of the offset. */
export function daysBefore(spans: readonly OffsetSpan[], hour: HourUtc, days: number): HourUtc {
  const plain = hour - 24 * days;
  return plain + offsetOf(spans, hour) - offsetOf(spans, plain);
}
