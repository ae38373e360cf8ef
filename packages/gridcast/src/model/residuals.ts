/** Errors of forecasts whose truth became known, and how large they are. */
import { groupMeans } from '../core/index.ts';

/** Residuals of forecasts on origins that were not fitted; parallel columns of origins x series x 24 leads. */
export interface Residuals {
  readonly series: Int32Array;
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  /** The MASE scale of the series at the origin, in its own unit. */
  readonly scale: Float64Array;
  /** How much less sure the row is than is ordinary for its series, 1 being ordinary. */
  readonly doubt: Float64Array;
}

/** The sizes of residuals: |ln(truth / forecast)| where a series is read as ratios, else |truth - forecast| / scale. */
export interface ResidualSizes {
  /** By series. */
  readonly isRatio: Uint8Array;
  /** By row; NaN where it is not known. */
  readonly size: Float64Array;
  /** The mean in units of the scale over all series, those read as ratios too. */
  readonly meanScaled: number;
}

/** A series that is off by more on average is not read as ratios: a band of such a ratio reaches from nothing to many times. */
const MOST_RATIO = 0.2;

/** Measures residuals; a series all of whose truths and forecasts are above 0, and near each other, is read as ratios. */
export function measureResiduals(residuals: Omit<Residuals, 'doubt'>, series: number): ResidualSizes {
  const { actual, predicted, scale } = residuals;
  const ofSeries = { groups: series, groupOf: (row: number) => residuals.series[row] as number };
  const ratio = actual.map((y, row) => finite(Math.abs(Math.log(y / (predicted[row] as number)))));
  const scaled = actual.map((y, row) =>
    finite(Math.abs(y - (predicted[row] as number)) / (scale[row] as number)),
  );
  const { means } = groupMeans(ratio.length, ofSeries, (row) => ratio[row] as number);
  const isRatio = Uint8Array.from(means, (mean) => (mean > MOST_RATIO ? 0 : 1));
  for (const [row, s] of residuals.series.entries()) {
    const [y, forecast] = [actual[row] as number, predicted[row] as number];
    if (!(y > 0 && forecast > 0) && !Number.isNaN(y + forecast)) isRatio[s] = 0;
  }
  const size = scaled.map((one, row) =>
    isRatio[residuals.series[row] as number] === 1 ? (ratio[row] as number) : one,
  );
  const all = groupMeans(scaled.length, { groups: 1, groupOf: () => 0 }, (row) => scaled[row] as number);
  return { isRatio, size, meanScaled: all.means[0] as number };
}

function finite(size: number): number {
  return Number.isFinite(size) ? size : Number.NaN;
}
