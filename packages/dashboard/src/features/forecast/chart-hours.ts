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
  const { observed, forecast, scored } = parts;
  const observedAt = placesOf(observed?.hoursUtc ?? []);
  const forecastAt = placesOf(forecast?.hoursUtc ?? []);
  const earlierAt = new Map(scored.map((hour) => [Date.parse(hour.targetHourUtc), hour.p50]));
  const known = [...observedAt.keys(), ...forecastAt.keys()];
  if (known.length === 0) return [];
  const first = known.reduce((a, b) => Math.min(a, b));
  const last = known.reduce((a, b) => Math.max(a, b));
  const hours: ChartHour[] = [];
  for (let atMs = first; atMs <= last; atMs += HOUR_MS) {
    const seen = observedAt.get(atMs);
    const made = forecastAt.get(atMs);
    hours.push({
      atMs,
      observed: seen === undefined ? undefined : observed?.values[seen],
      partial: seen !== undefined && (observed?.seriesCounts[seen] ?? 0) < (observed?.seriesCount ?? 0),
      forecast: made === undefined || forecast === undefined ? undefined : quantilesAt(forecast, made),
      earlier: made === undefined ? earlierAt.get(atMs) : undefined,
    });
  }
  return hours;
}

function placesOf(hoursUtc: readonly string[]): Map<number, number> {
  return new Map(hoursUtc.map((hour, place) => [Date.parse(hour), place]));
}

function quantilesAt(forecast: ForecastGroup, place: number): Record<QuantileName, number> {
  return Object.fromEntries(
    quantileNames.map((name) => [name, forecast.quantiles[name][place] ?? Number.NaN]),
  ) as Record<QuantileName, number>;
}

/** Starts of local days among the hours, for grid lines and labels. */
export function dayStarts(
  hours: readonly ChartHour[],
  localTime: (atMs: number) => string,
): readonly number[] {
  return hours.map(({ atMs }) => atMs).filter((atMs) => localTime(atMs) === '00:00');
}
