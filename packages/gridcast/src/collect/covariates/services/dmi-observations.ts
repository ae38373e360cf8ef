/** Weather as measured by the Danish Meteorological Institute: hourly means over groups of stations. */
import { z } from 'zod';
import {
  GridcastError,
  hourOfMs,
  isoOfHour,
  MS_PER_HOUR,
  parseInstant,
  type HourWindow,
} from '../../../core/index.ts';
import { HourlyMeans, sortedRows, type Ask, type CovariateReader } from './covariate-row.ts';
import { requireColumn } from './require-column.ts';

export interface DmiOptions {
  readonly baseUrl: string;
  /** `temp_dry`, `temp_mean_past1h`, `humidity_past1h`, `wind_speed_past1h`, `radia_glob`, … */
  readonly parameter: string;
  /** Stations by the entity that their mean stands for. */
  readonly stations: Readonly<Record<string, readonly string[]>>;
}

/** Observations are there some minutes after their hour. */
export const DMI_LAG_HOURS = 1;
const PAGE = 300_000;

const page = z.looseObject({
  numberReturned: z.number().optional(),
  features: z.array(
    z.looseObject({
      properties: z.looseObject({
        observed: z.string().optional(),
        value: z.number().nullish(),
      }),
    }),
  ),
});

/**
 * Reads observations: known one hour after their hour's end, so never for an hour to come. A parameter that ends in `_past1h`
 * stands at the end of the hour that it is the mean of; others are averaged over their hour.
 */
export function createDmiObservations(options: DmiOptions): CovariateReader {
  return async (ask, window) => {
    const means = new HourlyMeans();
    for (const [entity, stations] of Object.entries(options.stations)) {
      for (const station of stations) {
        for (const { hour, value } of await stationMeans(ask, options, { station, window })) {
          means.add(entity, hour, value);
        }
      }
    }
    return sortedRows(
      means.means(1).map((mean) => ({ ...mean, knownAtHour: mean.hour + 1 + DMI_LAG_HOURS })),
    );
  };
}

interface StationWindow {
  readonly station: string;
  readonly window: HourWindow;
}

/** The hourly means of one station: each station then counts alike, however often it reports. */
async function stationMeans(
  ask: Ask,
  options: DmiOptions,
  asked: StationWindow,
): Promise<ReturnType<HourlyMeans['means']>> {
  const { station, window } = asked;
  const means = new HourlyMeans();
  const isPast = options.parameter.endsWith('_past1h');
  for (const [ms, value] of await stationValues(ask, options, asked)) {
    if (isPast && ms % MS_PER_HOUR !== 0) continue;
    const hour = hourOfMs(isPast ? ms - 1 : ms);
    if (hour >= window.start && hour < window.end) means.add(station, hour, value);
  }
  return means.means(1);
}

/** The values of a station by their instant, page by page. */
async function stationValues(
  ask: Ask,
  options: DmiOptions,
  asked: StationWindow,
): Promise<ReadonlyMap<number, number>> {
  const values = new Map<number, number>();
  for (let offset = 0; ;) {
    const url = addressOf(options, asked, offset);
    const { features } = parsePage(await ask(url), url);
    const [first] = features;
    for (const column of first === undefined ? [] : ['observed', 'value'])
      requireColumn('DMI', column, Object.keys(first?.properties ?? {}));
    for (const { properties } of features) {
      const ms = parseInstant(properties.observed ?? '');
      if (ms !== undefined && typeof properties.value === 'number') values.set(ms, properties.value);
    }
    offset += features.length;
    if (features.length < PAGE) return values;
  }
}

function addressOf(
  { baseUrl, parameter }: DmiOptions,
  { station, window }: StationWindow,
  offset: number,
): string {
  const query = new URLSearchParams({
    stationId: station,
    parameterId: parameter,
    datetime: `${isoOfHour(window.start)}/${isoOfHour(window.end)}`,
    limit: String(PAGE),
    offset: String(offset),
  });
  return `${baseUrl}/metObs/collections/observation/items?${query.toString()}`;
}

function parsePage(text: string, url: string): z.output<typeof page> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const read = page.safeParse(json);
  if (read.success) return read.data;
  throw new GridcastError('COLLECT_FEED_REFUSED', {
    feed: 'DMI',
    status: 200,
    answer: text.slice(0, 200),
    url,
  });
}
