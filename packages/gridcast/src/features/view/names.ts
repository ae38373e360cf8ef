/** Names of the tables that a build works with; they are gone when it ends. */

export const tables = {
  calendar: 'feature_calendar',
  /** Targets by origin: every hour that a row looks at, and its calendar columns. */
  moment: 'feature_moment',
  /** (series, origin) pairs of the spine, with the state of knowledge they see. */
  origin: 'feature_origin',
  /** Rows of a chunk before they have the columns of covariates. */
  chunk: 'feature_chunk',
  covariateCell: 'feature_covariate_cell',
  covariatePair: 'feature_covariate_pair',
  covariateSpot: 'feature_covariate_spot',
} as const;
