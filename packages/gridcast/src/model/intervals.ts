/** Conformal bands: widths learnt from forecasts whose truth was known, per series and lead, shrunk to the panel. */
import { groupMeans } from '../core/index.ts';
import { bands, type QuantileName } from './quantiles.ts';

/** Residuals of forecasts on origins that were not fitted; parallel columns of origins x series x 24 leads. */
export interface Residuals {
  readonly series: Int32Array;
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  /** The MASE scale of the series at the origin, in its own unit. */
  readonly scale: Float64Array;
  /** How far unlike forecasts of the row lie apart, 1 being ordinary; all 1 where that says nothing. */
  readonly doubt: Float64Array;
}

/** What bands are made from; `ratio` where a series is positive (widths as ratios), else in units of its scale. */
export interface IntervalTable {
  /** Half-width of each central band, in units of a row's size, by share. */
  readonly halfWidths: Readonly<Record<string, number>>;
  /** By lead: how large residuals are against the mean of all leads. */
  readonly leadShape: readonly number[];
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

const LEADS = 24;
/** How much the panel's mean counts in a series' own: as many rows, two origins. */
const PRIOR_ROWS = 48;
/** Series share their bad days: of so few as three, the residuals of two months are a small sample. */
const SHARED_DAYS = 0.6;

export interface IntervalOptions {
  readonly series: number;
  /** The delay over the time that residuals come from: forecasts across overlapping holes err alike, and few tell little. */
  readonly overlap: number;
  /** Which rows to learn from; all by default. */
  readonly keep?: (row: number) => boolean;
}

/** Learns the bands; undefined without residuals. */
export function learnIntervals(
  residuals: Residuals,
  { series, overlap, keep = () => true }: IntervalOptions,
): IntervalTable | undefined {
  const isRatio = ratioSeries(residuals, series);
  const raw = residuals.actual.map((_, i) =>
    keep(i) ? residualSize(residuals, i, isRatio[residuals.series[i] as number] === 1) : Number.NaN,
  );
  const leadShape = leadShapeOf(raw, { residuals, isRatio });
  const sizes = raw.map(
    (size, i) => size / ((leadShape[i % LEADS] as number) * (residuals.doubt[i] as number)),
  );
  const bySeries = { groups: series, groupOf: (row: number) => residuals.series[row] as number };
  const { means: own, counts } = groupMeans(sizes.length, bySeries, (row) => sizes[row] as number);
  const ofKind = means(sizes, (i) => (isRatio[residuals.series[i] as number] === 1 ? 1 : 0), 2);
  if (ofKind.every(Number.isNaN)) return undefined;
  const pooledScaled = known(ofKind[0]) ?? meanScaled(residuals);
  const pooledRatio = known(ofKind[1]) ?? 0.1;
  const perSeries = Array.from({ length: series }, (_, s): SeriesSpread | null => {
    const count = counts[s] as number;
    if (count === 0) return null;
    const prior = isRatio[s] === 1 ? pooledRatio : pooledScaled;
    const size = ((own[s] as number) * count + PRIOR_ROWS * prior) / (count + PRIOR_ROWS);
    return { isRatio: isRatio[s] === 1, size };
  });
  const scores = sizes
    .map((size, i) => size / (perSeries[residuals.series[i] as number]?.size ?? Number.NaN))
    .filter((score) => Number.isFinite(score))
    .sort();
  const widening = 1 + Math.min(1, Math.max(overlap, SHARED_DAYS / Math.sqrt(series))) / 2;
  const halfWidths = Object.fromEntries(
    bands.map(({ share }) => [String(share), conformalQuantile(scores, share) * widening]),
  );
  return { halfWidths, leadShape, pooledRatio, pooledScaled, perSeries };
}

/** What tells the width of one row's band, beside its series' spread. */
export interface BandRow {
  readonly predicted: number;
  /** The row's MASE scale. */
  readonly scale: number;
  readonly lead: number;
  readonly doubt: number;
}

/** The band of one row: the forecast, widened by the series' spread. */
export function bandOf(
  table: IntervalTable,
  spread: SeriesSpread,
  { predicted, scale, lead, doubt }: BandRow,
): Record<QuantileName, number> {
  const out = { p50: predicted } as Record<QuantileName, number>;
  const asRatio = spread.isRatio && predicted > 0;
  const size = asRatio === spread.isRatio ? spread.size : table.pooledScaled;
  const unit = size * (table.leadShape[lead] ?? 1) * doubt;
  for (const { lower, upper, share } of bands) {
    const half = (table.halfWidths[String(share)] ?? 0) * unit;
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
  const size = isRatio ? Math.abs(Math.log(y / forecast)) : Math.abs(y - forecast) / (scale[i] as number);
  return Number.isFinite(size) ? size : Number.NaN;
}

/** Mean size by lead, over series each in units of its own mean, smoothed over the neighbours; 1 on average. */
function leadShapeOf(
  sizes: Float64Array,
  { residuals, isRatio }: { readonly residuals: Residuals; readonly isRatio: Uint8Array },
): number[] {
  const own = means(sizes, (i) => residuals.series[i] as number, isRatio.length);
  const relative = sizes.map((size, i) => size / (own[residuals.series[i] as number] as number));
  const byLead = means(relative, (i) => i % LEADS, LEADS);
  const smooth = Array.from(byLead, (mean, lead) => {
    const near = [byLead[lead - 1], mean, mean, byLead[lead + 1]].filter((one) => known(one) !== undefined);
    return near.length === 0 ? 1 : near.reduce<number>((sum, one) => sum + (one ?? 0), 0) / near.length;
  });
  const mean = smooth.reduce((sum, one) => sum + one, 0) / LEADS;
  return smooth.map((one) => (mean > 0 ? Math.max(one / mean, 0.1) : 1));
}

/** Means of the finite values by group; NaN for a group without one. */
function means(values: Float64Array, groupOf: (row: number) => number, groups: number): Float64Array {
  return groupMeans(values.length, { groups, groupOf }, (row) => values[row] as number).means;
}

function known(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

function meanScaled(residuals: Residuals): number {
  const sizes = residuals.actual.map((_, i) => residualSize(residuals, i, false));
  return known(means(sizes, () => 0, 1)[0]) ?? 1;
}

/** The score that a share of `sorted` stays below, with the finite-sample correction of split conformal prediction. */
function conformalQuantile(sorted: Float64Array, share: number): number {
  const rank = Math.min(sorted.length, Math.ceil((sorted.length + 1) * share));
  return sorted[Math.max(0, rank - 1)] ?? 0;
}
