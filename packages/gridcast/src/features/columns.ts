/** The columns of the feature table, as data. */
import type { CovariateFacts, HourUtc } from '../core/index.ts';
import { covariateColumns } from './covariates.ts';
import {
  changeBetween,
  dayChange,
  faded,
  level,
  minus,
  moment,
  valueAt,
  weekBefore,
  weekChange,
  type Formula,
} from './view/formulas.ts';

/**
 * `core`, `sun`, `cal` and `day` for any history; `near` below a day of delay; `long` from about a year on and for long delays;
 * `yoy` looks a year back; `cov` reads covariates.
 */
export type FeatureGroup = 'core' | 'sun' | 'cal' | 'day' | 'near' | 'long' | 'yoy' | 'key' | 'cov';

/** One column that a model may use. */
export interface FeatureColumn {
  readonly name: string;
  readonly group: FeatureGroup;
  /** `value`: on the row's own scale (link, scale); `spread`: a covariate's mean change from day to day; `code`: only names something. */
  readonly unit: 'value' | 'hours' | 'code' | 'degrees' | 'share' | 'spread';
  /** A level: a member subtracts its own anchor before it learns. */
  readonly relative: boolean;
  /** How it is computed. */
  readonly meaning: string;
  /** The newest hour whose value it may read; undefined where it reads none. */
  readonly newestHour: (origin: HourUtc, delayHours: number) => HourUtc | undefined;
  /** How it is worked out, as it is written down. */
  readonly transformation: string;
  /** The same for many rows at once; absent in columns of covariates, which come from their own query. */
  readonly of?: Formula['of'];
  /** Whether all leads of an origin have the same value. */
  readonly isPerOrigin: boolean;
}

/** What a forecast is made relative to, each falling back to the week's, the day's and the level's value. */
export const anchorNames = [
  'anchor_week',
  'anchor_day',
  'anchor_weeklev',
  'anchor_like1',
  'anchor_like3',
] as const;

export type AnchorName = (typeof anchorNames)[number];

const last = (origin: HourUtc, delayHours: number): HourUtc => origin - 1 - delayHours;
const none = (): undefined => undefined;

type Declared = readonly [name: string, meaning: string, formula: Formula];

function values(group: FeatureGroup, relative: boolean, declared: readonly Declared[]): FeatureColumn[] {
  return declared.map(([name, meaning, { text, of, isPerOrigin }]) => ({
    name,
    group,
    unit: 'value',
    relative,
    meaning,
    newestHour: last,
    transformation: text,
    of,
    isPerOrigin,
  }));
}

function facts(
  group: FeatureGroup,
  unit: FeatureColumn['unit'],
  declared: readonly (readonly [name: string, meaning: string])[],
): FeatureColumn[] {
  return declared.map(([name, meaning]) => ({
    name,
    group,
    unit,
    relative: false,
    meaning,
    newestHour: none,
    transformation: moment(name).text,
    of: moment(name).of,
    isPerOrigin: false,
  }));
}

/**
 * Every feature column, in the table's order. Lags go by local time; `last` is the newest usable hour, origin - 1 - delay; a
 * window mean needs half of its hours, at most 48. Codes of day classes: 0 workday, 1 Saturday, 2 Sunday, 3 holiday, 4 semi day.
 */
export const featureColumns: readonly FeatureColumn[] = [
  ...values(
    'core',
    false,
    [1, 3, 6, 12, 24, 48].map((hours): Declared => [
      `r_${hours}`,
      `mean change from the week before over ${hours} h to last`,
      level(`r_${hours}`),
    ]),
  ),
  ...values('core', false, [['yr0', "the day anchor's change from the week before", weekChange('d0')]]),
  ...values('core', true, [
    ['d0', 'value at the newest legal day', valueAt('d0')],
    ['d5', 'value 5 days before d0', valueAt('d5')],
    ['w0', 'value at the newest legal week', valueAt('w0')],
    ['lev_1', 'value at last', level('lev_1')],
    ['lev_24', 'mean of 24 h to last', level('lev_24')],
    ['lev_168', 'mean of 168 h to last', level('lev_168')],
    ['lev_336', 'mean of 336 h to last', level('lev_336')],
  ]),
  ...values('core', false, [['sd', 'standard deviation over 672 h to last', level('sd')]]),
  ...facts('core', 'hours', [
    ['lead', 'target - origin'],
    ['local_hour', 'hour of the local day of the target'],
  ]),
  ...facts('core', 'code', [['weekday', 'weekday of the target, 1 Monday .. 7 Sunday']]),
  ...facts('sun', 'degrees', [
    ['sun_elevation', "the sun's elevation at the target"],
    ['sun_week', "the same minus the week anchor's hour"],
    ['sun_day', "the same minus the day anchor's hour"],
  ]),
  ...facts('sun', 'share', [
    ['dark_week', "light, clip((elevation + 4) / 8, 0, 1), minus the week anchor's"],
    ['dark_day', "the same minus the day anchor's"],
  ]),
  ...facts('cal', 'code', [
    ['class_target', 'day class of the target'],
    ['class_day', "day class of the day anchor's hour"],
    ['class_week', "day class of the week anchor's hour"],
    ['weekday_day', "weekday of the day anchor's hour"],
  ]),
  ...values(
    'day',
    false,
    [1, 3, 6, 12, 24, 48].map((hours): Declared => [
      `c_${hours}`,
      `mean change from 24 h before over ${hours} h to last`,
      level(`c_${hours}`),
    ]),
  ),
  ...values('day', false, [
    ['dc0', "d0's change from 24 h before it", dayChange('d0')],
    ['dc1', "the same of the day before d0's", dayChange('d1')],
    ['dc6', "the same of the day 6 days before d0's", dayChange('d6')],
  ]),
  ...values('near', false, [
    ...[1, 3, 6].map((hours): Declared => [
      `dev_${hours}`,
      `r_${hours} minus r_24: the newest hours against the newest day`,
      minus(level(`r_${hours}`), level('r_24')),
    ]),
    ...[0.6, 0.85].map((share): Declared => [
      `fade_${100 * share}`,
      `dev_1 as it fades to ${share} of itself every hour of lead`,
      faded(minus(level('r_1'), level('r_24')), share),
    ]),
    ['fade_day', 'c_1 as it fades to 0.85 of itself every hour of lead', faded(level('c_1'), 0.85)],
  ]),
  ...facts('long', 'code', [
    ['class_before', 'day class of the day before the target'],
    ['class_after', 'day class of the day after the target'],
    ['class_week2', 'day class a week before the week anchor'],
    ['class_last', 'day class of last'],
  ]),
  ...facts('long', 'share', [
    ['off_24', 'share of weekend and holiday hours in 24 h to last'],
    ['off_168', 'share of weekend and holiday hours in 168 h to last'],
    ['day_of_year_sin', 'sine of the day of year'],
    ['day_of_year_cos', 'cosine of the day of year'],
  ]),
  ...values('long', true, [
    ['like0', 'newest legal sample of the same local hour and kind of day', valueAt('k0')],
    ['like1', 'the sample before like0', valueAt('k1')],
    ['like2', 'the sample before like1', valueAt('k2')],
    ['w1', 'value a week before w0', weekBefore('w0')],
    ['w2', 'value 2 weeks before w0', valueAt('w2')],
    ['w3', 'value a week before w2', weekBefore('w2')],
    ['d1', 'value a day before d0', valueAt('d1')],
    ['d6', 'value 6 days before d0', valueAt('d6')],
  ]),
  ...values('long', false, [
    ['yr1', "d1's change from the week before", weekChange('d1')],
    ['yr2', "d2's change from the week before", weekChange('d2')],
    ['yrw', "the week anchor's change from the week before: w0 - w1", weekChange('w0')],
    ['r_168', 'mean change from the week before over 168 h to last', level('r_168')],
    [
      'lev_trend',
      'lev_168 minus the mean of the 168 h before',
      minus(level('lev_168'), level('lev_168_before')),
    ],
    ['r_abs_168', 'mean size of the change from the week before over 168 h to last', level('r_abs_168')],
  ]),
  ...values('yoy', false, [
    [
      'yoy_value',
      'value 364 days before the target minus mean of 168 h to last - 364 d',
      minus(valueAt('y0'), level('year_lev_168')),
    ],
    [
      'yoy_level',
      "mean of the week round noon of the forecast's day, 364 days before, minus the same level",
      minus(level('year_week'), level('year_lev_168')),
    ],
    [
      'yoy_week',
      "value 364 days before the target minus the one 364 days before the week anchor's hour",
      changeBetween('y0', 'yw'),
    ],
    ['yoy_trend', 'lev_336 minus the same 364 days before', minus(level('lev_336'), level('year_lev_336'))],
  ]),
  ...facts('yoy', 'code', [['yoy_class', 'day class 364 days before the target']]),
  {
    name: 'series',
    group: 'key',
    unit: 'code',
    relative: false,
    meaning: 'place of the series among those of the loaded observations',
    newestHour: none,
    transformation: 's.series',
    isPerOrigin: false,
  },
];

/** The columns of some groups, in the table's order; those of covariates at its end. */
export function columnsOf(
  groups: readonly FeatureGroup[],
  covariates: readonly CovariateFacts[] = [],
): readonly FeatureColumn[] {
  return [...featureColumns, ...covariateColumns(covariates)].filter((column) =>
    groups.includes(column.group),
  );
}
