/** Names of the tables that a build works with; they are gone when it ends. */

export const tables = {
  /** The (series, origin) pairs asked for, with the state of knowledge they see. */
  origin: 'feature_origin',
  /** Rows of a chunk before they have the columns of covariates. */
  chunk: 'feature_chunk',
  covariateCell: 'feature_covariate_cell',
  covariatePair: 'feature_covariate_pair',
  covariateSpot: 'feature_covariate_spot',
} as const;
