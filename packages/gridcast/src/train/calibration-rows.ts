/** The rows that a model was scored on, for those who look closer than its report. */
import type { HourUtc, SeriesKey } from '../core/index.ts';

/** Lower and upper ends of one central band, one a row; NaN where there is none. */
export interface BandEnds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * What members, ensemble and bands made of the calibration origins, beside the truth; in blocks of 24 leads of a series within
 * an origin. Weights and bands of a row were learnt without its own origin. NaN where something is not known.
 */
export interface CalibrationRows {
  readonly origins: readonly HourUtc[];
  /** The scored series, in their order. */
  readonly keys: readonly SeriesKey[];
  readonly truth: Float64Array;
  /** The MASE scale of the series at the origin. */
  readonly scale: Float64Array;
  readonly ensemble: Float64Array;
  readonly members: readonly { readonly name: string; readonly forecast: Float64Array }[];
  /** In the order of `bands` of the model; empty where no bands could be learnt. */
  readonly bands: readonly BandEnds[];
}
