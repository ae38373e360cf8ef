/** Observed hours, the forecast and earlier forecasts as one list of hours, for the chart and for its table. */
import type { ForecastGroup, ObservedGroup, ScoredHour } from '../../api/schema.ts';

export const quantileNames = ['p05', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95'] as const;
export type QuantileName = (typeof quantileNames)[number];

/** One hour by its start. */
export interface ChartHour {
  readonly atMs: number;
  /** Absent: not observed, or not yet known. */
  readonly observed: number | undefined;
  /** Not every series of the sum was observed then. */
  readonly partial: boolean;
  readonly forecast: Readonly<Record<QuantileName, number>> | undefined;
  /** What an earlier forecast had said of the hour. */
  readonly earlier: number | undefined;
}

const HOUR_MS = 3_600_000;

/** Every hour from the first that anything is known of to the last, ascending, none left out. */
export function chartHours(parts: {
  readonly observed: ObservedGroup | undefined;
  readonly forecast: ForecastGroup | undefined;
  readonly scored: readonly ScoredHour[];
}): readonly ChartHour[] {
  const observedAt = observedByHour(parts.observed);
  const forecastAt = forecastByHour(parts.forecast);
  const earlierAt = new Map(parts.scored.map((hour) => [Date.parse(hour.targetHourUtc), hour.p50]));
  const known = [...observedAt.keys(), ...forecastAt.keys()];
  const last = known.reduce((a, b) => Math.max(a, b), -Infinity);
  const hours: ChartHour[] = [];
  for (let atMs = known.reduce((a, b) => Math.min(a, b), Infinity); atMs <= last; atMs += HOUR_MS) {
    const seen = observedAt.get(atMs);
    const forecast = forecastAt.get(atMs);
    const earlier = forecast === undefined ? earlierAt.get(atMs) : undefined;
    hours.push({ atMs, observed: seen?.value, partial: seen?.partial ?? false, forecast, earlier });
  }
  return hours;
}

function observedByHour(group: ObservedGroup | undefined) {
  const seen = new Map<number, { readonly value: number | undefined; readonly partial: boolean }>();
  if (group === undefined) return seen;
  for (const [place, hour] of group.hoursUtc.entries()) {
    const partial = (group.seriesCounts[place] ?? 0) < group.seriesCount;
    seen.set(Date.parse(hour), { value: group.values[place], partial });
  }
  return seen;
}

function forecastByHour(group: ForecastGroup | undefined): Map<number, Record<QuantileName, number>> {
  const made = new Map<number, Record<QuantileName, number>>();
  for (const [place, hour] of (group?.hoursUtc ?? []).entries()) {
    const values = quantileNames.map((name) => [name, group?.quantiles[name][place] ?? Number.NaN]);
    made.set(Date.parse(hour), Object.fromEntries(values) as Record<QuantileName, number>);
  }
  return made;
}

/** Starts of local days among the hours, for grid lines and labels. */
export function dayStarts(
  hours: readonly ChartHour[],
  localTime: (atMs: number) => string,
): readonly number[] {
  return hours.map(({ atMs }) => atMs).filter((atMs) => localTime(atMs) === '00:00');
}

const LABEL_PX = 76;

/** Where an axis of so many pixels has labels: every sixth local hour where there is room, else days, else some days. */
export function timeTicks(
  hours: readonly ChartHour[],
  localTime: (atMs: number) => string,
  widthPx: number,
): readonly number[] {
  const room = widthPx / LABEL_PX;
  for (const everyHours of [6, 12]) {
    if (hours.length / everyHours > room) continue;
    return hours.map(({ atMs }) => atMs).filter((atMs) => isMultiple(localTime(atMs), everyHours));
  }
  const days = dayStarts(hours, localTime);
  const every = Math.max(1, Math.ceil(days.length / room));
  return days.filter((_, place) => (days.length - 1 - place) % every === 0);
}

function isMultiple(time: string, hours: number): boolean {
  return time.endsWith(':00') && Number(time.slice(0, 2)) % hours === 0;
}

/** The hours from two days before the forecast on; all of them where nothing lies there. */
export function nearHours(hours: readonly ChartHour[], originMs: number): readonly ChartHour[] {
  const near = hours.filter(({ atMs }) => atMs >= originMs - 48 * HOUR_MS);
  return near.length === 0 ? hours : near;
}

/** The middle of the hours between the newest value and the forecast, where they are a tenth of the chart or more. */
export function unknownSpan(hours: readonly ChartHour[], originMs: number): readonly number[] {
  const newest = hours.findLast(({ observed }) => observed !== undefined);
  if (newest === undefined) return [];
  const gapMs = originMs - newest.atMs - HOUR_MS;
  return gapMs >= (hours.length * HOUR_MS) / 10 ? [newest.atMs + HOUR_MS + gapMs / 2] : [];
}
