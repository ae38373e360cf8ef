/** Energinet's forecasts of wind and solar power, as they stood a day ahead, in MWh by hour and price area. */
import { sortedRows, type CovariateReader } from './covariate-row.ts';
import { hourOfDayBefore } from '../../sources/denmark/danish-day.ts';
import { askRecords, hourOf } from './eds-records.ts';

export const edsForecastTypes = ['Offshore Wind', 'Onshore Wind', 'Solar'] as const;

export interface EdsForecastsOptions {
  readonly baseUrl: string;
  readonly areas: readonly string[];
  readonly type: (typeof edsForecastTypes)[number];
}

/** European transparency rules want them published by 18 h on the day before. */
export const FORECASTS_KNOWN_AT_CLOCK = 18;

/**
 * Reads `ForecastDayAhead`, the one column that is not written over after it could be used: known from 18 h Danish time on the
 * day before. Intraday and current forecasts are overwritten until their hour, so their rows say nothing of what was known.
 */
export function createEdsForecasts({ baseUrl, areas, type }: EdsForecastsOptions): CovariateReader {
  return async (ask, window) => {
    const records = await askRecords(ask, {
      baseUrl,
      dataset: 'Forecasts_Hour',
      window,
      columns: ['HourUTC', 'PriceArea', 'ForecastType', 'ForecastDayAhead'],
      // one request serves every type: the dataset is asked once, whoever wants it
      filter: { PriceArea: areas },
    });
    const rows = records.flatMap((record) => {
      const [hour, value] = [hourOf(record), record.number('ForecastDayAhead')];
      const isWanted = hour >= window.start && hour < window.end && record.text('ForecastType') === type;
      if (value === undefined || !isWanted) return [];
      const knownAtHour = hourOfDayBefore(hour, FORECASTS_KNOWN_AT_CLOCK);
      return [{ entity: record.text('PriceArea'), hour, value, knownAtHour }];
    });
    const byPlace = new Map(rows.map((row) => [`${row.entity} ${row.hour}`, row]));
    return sortedRows([...byPlace.values()]);
  };
}
