/** The source `de35`: the bundled rows of Energinet's ConsumptionDE35Hour. */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Source, SourceKind } from '../source.ts';
import { readOptions } from '../source-options.ts';
import { danishAreas } from './denmark/areas.ts';
import { de35Areas, de35ConsumerTypes } from './de35-codes.ts';

const BUNDLED = new URL('../../../data/consumption_de35_hour_2022-12-21_2023-01-21.parquet', import.meta.url);

export const de35Source: SourceKind = {
  name: 'de35',
  open(options): Source {
    readOptions('de35', z.strictObject({}), options);
    return {
      declaration: {
        name: 'de35',
        title: 'de35 (the bundled rows)',
        keys: [
          { name: 'area', values: de35Areas },
          { name: 'consumer_type', values: de35ConsumerTypes },
        ],
        total: { label: 'Danmark', labelEn: 'Denmark' },
        unit: 'kWh',
        credit: 'Source: Energinet (www.energidataservice.dk), CC BY 4.0',
        defaultDelayHours: 0,
        valuesAtLeastZero: true,
        finished: true,
        country: 'DK',
        areas: danishAreas('area'),
      },
      options: {},
      table: {
        time: 'HourUTC',
        keys: ['PriceArea', 'ConsumerType_DE35'],
        value: 'TotalCon',
        timezone: 'UTC',
        valuesAtLeastZero: true,
      },
      input: { path: fileURLToPath(BUNDLED) },
    };
  },
};
