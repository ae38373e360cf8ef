/** The readers `eds-prices` and `eds-forecasts`: what Energi Data Service knows of the next day. */
import { z } from 'zod';
import type { HourUtc } from '../../core/index.ts';
import { readOptions } from '../source-options.ts';
import { hourOfDayBefore } from '../sources/denmark/danish-day.ts';
import type { CovariateKind } from './covariate.ts';
import { createEdsForecasts, edsForecastTypes, FORECASTS_KNOWN_AT_CLOCK } from './services/eds-forecasts.ts';
import { createEdsPrices, PRICES_KNOWN_AT_CLOCK } from './services/eds-prices.ts';
import { commonOptions, fromHourOf, priceAreasOf } from './services/service-options.ts';
import { serviceCovariate, type Service } from './services/service.ts';

const edsOptions = {
  ...commonOptions('https://api.energidataservice.dk'),
  areas: z.array(z.string().min(1)).min(1, 'price areas are wanted, such as ["DK1"]').optional(),
};

const pricesOptions = z.strictObject(edsOptions);

const forecastsOptions = z.strictObject({
  ...edsOptions,
  type: z.enum(edsForecastTypes).default('Onshore Wind'),
});

const DAY = 24;

/** What is published once a day, in an hour of the Danish clock, for the next Danish day. */
function daily(name: string, clockHour: number): Omit<Service, 'title' | 'reader' | 'entities' | 'fromHour'> {
  return {
    facts: { name, kind: 'forecast', delayHours: 0 },
    intervalHours: 1,
    expectedUntil: (asOfHour) => firstUnpublished(asOfHour, clockHour),
    historyHours: 3 * 366 * DAY,
    revisionHours: 2 * DAY,
    windowHours: 3 * 366 * DAY,
  };
}

/** The first hour that is published after an as-of. */
function firstUnpublished(asOfHour: HourUtc, clockHour: number): HourUtc {
  let hour = asOfHour;
  while (hourOfDayBefore(hour, clockHour) <= asOfHour) hour++;
  return hour;
}

export const edsPricesCovariate: CovariateKind = {
  name: 'eds-prices',
  open(options, source) {
    const read = readOptions('covariate eds-prices', pricesOptions, options);
    const { name, baseUrl, from, key } = read;
    const { areas, entities } = priceAreasOf(read, source);
    return serviceCovariate(
      {
        ...daily(name, PRICES_KNOWN_AT_CLOCK),
        title: 'DayAheadPrices',
        reader: createEdsPrices({ baseUrl, areas }),
        entities,
        fromHour: fromHourOf(from),
      },
      read,
      key === undefined ? [] : [key],
    );
  },
};

export const edsForecastsCovariate: CovariateKind = {
  name: 'eds-forecasts',
  open(options, source) {
    const read = readOptions('covariate eds-forecasts', forecastsOptions, options);
    const { name, baseUrl, from, key, type } = read;
    const { areas, entities } = priceAreasOf(read, source);
    return serviceCovariate(
      {
        ...daily(name, FORECASTS_KNOWN_AT_CLOCK),
        title: 'Forecasts_Hour',
        reader: createEdsForecasts({ baseUrl, areas, type }),
        entities,
        fromHour: fromHourOf(from),
      },
      read,
      key === undefined ? [] : [key],
    );
  },
};
