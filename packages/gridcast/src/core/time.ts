/** Hours, instants and half-open windows. Everything here is UTC; local time lives in the calendar. */

/** Whole hours since 1970-01-01T00:00Z, naming the hour that starts at that instant. */
export type HourUtc = number;

export const MS_PER_HOUR = 3_600_000;

/** A half-open window of hours `[start, end)`. */
export interface HourWindow {
  readonly start: HourUtc;
  readonly end: HourUtc;
}

/** The hour that contains an instant given in milliseconds since the epoch. */
export function hourOfMs(instantMs: number): HourUtc {
  return Math.floor(instantMs / MS_PER_HOUR);
}

/** The first instant of an hour, in milliseconds since the epoch. */
export function msOfHour(hour: HourUtc): number {
  return hour * MS_PER_HOUR;
}

/** An hour as ISO text without fractional seconds: `2023-01-21T23:00:00Z`. */
export function isoOfHour(hour: HourUtc): string {
  return isoOfMs(msOfHour(hour));
}

/** An instant as ISO text without fractional seconds. */
export function isoOfMs(instantMs: number): string {
  return `${new Date(instantMs).toISOString().slice(0, 19)}Z`;
}

const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads an ISO instant; text without an offset is UTC. Returns milliseconds since the epoch, or undefined where the text
 * is no instant (2023-02-30 included).
 */
export function parseInstant(text: string): number | undefined {
  const trimmed = text.trim();
  if (!ISO_INSTANT.test(trimmed)) return undefined;
  const dateOnly = trimmed.length === 10;
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/.test(trimmed.slice(10));
  const ms = Date.parse(
    dateOnly ? `${trimmed}T00:00:00Z` : `${trimmed.replace(' ', 'T')}${hasZone ? '' : 'Z'}`,
  );
  if (Number.isNaN(ms)) return undefined;
  const day = Date.parse(`${trimmed.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== trimmed.slice(0, 10)
    ? undefined
    : ms;
}
