/** The reader `dmi`: weather as the Danish Meteorological Institute measures it. */
import { z } from 'zod';
import { readOptions } from '../source-options.ts';
import type { CovariateKind } from './covariate.ts';
import { createDmiObservations, DMI_LAG_HOURS } from './services/dmi-observations.ts';
import { commonOptions, fromHourOf, placesOf } from './services/service-options.ts';
import { serviceCovariate } from './services/service.ts';

const station = z.string().regex(/^\d{5}$/u, 'a station has five digits, like "06180"');

const dmiOptions = z.strictObject({
  ...commonOptions('https://opendataapi.dmi.dk/v2'),
  parameter: z
    .string()
    .regex(/^[a-z0-9_]+$/u, 'a parameter of DMI is wanted, such as temp_mean_past1h')
    .default('temp_mean_past1h'),
  stations: z
    .union([z.array(station).min(1), z.record(z.string().min(1), z.array(station).min(1))], {
      error: 'a list of stations, or lists by area, are wanted, such as ["06180"]',
    })
    .optional(),
});

const DAY = 24;

export const dmiCovariate: CovariateKind = {
  name: 'dmi',
  open(options, source) {
    const read = readOptions('covariate dmi', dmiOptions, options);
    const { name, key, stations, parameter, baseUrl, from } = read;
    const of = { name, option: 'stations', given: stations, key, source };
    const places = placesOf({ ...of, of: (area) => area.stations });
    return serviceCovariate(
      {
        title: 'DMI',
        facts: { name, kind: 'observed', delayHours: DMI_LAG_HOURS },
        reader: createDmiObservations({ baseUrl, parameter, stations: places.byArea }),
        entities: places.entities,
        intervalHours: 1,
        expectedUntil: (asOfHour) => asOfHour - DMI_LAG_HOURS,
        fromHour: fromHourOf(from),
        historyHours: 3 * 366 * DAY,
        revisionHours: 2 * DAY,
        windowHours: 366 * DAY,
      },
      read,
      key === undefined ? [] : [key],
    );
  },
};
