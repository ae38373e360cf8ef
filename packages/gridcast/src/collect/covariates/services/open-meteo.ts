/** Weather as it was forecast, from Open-Meteo's previous runs: never a measurement of an hour to come. */
import { z } from 'zod';
import {
  GridcastError,
  hourOfMs,
  isoOfHour,
  parseInstant,
  type HourUtc,
  type HourWindow,
} from '../../../core/index.ts';
import { sortedRows, type CovariateReader, type CovariateRow } from './covariate-row.ts';
import { requireColumn } from './require-column.ts';

export interface OpenMeteoOptions {
  readonly baseUrl: string;
  /** `temperature_2m`, `wind_speed_10m` (m/s), `shortwave_radiation`, `cloud_cover`, … */
  readonly variable: string;
  /** Places by the entity that their mean stands for: latitude and longitude. */
  readonly places: Readonly<Record<string, readonly (readonly [latitude: number, longitude: number])[]>>;
  /** From a run's issue to its being there, and on to the next run. */
  readonly lagHours: number;
}

/** Days before its hour at which a forecast was issued: the nearer one is known in time for a part of the next 24 hours only. */
const DAYS_AHEAD = [1, 2] as const;

const forecast = z.looseObject({
  hourly: z.looseObject({ time: z.array(z.string()) }).catchall(z.array(z.number().nullable())),
});

/**
 * Reads forecasts of each hour that were issued one and two days before it, each known from its issue and the lag. With 24 hours
 * to come and a lag of 12 the older one is known for all of them, the newer one for the first half.
 */
export function createOpenMeteo(options: OpenMeteoOptions): CovariateReader {
  return async (ask, window) => {
    const rows: CovariateRow[] = [];
    for (const [entity, places] of Object.entries(options.places)) {
      const url = addressOf(options, places, window);
      rows.push(...entityRows(options, { entity, window, responses: parseResponses(await ask(url), url) }));
    }
    return sortedRows(rows);
  };
}

function addressOf(
  { baseUrl, variable }: OpenMeteoOptions,
  places: readonly (readonly [number, number])[],
  window: HourWindow,
): string {
  const query = new URLSearchParams({
    latitude: places.map(([latitude]) => latitude).join(','),
    longitude: places.map(([, longitude]) => longitude).join(','),
    hourly: DAYS_AHEAD.map((days) => column(variable, days)).join(','),
    start_date: isoOfHour(window.start).slice(0, 10),
    end_date: isoOfHour(window.end - 1).slice(0, 10),
    wind_speed_unit: 'ms',
    timezone: 'UTC',
  });
  return `${baseUrl}/v1/forecast?${query.toString()}`;
}

function column(variable: string, days: number): string {
  return `${variable}_previous_day${days}`;
}

type Response = z.output<typeof forecast>;

interface EntityResponses {
  readonly entity: string;
  readonly window: HourWindow;
  readonly responses: readonly Response[];
}

/** Means over the places of hours that all places have. */
function entityRows(
  { variable, lagHours }: OpenMeteoOptions,
  { entity, window, responses }: EntityResponses,
): CovariateRow[] {
  return DAYS_AHEAD.flatMap((days) => {
    const sums = new Map<HourUtc, { sum: number; count: number }>();
    for (const { hourly } of responses) {
      requireColumn('Open-Meteo', column(variable, days), Object.keys(hourly));
      for (const [at, time] of hourly.time.entries()) {
        const [ms, value] = [parseInstant(time), hourly[column(variable, days)]?.[at]];
        if (ms === undefined || typeof value !== 'number') continue;
        const hour = hourOfMs(ms);
        const found = sums.get(hour) ?? { sum: 0, count: 0 };
        sums.set(hour, { sum: found.sum + value, count: found.count + 1 });
      }
    }
    return [...sums]
      .filter(([hour, { count }]) => count === responses.length && hour >= window.start && hour < window.end)
      .map(([hour, { sum, count }]) => ({
        entity,
        hour,
        value: sum / count,
        knownAtHour: hour - 24 * days + lagHours,
      }));
  });
}

/** One place gives one object, several a list. */
function parseResponses(text: string, url: string): readonly Response[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const read = z.array(forecast).safeParse(Array.isArray(json) ? json : [json]);
  if (read.success) return read.data;
  const answer = text.slice(0, 200);
  throw new GridcastError('COLLECT_FEED_REFUSED', { feed: 'Open-Meteo', status: 200, answer, url });
}
