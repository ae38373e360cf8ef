/** Names of the tables that a build works with; they are gone when it ends. */

export const tables = {
  calendar: 'feature_calendar',
  /** Targets by origin: every hour that a row looks at, and its calendar columns. */
  moment: 'feature_moment',
  /** (series, origin) pairs of the spine, with the state of knowledge they see. */
  origin: 'feature_origin',
  /** A series in one state of knowledge and one scale; `lo` to `hi` are the hours that its origins need. */
  lane: 'feature_lane',
  /** The dense hours of lanes. */
  grid: 'feature_grid',
  /** The part of the grid that a chunk of rows looks at. */
  slice: 'feature_slice',
  /** Running sums of the grid at the ends of windows. */
  sum: 'feature_sum',
  /** Origins with their link, scale and lane. */
  link: 'feature_link',
  linear: 'feature_linear',
  scaleLane: 'feature_scale_lane',
  scaleSum: 'feature_scale_sum',
  scale: 'feature_scale',
  /** Windows up to the last known hour, by origin. */
  level: 'feature_level',
  /** Rows of a chunk before they have the columns of covariates. */
  chunk: 'feature_chunk',
  covariateCell: 'feature_covariate_cell',
  covariatePair: 'feature_covariate_pair',
  covariateSpot: 'feature_covariate_spot',
} as const;
