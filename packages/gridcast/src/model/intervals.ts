/** Conformal bands: widths learnt from forecasts whose truth was known, each scored by what other origins taught. */
import { halfWidthsOf } from './half-widths.ts';
import { bands, type QuantileName } from './quantiles.ts';
import { measureResiduals, type ResidualSizes, type Residuals } from './residuals.ts';
import { learnSpreads, scoreOf, type SeriesSpread, type Spreads } from './spreads.ts';

/** What bands are made from. */
export interface IntervalTable extends Spreads {
  /** Half-width of each central band, in units of a row's usual size, by share. */
  readonly halfWidths: Readonly<Record<string, number>>;
}

/** Bands, and such as were learnt without some of the origins. */
export interface LearntIntervals {
  readonly table: IntervalTable;
  /** The bands of a calibration row, learnt without its own origin and its neighbours in time; undefined where too little is known. */
  readonly heldOut: (row: number) => IntervalTable | undefined;
}

export interface IntervalOptions {
  readonly series: number;
  readonly delayHours: number;
  /** What `measureResiduals` gives, where that is known. */
  readonly sizes?: ResidualSizes;
}

const LEADS = 24;
/** Origins are left out in so many groups at most. */
const MOST_FOLDS = 7;

/**
 * Learns the bands; undefined without residuals.
 *
 * Residuals are compared with spreads that were learnt without them. A band is as wide as its share of them asks, with the
 * finite-sample correction of split conformal prediction, times what so few independent errors leave open.
 */
export function learnIntervals(
  residuals: Residuals,
  { series, delayHours, sizes = measureResiduals(residuals, series) }: IntervalOptions,
): LearntIntervals | undefined {
  const rowsPerOrigin = series * LEADS;
  const origins = residuals.actual.length / rowsPerOrigin;
  const folds = Math.min(MOST_FOLDS, origins);
  const foldOf = (row: number): number => Math.floor((Math.floor(row / rowsPerOrigin) * folds) / origins);
  const spreads = learnSpreads(residuals, sizes, { delayHours, keep: () => true });
  if (spreads === undefined) return undefined;
  const without = Array.from({ length: folds }, (_, fold) =>
    learnSpreads(residuals, sizes, { delayHours, keep: (row) => foldOf(row) !== fold }),
  );
  const scores = residuals.actual.map((_, row) => {
    const others = without[foldOf(row)];
    return others === undefined ? Number.NaN : scoreOf(residuals, sizes, others, row);
  });
  if (scores.every(Number.isNaN)) scores.set(scores.map((_, row) => scoreOf(residuals, sizes, spreads, row)));
  const widthsOf = (some: Float64Array): Record<string, number> =>
    halfWidthsOf({ scores: some, rowsPerOrigin, delayHours });
  const tables = without.map(
    (others, fold) =>
      others && {
        ...others,
        halfWidths: widthsOf(scores.map((score, row) => (foldOf(row) === fold ? Number.NaN : score))),
      },
  );
  return { table: { ...spreads, halfWidths: widthsOf(scores) }, heldOut: (row) => tables[foldOf(row)] };
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
