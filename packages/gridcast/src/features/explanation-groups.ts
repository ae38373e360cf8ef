/** In which plain words an explanation speaks of a feature column: one group for each. */
import type { CovariateFacts } from '../core/index.ts';
import { columnsOf, featureColumns } from './columns.ts';

/** The groups of columns in words; every column has one, covariates have one each. */
export const explanationGroups = {
  recent: 'the last hours',
  level: 'the level of the last days and weeks',
  day: 'the same hour of the last days',
  week: 'the same hour of the last weeks',
  like: 'the newest days of the same kind',
  year: 'the year before',
  calendar: 'day of the week and holidays',
  daylight: 'daylight and season',
  hour: 'hour of the day',
  series: 'which series it is',
} as const;

export type ExplanationGroup = keyof typeof explanationGroups;

const named: Readonly<Record<ExplanationGroup, readonly string[]>> = {
  recent: [
    ...[1, 3, 6, 12].flatMap((hours) => [`r_${hours}`, `c_${hours}`]),
    ...[1, 3, 6].map((hours) => `dev_${hours}`),
    'fade_60',
    'fade_85',
    'fade_day',
    'lev_1',
  ],
  level: [
    ...[24, 48].flatMap((hours) => [`r_${hours}`, `c_${hours}`]),
    ...[24, 168, 336].map((hours) => `lev_${hours}`),
    'r_168',
    'lev_trend',
    'r_abs_168',
    'sd',
  ],
  day: ['d0', 'd1', 'd5', 'd6', 'dc0', 'dc1', 'dc6', 'yr0', 'yr1', 'yr2'],
  week: ['w0', 'w1', 'w2', 'w3', 'yrw'],
  like: ['like0', 'like1', 'like2'],
  year: ['yoy_value', 'yoy_level', 'yoy_week', 'yoy_trend', 'yoy_class'],
  calendar: [
    ...['target', 'day', 'week', 'before', 'after', 'week2', 'last'].map((which) => `class_${which}`),
    'weekday',
    'weekday_day',
    'off_24',
    'off_168',
  ],
  daylight: [
    ...['elevation', 'week', 'day'].map((which) => `sun_${which}`),
    'dark_week',
    'dark_day',
    'day_of_year_sin',
    'day_of_year_cos',
  ],
  hour: ['local_hour', 'lead'],
  series: ['series'],
};

const groupByColumn: ReadonlyMap<string, ExplanationGroup> = new Map(
  (Object.keys(named) as ExplanationGroup[]).flatMap((group) =>
    named[group].map((column) => [column, group] as const),
  ),
);

/** A group of columns, and what each means. */
export interface ExplainedColumn {
  /** One of `explanationGroups`, or `covariate_<name>`. */
  readonly group: string;
  readonly words: string;
  readonly meaning: string;
}

/** The group and the meaning of every column, those of some covariates too, by name. */
export function explainedColumns(
  covariates: readonly CovariateFacts[] = [],
): ReadonlyMap<string, ExplainedColumn> {
  const own = featureColumns.flatMap(({ name, meaning }) => {
    const group = groupByColumn.get(name);
    return group === undefined ? [] : [[name, { group, words: explanationGroups[group], meaning }] as const];
  });
  const beside = covariates.flatMap((covariate) =>
    columnsOf(['cov'], [covariate]).map(({ name, meaning }) => {
      const words = covariate.name.replaceAll('_', ' ');
      return [name, { group: `covariate_${covariate.name}`, words, meaning }] as const;
    }),
  );
  return new Map<string, ExplainedColumn>([...own, ...beside]);
}
