/** The feature columns of covariates: the same few for each, whatever its unit. */
import type { CovariateFacts } from '../core/index.ts';
import type { FeatureColumn } from './columns.ts';

/** The start of the name of every such column. */
const COVARIATE_PREFIX = 'cov_';

/** A column that every covariate of a kind has, as `cov_<covariate>_<suffix>`. */
export interface CovariateTemplate {
  readonly suffix: string;
  /** `target`: reads hours after the origin, where they were known at it. */
  readonly reads: 'past' | 'target';
  readonly meaning: string;
  /** In units of the entity's exponent, over the aliases of the covariate's query; divided by the spread there. */
  readonly sql: string;
}

/** Means over 24 h that end at the hours of the like samples, as many as there are. */
const likeMean = (column: string): string =>
  `COALESCE((k0.${column} + k1.${column} + k2.${column}) / 3.0, (k0.${column} + k1.${column}) / 2.0, k0.${column})`;

const LIKE = likeMean('mean_24');

/**
 * `newest` is the newest hour that the covariate's delay lets know, `last` that of the series; the like hours are those of the anchor
 * like3.
 */
export const covariateTemplates: readonly CovariateTemplate[] = [
  [
    'now_24_like',
    'past',
    'mean of 24 h to newest minus the mean of 24 h to the like hours',
    `p.now_24 - ${LIKE}`,
  ],
  [
    'now_72_like',
    'past',
    'mean of 72 h to newest minus the mean of 24 h to the like hours',
    `p.now_72 - ${LIKE}`,
  ],
  ['like', 'past', 'mean of 24 h to the like hours', LIKE],
  ['now_24_last_24', 'past', 'mean of 24 h to newest minus the mean of 24 h to last', 'p.now_24 - p.last_24'],
  [
    'now_24_last_168',
    'past',
    'mean of 24 h to newest minus the mean of 168 h to last',
    'p.now_24 - p.last_168',
  ],
  [
    'now_168_last_168',
    'past',
    'mean of 168 h to newest minus the mean of 168 h to last',
    'p.now_168 - p.last_168',
  ],
  ['target', 'target', 'value at the target', 't.point'],
  [
    'target_like',
    'target',
    'value at the target minus the mean at the like hours',
    `t.point - ${likeMean('point')}`,
  ],
  [
    'target_last_168',
    'target',
    'value at the target minus the mean of 168 h to last',
    't.point - p.last_168',
  ],
  [
    'target_24_like',
    'target',
    'mean of 24 h to the target minus that to the like hours',
    `t.mean_24 - ${LIKE}`,
  ],
].map(([suffix, reads, meaning, sql]) => ({ suffix, reads, meaning, sql }) as CovariateTemplate);

/** The templates of a covariate: what is measured later than its hour says nothing of a target. */
export function templatesOf({ kind }: CovariateFacts): readonly CovariateTemplate[] {
  return covariateTemplates.filter(({ reads }) => kind === 'forecast' || reads === 'past');
}

/** The columns of some covariates, in their order. */
export function covariateColumns(covariates: readonly CovariateFacts[]): FeatureColumn[] {
  return covariates.flatMap((covariate) =>
    templatesOf(covariate).map(({ suffix, reads, meaning, sql }) => ({
      name: columnName(covariate, suffix),
      group: 'cov',
      unit: 'spread',
      relative: false,
      meaning: `${covariate.name}: ${meaning}`,
      newestHour: (origin) => (reads === 'target' ? origin + 23 : newestOf(origin, covariate)),
      transformation: sql,
      isPerOrigin: false,
    })),
  );
}

export function columnName({ name }: Pick<CovariateFacts, 'name'>, suffix: string): string {
  return `${COVARIATE_PREFIX}${name}_${suffix}`;
}

/** The newest hour before the origin whose value a covariate's delay lets know. */
export function newestOf(origin: number, { delayHours }: CovariateFacts): number {
  return origin - 1 - Math.max(0, delayHours);
}
