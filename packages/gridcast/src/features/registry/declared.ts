/** The feature groups and views of this program. A change that is not additive raises the version here. */
import { featureColumns, type FeatureColumn, type FeatureGroup } from '../columns.ts';
import { columnName, covariateTemplates } from '../covariates.ts';
import type { ColumnDefinition, Definition, GroupDefinition, ViewDefinition } from './definitions.ts';

const OWNER = 'gridcast';

const observations: GroupDefinition = {
  kind: 'group',
  name: 'observations',
  version: 1,
  meaning: 'Values of series as collected, with every revision.',
  owner: OWNER,
  tags: ['source'],
  entityKeys: ['series'],
  eventTime: 'target_hour',
  knownAt: 'end of the hour plus the delay of the feed, or the as-of of the collect that brought a revision',
  source: [],
  expectations: ['unique_hours', 'values_finite', 'nothing_null', 'hours_complete'],
  columns: [
    {
      name: 'value',
      type: 'DOUBLE',
      unit: "the source's",
      meaning: 'value of the series in the hour',
      relative: false,
      transformation: 'cast of the raw field',
    },
  ],
};

type Facts = Pick<GroupDefinition, 'version' | 'meaning' | 'tags' | 'source'>;

const fromValues = ['observations@1'];

const covariates: GroupDefinition = {
  kind: 'group',
  name: 'covariates',
  version: 1,
  meaning: 'Hourly values beside the series, such as weather, load and prices, with every revision.',
  owner: OWNER,
  tags: ['source'],
  entityKeys: ['name', 'entity'],
  eventTime: 'hour',
  knownAt:
    'end of the hour plus the delay of the covariate (below 0: ahead), an instant of its own, or the as-of of a revision',
  source: [],
  expectations: [],
  columns: [
    {
      name: 'value',
      type: 'DOUBLE',
      unit: "the covariate's",
      meaning: 'value of the covariate in the hour',
      relative: false,
      transformation: 'cast of the raw field',
    },
  ],
};

const facts: Readonly<Record<FeatureGroup, Facts>> = {
  core: {
    version: 1,
    meaning:
      'Where the series stands: lags by local time, levels and changes over windows that end at the newest legal hour.',
    tags: ['lags', 'windows', 'level'],
    source: fromValues,
  },
  sun: {
    version: 1,
    meaning: 'Daylight at the target, and against the hours that a forecast starts from.',
    tags: ['daylight'],
    source: [],
  },
  cal: { version: 1, meaning: 'Kinds of day of the target and its anchors.', tags: ['calendar'], source: [] },
  day: {
    version: 1,
    meaning: 'Changes from one day to the next.',
    tags: ['lags', 'windows'],
    source: fromValues,
  },
  long: {
    version: 1,
    meaning: 'What years of history or a long delay add: days of the same kind, further lags, the season.',
    tags: ['lags', 'calendar', 'season'],
    source: fromValues,
  },
  yoy: { version: 1, meaning: 'The same time a year before.', tags: ['lags', 'season'], source: fromValues },
  key: { version: 1, meaning: 'Which series it is.', tags: ['key'], source: fromValues },
  cov: {
    version: 1,
    meaning:
      'What is known sooner than the series, or ahead: each column once for every covariate of the home, in units of its own movement.',
    tags: ['covariates', 'windows'],
    source: ['covariates@1'],
  },
};

function groupOf(name: FeatureGroup): GroupDefinition {
  const { source, ...rest } = facts[name];
  return {
    kind: 'group',
    name,
    ...rest,
    owner: OWNER,
    entityKeys: ['series', 'target_hour', 'origin'],
    eventTime: 'target_hour',
    knownAt: source.length === 0 ? 'always' : 'the origin: reads no value known later',
    source,
    expectations: source.length === 0 ? [] : observations.expectations,
    columns:
      name === 'cov' ? templateColumns : featureColumns.filter(({ group }) => group === name).map(columnOf),
  };
}

function columnOf({ name, unit, meaning, relative, sql }: FeatureColumn): ColumnDefinition {
  return { name, type: 'DOUBLE', unit, meaning, relative, transformation: sql };
}

/** Stands for the name of a covariate, which each home declares for itself. */
const ANY = 'NAME';

const templateColumns: readonly ColumnDefinition[] = covariateTemplates.map(({ suffix, meaning, sql }) => ({
  name: columnName({ name: ANY }, suffix),
  type: 'DOUBLE',
  unit: 'spread',
  meaning,
  relative: false,
  transformation: `(${sql}) / p.spread`,
}));

const consumptionRatio: ViewDefinition = {
  kind: 'view',
  name: 'consumption_ratio',
  version: 2,
  meaning:
    'The next 24 hours of every series relative to its own past, on a logarithmic and on a linear scale.',
  owner: OWNER,
  tags: ['forecast'],
  groups: { observations: 1, core: 1, sun: 1, cal: 1, day: 1, long: 1, yoy: 1, key: 1, cov: 1 },
  label: 'observations@1.value',
  spine: ['series', 'target_hour', 'origin'],
  transforms: [
    'log link: logarithms',
    'linear link: divided by the mean change over 24 h known at the origin',
    'relative columns: minus the anchor of the member',
  ],
};

/** The view that models of this program are trained on and served from. */
export const servingView = consumptionRatio;

/** All definitions, groups before the views that pin them. */
export const declaredDefinitions: readonly Definition[] = [
  observations,
  covariates,
  ...(Object.keys(facts) as FeatureGroup[]).map(groupOf),
  consumptionRatio,
];
