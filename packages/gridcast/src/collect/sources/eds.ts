/** The source `eds`: a living dataset of Energi Data Service, `eds:ConsumptionDK3619IndustryHour`. */
import { z } from 'zod';
import { closestName, GridcastError, hourOfMs, parseInstant } from '../../core/index.ts';
import type { Source, SourceKind } from '../source.ts';
import { isPlainUrl, readOptions } from '../source-options.ts';
import { danishAreas } from './denmark/areas.ts';
import { edsDatasets, retiredEdsDatasets, type EdsDataset } from './eds/datasets.ts';

const NAME = 'eds';
const DEFAULT_BASE_URL = 'https://api.energidataservice.dk';
/** A window of history starts with about so many rows; a response that does not come whole makes it narrower. */
const WINDOW_ROWS = 500_000;
const YEAR_HOURS = 366 * 24;

const edsOptions = z.strictObject({
  dataset: z.string().default(''),
  from: z
    .string()
    .refine(
      (text) => parseInstant(text) !== undefined,
      '--from is the first hour wanted, an ISO instant such as 2021-01-01',
    )
    .optional(),
  baseUrl: z
    .string()
    .refine(isPlainUrl, '--base-url is an http(s) address without a user name, a query or a fragment')
    .default(DEFAULT_BASE_URL),
});

export const edsSource: SourceKind = {
  name: NAME,
  open(options): Source {
    const { dataset, from, baseUrl } = readOptions(NAME, edsOptions, options);
    const facts = findDataset(dataset);
    const name = `${NAME}:${dataset}`;
    return {
      declaration: {
        name,
        title: `${name} (${facts.title})`,
        keys: facts.keys.map(({ name: key, values, isOpen }) => ({
          name: key,
          ...(values && { values, isOpen: isOpen === true }),
        })),
        unit: facts.unit,
        credit: 'Source: Energinet (www.energidataservice.dk), CC BY 4.0',
        defaultDelayHours: facts.delayHours,
        valuesAtLeastZero: true,
        finished: false,
        total: { label: 'Danmark', labelEn: 'Denmark' },
        country: 'DK',
        areas: danishAreas(facts.areaKey),
      },
      options: { baseUrl, ...(from === undefined ? {} : { from }) },
      table: {
        // the dataset's own description names the column of time; this is what most of them say
        time: 'TimeUTC',
        keys: facts.keys.map(({ column }) => column),
        value: facts.value,
        timezone: 'UTC',
        valuesAtLeastZero: true,
      },
      input: {
        dataset,
        baseUrl: baseUrl.replace(/\/+$/u, ''),
        fromHour: from === undefined ? undefined : hourOfMs(parseInstant(from) ?? 0),
        historyHours: 3 * YEAR_HOURS,
        revisionHours: facts.revisionHours,
        windowHours: Math.max(24, Math.floor(WINDOW_ROWS / facts.rowsPerHour / 24) * 24),
      },
    };
  },
};

/** @throws COLLECT_FEED_RETIRED naming the successor, COLLECT_FEED_UNKNOWN */
function findDataset(dataset: string): EdsDataset {
  if (Object.hasOwn(edsDatasets, dataset)) return edsDatasets[dataset] as EdsDataset;
  const successor = Object.hasOwn(retiredEdsDatasets, dataset) ? retiredEdsDatasets[dataset] : undefined;
  if (successor !== undefined) throw new GridcastError('COLLECT_FEED_RETIRED', { dataset, successor });
  const known = Object.keys(edsDatasets);
  throw new GridcastError('COLLECT_FEED_UNKNOWN', { dataset, known, closest: closestName(dataset, known) });
}
