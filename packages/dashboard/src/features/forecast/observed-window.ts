/** Which observed hours stand beside a forecast. Pure. */
import type { SourceFacts } from '../../api/schema.ts';

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;
/** The API answers at most this many hours at once, observed and ahead. */
const LONGEST_HOURS = 62 * 24;
const LONGEST_CSV_HOURS = 744;

/** A half-open window of target hours, and how many of them lie before the origin. */
export interface ObservedWindow {
  readonly fromUtc: string;
  readonly toUtc: string;
  readonly observedHours: number;
}

/** The last week of data that lies before the origin, however late the data came, up to the end of the forecast. */
export function observedWindow({
  originUtc,
  dataUntilUtc,
}: Pick<SourceFacts, 'originUtc' | 'dataUntilUtc'>): ObservedWindow {
  const origin = Date.parse(originUtc);
  const end = origin + 24 * HOUR_MS;
  const newest = Math.min(origin, dataUntilUtc === null ? origin : Date.parse(dataUntilUtc));
  const from = Math.max(newest - WEEK_HOURS * HOUR_MS, end - LONGEST_HOURS * HOUR_MS);
  const observedHours = Math.min(LONGEST_CSV_HOURS, Math.ceil((origin - from) / HOUR_MS));
  const iso = (ms: number): string => new Date(ms).toISOString();
  return { fromUtc: iso(from), toUtc: iso(end), observedHours };
}
