/** The living consumption datasets of Energi Data Service: one row a dataset. */
import type { KeyDeclaration } from '../../source.ts';
import { consumerCategories, danishRegions, dk36Industries, heatings, housings } from './labels.ts';

/** What we know of a dataset beside its own description, which names the time column. */
export interface EdsDataset {
  readonly title: string;
  /** Our name of each key, with the dataset's column. */
  readonly keys: readonly (KeyDeclaration & { readonly column: string })[];
  /** The key that tells price areas apart; absent: the series are of the whole country. */
  readonly areaKey?: 'area' | 'region';
  readonly value: string;
  readonly unit: string;
  /** By when an hour is published, in practice: the newest value is never older than this while the feed is well. */
  readonly delayHours: number;
  /** How long values change after they were first published. */
  readonly revisionHours: number;
  /** Rows an hour, about: it sets how wide the first window of history is. */
  readonly rowsPerHour: number;
}

const DAY = 24;
/** The texts say 9 to 15 days; every dataset of consumption was seen to lag 18 to 21. */
const CONSUMPTION_DELAY = 21 * DAY;
const CONSUMPTION_REVISIONS = 30 * DAY;

export const edsDatasets: Readonly<Record<string, EdsDataset>> = {
  ConsumptionConsumerCategoryHour: {
    title: 'consumption by region and consumer category',
    keys: [
      { name: 'region', column: 'RegionName', values: danishRegions, isOpen: true },
      { name: 'category', column: 'ConsumerCategory3', values: consumerCategories, isOpen: true },
    ],
    areaKey: 'region',
    value: 'ConsumptionkWh',
    unit: 'kWh',
    delayHours: CONSUMPTION_DELAY,
    revisionHours: CONSUMPTION_REVISIONS,
    rowsPerHour: 15,
  },
  ConsumptionDK3619IndustryHour: {
    title: 'consumption by industry (DK36)',
    keys: [{ name: 'industry', column: 'DK36Code', values: dk36Industries, isOpen: true }],
    value: 'Consumption_MWh',
    unit: 'MWh',
    delayHours: CONSUMPTION_DELAY,
    revisionHours: CONSUMPTION_REVISIONS,
    rowsPerHour: 33,
  },
  PrivateConsumptionHeatingNationalHour: {
    title: 'private consumption by housing and heating',
    keys: [
      { name: 'housing', column: 'HousingCategory', values: housings, isOpen: true },
      { name: 'heating', column: 'HeatingCategory', values: heatings, isOpen: true },
    ],
    value: 'ConsumptionkWh',
    unit: 'kWh',
    delayHours: CONSUMPTION_DELAY,
    revisionHours: CONSUMPTION_REVISIONS,
    rowsPerHour: 15,
  },
  ConsumptionGridAreaHour: {
    title: 'consumption by grid area',
    keys: [
      { name: 'area', column: 'PriceArea' },
      { name: 'grid_area', column: 'GridArea' },
    ],
    areaKey: 'area',
    value: 'ConsumptionkWh',
    unit: 'kWh',
    delayHours: CONSUMPTION_DELAY,
    revisionHours: CONSUMPTION_REVISIONS,
    rowsPerHour: 50,
  },
  ProductionConsumptionSettlement: {
    title: 'gross consumption by price area',
    keys: [{ name: 'area', column: 'PriceArea' }],
    areaKey: 'area',
    value: 'GrossConsumptionMWh',
    unit: 'MWh',
    delayHours: 9 * DAY,
    // corrected for up to two years; 99.9 % of a value stands after eight days
    revisionHours: 180 * DAY,
    rowsPerHour: 2,
  },
};

/** What each retired dataset was replaced by. */
export const retiredEdsDatasets: Readonly<Record<string, string>> = {
  ConsumptionDE35Hour: 'ConsumptionDK3619IndustryHour',
  ConsumptionDK3619codehour: 'ConsumptionDK3619IndustryHour',
  ConsumptionIndustry: 'ConsumptionConsumerCategoryHour',
  ConsumptionPerGridarea: 'ConsumptionGridAreaHour',
  PrivIndustryConsumptionHour: 'PrivateConsumptionHeatingNationalHour',
};
