/** Hours as people in a zone read them. */
import { isoOfHour, msOfHour, type HourUtc } from '../../core/index.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    const two = '2-digit';
    const fields = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const;
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', ...fields });
    formats.set(zone, format);
  }
  return format;
}

/** The first instant of an hour as local ISO text with its offset: `2023-01-22T00:00:00+01:00`; in UTC with `Z`. */
export function localIsoOfHour(hour: HourUtc, zone: string): string {
  if (zone === 'UTC') return isoOfHour(hour);
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(msOfHour(hour))
      .map(({ type, value }) => [type, value]),
  );
  const local = `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}`;
  const offsetMinutes = Math.round((Date.parse(`${local}Z`) - msOfHour(hour)) / 60_000);
  const size = Math.abs(offsetMinutes);
  const [hours, minutes] = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0'));
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${hours}:${minutes}`;
}
