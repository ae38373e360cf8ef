/** How large residuals usually are, by series and lead: what makes them comparable over a panel. */
import { groupMeans } from '../core/index.ts';
import type { Residuals, ResidualSizes } from './residuals.ts';

/** Usual sizes; as ratios where a series is read so, else in units of its scale. */
export interface Spreads {
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
/** How much the panel's mean counts in a series' own: as many origins, each as long as the hole that origins share. */
const PRIOR_ORIGINS = 2;

export interface SpreadOptions {
  readonly delayHours: number;
  /** Which rows to learn from. */
  readonly keep: (row: number) => boolean;
}

/** Learns the sizes from the rows to keep; undefined without a residual among them. */
export function learnSpreads(
  residuals: Residuals,
  { isRatio, size, meanScaled }: ResidualSizes,
  { delayHours, keep }: SpreadOptions,
): Spreads | undefined {
  const series = isRatio.length;
  const priorRows = PRIOR_ORIGINS * (delayHours + LEADS);
  const kept = size.map((one, row) => (keep(row) ? one : Number.NaN));
  const leadShape = leadShapeOf(kept, residuals.series, series);
  const even = kept.map(
    (one, row) => one / ((leadShape[row % LEADS] as number) * (residuals.doubt[row] as number)),
  );
  const own = means(even, series, (row) => residuals.series[row] as number);
  const ofKind = means(even, 2, (row) => isRatio[residuals.series[row] as number] as number).means;
  if (ofKind.every(Number.isNaN)) return undefined;
  const pooledScaled = [ofKind[0] as number, meanScaled, 1].find((one) => !Number.isNaN(one)) as number;
  const pooledRatio = Number.isNaN(ofKind[1]) ? 0.1 : (ofKind[1] as number);
  const perSeries = Array.from(isRatio, (asRatio, s): SeriesSpread | null => {
    const count = own.counts[s] as number;
    if (count === 0) return null;
    const prior = asRatio === 1 ? pooledRatio : pooledScaled;
    const shrunk = ((own.means[s] as number) * count + priorRows * prior) / (count + priorRows);
    return { isRatio: asRatio === 1, size: shrunk };
  });
  return { leadShape, pooledRatio, pooledScaled, perSeries };
}

/** The size of a row's residual in units of what is usual for its series, lead and doubt; NaN where that is not known. */
export function scoreOf(
  residuals: Residuals,
  { size }: ResidualSizes,
  spreads: Spreads,
  row: number,
): number {
  const usual = spreads.perSeries[residuals.series[row] as number]?.size ?? Number.NaN;
  const score =
    (size[row] as number) /
    (usual * (spreads.leadShape[row % LEADS] as number) * (residuals.doubt[row] as number));
  return Number.isFinite(score) ? score : Number.NaN;
}

/** Mean size by lead, over series each in units of its own mean, smoothed over the neighbours; 1 on average. */
function leadShapeOf(sizes: Float64Array, seriesOf: Int32Array, series: number): number[] {
  const own = means(sizes, series, (row) => seriesOf[row] as number).means;
  const relative = sizes.map((size, row) => size / (own[seriesOf[row] as number] as number));
  const byLead = means(relative, LEADS, (row) => row % LEADS).means;
  const smooth = Array.from(byLead, (mean, lead) => {
    const near = [byLead[lead - 1], mean, mean, byLead[lead + 1]].filter(
      (one) => one !== undefined && !Number.isNaN(one),
    );
    return near.length === 0 ? 1 : near.reduce<number>((sum, one) => sum + (one ?? 0), 0) / near.length;
  });
  const mean = smooth.reduce((sum, one) => sum + one, 0) / LEADS;
  return smooth.map((one) => (mean > 0 ? Math.max(one / mean, 0.1) : 1));
}

/** Means of the finite values by group; NaN for a group without one. */
function means(
  values: Float64Array,
  groups: number,
  groupOf: (row: number) => number,
): ReturnType<typeof groupMeans> {
  return groupMeans(values.length, { groups, groupOf }, (row) => values[row] as number);
}
