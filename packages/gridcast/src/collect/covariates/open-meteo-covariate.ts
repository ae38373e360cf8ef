/** The reader `open-meteo`: weather as it was forecast one and two days before its hour. */
import { z } from 'zod';
import { hourOfMs } from '../../core/index.ts';
import { readOptions } from '../source-options.ts';
import type { CovariateKind } from './covariate.ts';
import { createOpenMeteo } from './services/open-meteo.ts';
import { commonOptions, fromHourOf, placesOf } from './services/service-options.ts';
import { serviceCovariate } from './services/service.ts';

const coordinates = z.tuple([z.number().min(-90).max(90), z.number().min(-180).max(180)], {
  error: 'latitude and longitude are wanted, such as [55.68, 12.57]',
});

const openMeteoOptions = z.strictObject({
  ...commonOptions('https://previous-runs-api.open-meteo.com'),
  variable: z
    .string()
    .regex(/^[a-z0-9_]+$/u, 'a variable of Open-Meteo is wanted, such as temperature_2m')
    .default('temperature_2m'),
  coordinates: z
    .union([z.array(coordinates).min(1), z.record(z.string().min(1), z.array(coordinates).min(1))], {
      error: 'a list of [latitude, longitude], or lists by area, are wanted, such as [[55.68, 12.57]]',
    })
    .optional(),
});

const DAY = 24;
/** From a run's issue to its being there, and on to the next run. */
const LAG_HOURS = 12;
/** Runs are kept from here on. */
const FIRST_HOUR = hourOfMs(Date.UTC(2024, 0, 1));

export const openMeteoCovariate: CovariateKind = {
  name: 'open-meteo',
  open(options, source) {
    const read = readOptions('covariate open-meteo', openMeteoOptions, options);
    const { name, key, variable, baseUrl, from } = read;
    const of = { name, option: 'coordinates', given: read.coordinates, key, source };
    const places = placesOf<readonly [number, number]>({ ...of, of: (area) => area.coordinates });
    return serviceCovariate(
      {
        title: 'Open-Meteo',
        facts: { name, kind: 'forecast', delayHours: 0 },
        reader: createOpenMeteo({ baseUrl, variable, places: places.byArea, lagHours: LAG_HOURS }),
        entities: places.entities,
        intervalHours: 1,
        expectedUntil: (asOfHour) => asOfHour + 2 * DAY - LAG_HOURS + 1,
        fromHour: Math.max(FIRST_HOUR, fromHourOf(from) ?? FIRST_HOUR),
        historyHours: 0,
        revisionHours: 2 * DAY,
        windowHours: 366 * DAY,
      },
      read,
      key === undefined ? [] : [key],
    );
  },
};
