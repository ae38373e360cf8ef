/** Split-conformal bands: widths learnt from forecasts whose truth was known, per series, shrunk to the panel. */
import { bands, type QuantileName } from './quantiles.ts';

/** Residuals of forecasts on origins that were not fitted; parallel columns. */
export interface Residuals {
  readonly series: Int32Array;
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  /** The MASE scale of the series at the origin, in its own unit. */
  readonly scale: Float64Array;
}

/** What bands are made from; `ratio` where a series is positive (widths as ratios), else in units of its scale. */
export interface IntervalTable {
  /** Half-width of each central band, in units of a series' own mean |residual|, by share. */
  readonly halfWidths: Readonly<Record<string, number>>;
  /** Mean |residual| of the panel, for new series: as a ratio, and in units of the scale. */
  readonly pooledRatio: number;
  readonly pooledScaled: number;
  /** One entry a series: its mean |residual|, shrunk to the panel's; null where it was not scored. */
  readonly perSeries: readonly (SeriesSpread | null)[];
}

export interface SeriesSpread {
  readonly isRatio: boolean;
  readonly size: number;
}

/** How much the panel's mean counts in a series' own: as many rows, two origins. */
const PRIOR_ROWS = 48;

/** Learns the bands; undefined without residuals. */
export function learnIntervals(residuals: Residuals, series: number): IntervalTable | undefined {
  const isRatio = ratioSeries(residuals, series);
  const sizes = residuals.actual.map((_, i) =>
    residualSize(residuals, i, isRatio[residuals.series[i] as number] === 1),
  );
  const pooled = { ratio: [0, 0] as [number, number], scaled: [0, 0] as [number, number] };
  const sums = new Float64Array(series);
  const counts = new Int32Array(series);
  for (let i = 0; i < sizes.length; i++) {
    const size = sizes[i] as number;
    if (!Number.isFinite(size)) continue;
    const s = residuals.series[i] as number;
    sums[s] = (sums[s] as number) + size;
    counts[s] = (counts[s] as number) + 1;
    const pool = isRatio[s] === 1 ? pooled.ratio : pooled.scaled;
    pool[0] += size;
    pool[1]++;
  }
  if (pooled.ratio[1] + pooled.scaled[1] === 0) return undefined;
  const pooledScaled = pooled.scaled[1] > 0 ? pooled.scaled[0] / pooled.scaled[1] : meanScaled(residuals);
  const pooledRatio = pooled.ratio[1] > 0 ? pooled.ratio[0] / pooled.ratio[1] : 0.1;
  const perSeries = Array.from({ length: series }, (_, s): SeriesSpread | null => {
    if (counts[s] === 0) return null;
    const prior = isRatio[s] === 1 ? pooledRatio : pooledScaled;
    const size = ((sums[s] as number) + PRIOR_ROWS * prior) / ((counts[s] as number) + PRIOR_ROWS);
    return { isRatio: isRatio[s] === 1, size };
  });
  const scores = sizes
    .map((size, i) => size / (perSeries[residuals.series[i] as number]?.size ?? Number.NaN))
    .filter((score) => Number.isFinite(score))
    .sort();
  const halfWidths = Object.fromEntries(
    bands.map(({ share }) => [String(share), conformalQuantile(scores, share)]),
  );
  return { halfWidths, pooledRatio, pooledScaled, perSeries };
}

/** The band of one row: the forecast, widened by the series' spread. `scale` is the row's MASE scale. */
export function bandOf(
  table: IntervalTable,
  spread: SeriesSpread,
  { predicted, scale }: { readonly predicted: number; readonly scale: number },
): Record<QuantileName, number> {
  const out = { p50: predicted } as Record<QuantileName, number>;
  const asRatio = spread.isRatio && predicted > 0;
  const size = asRatio === spread.isRatio ? spread.size : table.pooledScaled;
  for (const { lower, upper, share } of bands) {
    const half = (table.halfWidths[String(share)] ?? 0) * size;
    out[lower] = asRatio ? predicted * Math.exp(-half) : predicted - half * scale;
    out[upper] = asRatio ? predicted * Math.exp(half) : predicted + half * scale;
  }
  return out;
}

/** Series all of whose residuals can be read as ratios: truth and forecast above 0. */
function ratioSeries({ series, actual, predicted }: Residuals, count: number): Uint8Array {
  const isRatio = new Uint8Array(count).fill(1);
  for (let i = 0; i < series.length; i++) {
    const ok = (actual[i] as number) > 0 && (predicted[i] as number) > 0;
    if (!ok && !Number.isNaN((actual[i] as number) + (predicted[i] as number)))
      isRatio[series[i] as number] = 0;
  }
  return isRatio;
}

function residualSize({ actual, predicted, scale }: Residuals, i: number, isRatio: boolean): number {
  const [y, forecast] = [actual[i] as number, predicted[i] as number];
  return isRatio ? Math.abs(Math.log(y / forecast)) : Math.abs(y - forecast) / (scale[i] as number);
}

function meanScaled(residuals: Residuals): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < residuals.actual.length; i++) {
    const size = residualSize(residuals, i, false);
    if (!Number.isFinite(size)) continue;
    sum += size;
    count++;
  }
  return count === 0 ? 1 : sum / count;
}

/** The score that a share of `sorted` stays below, with the finite-sample correction of split conformal prediction. */
function conformalQuantile(sorted: Float64Array, share: number): number {
  const rank = Math.min(sorted.length, Math.ceil((sorted.length + 1) * share));
  return sorted[Math.max(0, rank - 1)] ?? 0;
}
