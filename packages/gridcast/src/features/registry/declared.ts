/** The feature groups and views of this program. A change that is not additive raises the version here. */
import { columnsOf, featureColumns, type FeatureColumn, type FeatureGroup } from '../columns.ts';
import { columnName, covariateTemplates } from '../covariates.ts';
import { GridcastError } from '../../core/index.ts';
import {
  referenceOf,
  type ColumnDefinition,
  type Definition,
  type GroupDefinition,
  type ViewDefinition,
} from './definitions.ts';

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
  near: {
    version: 1,
    meaning: 'How the newest hours stand against the newest day, fading with the lead.',
    tags: ['windows'],
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

function columnOf({ name, unit, meaning, relative, transformation }: FeatureColumn): ColumnDefinition {
  return { name, type: 'DOUBLE', unit, meaning, relative, transformation };
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
  groups: { observations: 1, core: 1, sun: 1, cal: 1, day: 1, near: 1, long: 1, yoy: 1, key: 1, cov: 1 },
  label: 'observations@1.value',
  spine: ['series', 'target_hour', 'origin'],
  transforms: [
    'log link: logarithms',
    'linear link: divided by the mean change over 24 h known at the origin',
    'relative columns: minus the anchor of the member',
  ],
};

const nextDay: ViewDefinition = {
  kind: 'view',
  name: 'next_day',
  version: 1,
  meaning:
    "The same hour of earlier days and weeks, recent levels and the calendar, in the source's unit: a plain start for other models.",
  owner: OWNER,
  tags: ['forecast', 'training'],
  groups: { observations: 1, core: 1, cal: 1, day: 1 },
  features: [...columnsOf(['core', 'day']).map(({ name }) => name), 'class_target'],
  scales: ['value'],
  label: 'observations@1.value',
  spine: ['series', 'target_hour', 'origin'],
  transforms: [],
};

/** The view that models of this program are trained on and served from. */
export const servingView = consumptionRatio;

/** The table of views; a view of yours is one more entry. */
const views: readonly ViewDefinition[] = [consumptionRatio, nextDay];

/** All definitions, groups before the views that pin them. */
export const declaredDefinitions: readonly Definition[] = [
  observations,
  covariates,
  ...(Object.keys(facts) as FeatureGroup[]).map(groupOf),
  ...views,
];

/** A declared view by its name, or by name@version. @throws FEATURES_VIEW_UNKNOWN */
export function getView(reference: string): ViewDefinition {
  const view = views.find((one) => one.name === reference || referenceOf(one) === reference);
  if (view !== undefined) return view;
  throw new GridcastError('FEATURES_VIEW_UNKNOWN', { view: reference, known: views.map(referenceOf) });
}

/**
 * The columns that a view reads, in the table's order.
 *
 * @param wanted some of them; absent: all.
 * @throws FEATURES_COLUMN_UNKNOWN where one is not in the view.
 */
export function viewColumns(view: ViewDefinition, wanted?: readonly string[]): readonly FeatureColumn[] {
  const { groups, features } = view;
  const inView = featureColumns.filter(
    ({ name, group }) => groups[group] !== undefined && (features?.includes(name) ?? true),
  );
  const unknown = wanted?.find((name) => !inView.some((column) => column.name === name));
  if (unknown !== undefined) {
    const known = inView.map(({ name }) => name);
    throw new GridcastError('FEATURES_COLUMN_UNKNOWN', { column: unknown, view: referenceOf(view), known });
  }
  return wanted === undefined ? inView : inView.filter(({ name }) => wanted.includes(name));
}
