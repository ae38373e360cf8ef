/** Day-ahead electricity prices in EUR/MWh by hour and price area. */
import { hourOfMs, type HourUtc, type HourWindow } from '../../../core/index.ts';
import { HourlyMeans, sortedRows, type CovariateReader } from './covariate-row.ts';
import { hourOfDayBefore } from '../../sources/denmark/danish-day.ts';
import { askRecords, hourOf, type EdsRecord } from './eds-records.ts';

export interface EdsPricesOptions {
  readonly baseUrl: string;
  readonly areas: readonly string[];
}

/** The first hour with prices by quarter; before it `Elspotprices` has them by hour, and is read for history alone. */
const QUARTERS_FROM: HourUtc = hourOfMs(Date.UTC(2025, 8, 30, 22));
/** The auction's result comes about 13 h on the day before; a late one by 14 h. */
export const PRICES_KNOWN_AT_CLOCK = 14;

/** Reads prices: the mean of an hour's four quarters, known from 14 h Danish time on the day before. */
export function createEdsPrices({ baseUrl, areas }: EdsPricesOptions): CovariateReader {
  return async (ask, window) => {
    const filter = { PriceArea: areas };
    const hourly = await askRecords(ask, {
      baseUrl,
      dataset: 'Elspotprices',
      window: { start: window.start, end: Math.min(window.end, QUARTERS_FROM) },
      columns: ['HourUTC', 'PriceArea', 'SpotPriceEUR'],
      filter,
    });
    const quarterly = await askRecords(ask, {
      baseUrl,
      dataset: 'DayAheadPrices',
      window: { start: Math.max(window.start, QUARTERS_FROM), end: window.end },
      columns: ['TimeUTC', 'PriceArea', 'DayAheadPriceEUR'],
      filter,
    });
    const prices = [
      ...meansOf(hourly, 'SpotPriceEUR', 1, window),
      ...meansOf(quarterly, 'DayAheadPriceEUR', 4, window),
    ];
    return sortedRows(
      prices.map((price) => ({ ...price, knownAtHour: hourOfDayBefore(price.hour, PRICES_KNOWN_AT_CLOCK) })),
    );
  };
}

/** The means of hours with so many different instants; the same instant again is left out. */
function meansOf(
  records: readonly EdsRecord[],
  column: string,
  instants: number,
  window: HourWindow,
): ReturnType<HourlyMeans['means']> {
  const means = new HourlyMeans();
  const seen = new Set<string>();
  for (const record of records) {
    const [area, hour, price] = [record.text('PriceArea'), hourOf(record), record.number(column)];
    const instant = `${area} ${record.timeMs}`;
    if (price === undefined || seen.has(instant) || hour < window.start || hour >= window.end) continue;
    seen.add(instant);
    means.add(area, hour, price);
  }
  return means.means(instants);
}
