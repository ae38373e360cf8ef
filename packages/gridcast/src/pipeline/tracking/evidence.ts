/** What tracking keeps of the rows that a model was scored on: bounded, whatever the panel's size, and JSON-safe. */
import { groupMeans, pinballLoss, type Grouping } from '../../core/index.ts';
import { bands, quantileLevel, type QuantileName } from '../../model/index.ts';
import type { CalibrationRows } from '../../train/index.ts';
import { showSeries, type ShownSeries } from './shown-series.ts';

const HORIZON = 24;
/** Half of the histogram's width, in units of the scale, and its bins. */
const WIDEST = 3;
const BINS = 60;

/** Mean |error| / scale of a forecaster by step; null where nothing could be scored. */
export interface StepErrors {
  readonly name: string;
  readonly byLead: readonly (number | null)[];
  readonly byOrigin: readonly (number | null)[];
}

/** How often the truth lay at or below a quantile. */
export interface QuantileShare {
  readonly name: QuantileName;
  readonly nominal: number;
  readonly realised: number | null;
  /** Mean pinball loss in units of the scale. */
  readonly pinball: number | null;
}

export interface Residuals {
  /** Edges are `low + i * width`; the first and the last bin hold what lies outside. */
  readonly low: number;
  readonly width: number;
  readonly counts: readonly number[];
  /** Mean (forecast - truth) / scale by lead. */
  readonly biasByLead: readonly (number | null)[];
}

export interface Evidence {
  /** The ensemble first, then the members. */
  readonly errors: readonly StepErrors[];
  readonly quantiles: readonly QuantileShare[];
  readonly residuals: Residuals;
  readonly series: readonly ShownSeries[];
}

/** Sums up the rows; their order and the number of threads do not matter. */
export function evidenceOf(rows: CalibrationRows): Evidence {
  const forecasters = [{ name: 'ensemble', forecast: rows.ensemble }, ...rows.members];
  return {
    errors: forecasters.map(({ name, forecast }) => ({
      name,
      byLead: meanError(rows, forecast, { groups: HORIZON, groupOf: leadOf }),
      byOrigin: meanError(rows, forecast, { groups: rows.origins.length, groupOf: originOf(rows) }),
    })),
    quantiles: quantileShares(rows),
    residuals: residualsOf(rows),
    series: showSeries(rows),
  };
}

const leadOf = (row: number): number => row % HORIZON;

function originOf({ keys }: CalibrationRows): (row: number) => number {
  const perOrigin = keys.length * HORIZON;
  return (row) => Math.floor(row / perOrigin);
}

/** Means by group; null for one without a row that counts. */
function means(rows: number, grouping: Grouping, value: (row: number) => number): (number | null)[] {
  return Array.from(groupMeans(rows, grouping, value).means, finite);
}

function scaled({ truth, scale }: CalibrationRows, forecast: Float64Array, row: number): number {
  const unit = scale[row] as number;
  return unit > 0 ? ((forecast[row] as number) - (truth[row] as number)) / unit : Number.NaN;
}

function meanError(rows: CalibrationRows, forecast: Float64Array, grouping: Grouping): (number | null)[] {
  return means(rows.truth.length, grouping, (row) => Math.abs(scaled(rows, forecast, row)));
}

function quantileShares(rows: CalibrationRows): QuantileShare[] {
  const ends = rows.bands.flatMap(({ lower, upper }, place): [QuantileName, Float64Array][] => {
    const band = bands[place];
    if (band === undefined) return [];
    return [
      [band.lower, lower],
      [band.upper, upper],
    ];
  });
  if (ends.length > 0) ends.push(['p50', rows.ensemble]);
  return ends
    .map(([name, quantile]) => quantileShare(rows, name, quantile))
    .sort((a, b) => a.nominal - b.nominal);
}

function quantileShare(rows: CalibrationRows, name: QuantileName, quantile: Float64Array): QuantileShare {
  const nominal = quantileLevel(name);
  const inUnits = (values: Float64Array): Float64Array =>
    values.map((value, row) =>
      (rows.scale[row] as number) > 0 ? value / (rows.scale[row] as number) : Number.NaN,
    );
  const [share] = means(rows.truth.length, { groups: 1, groupOf: () => 0 }, (row) => {
    const gap = (quantile[row] as number) - (rows.truth[row] as number);
    return Number.isNaN(gap) ? Number.NaN : Number(gap >= 0);
  });
  return {
    name,
    nominal,
    realised: share ?? null,
    pinball: finite(pinballLoss(inUnits(rows.truth), inUnits(quantile), nominal)),
  };
}

function residualsOf(rows: CalibrationRows): Residuals {
  const counts = Array.from({ length: BINS }, () => 0);
  const width = (2 * WIDEST) / BINS;
  for (let row = 0; row < rows.truth.length; row++) {
    const residual = scaled(rows, rows.ensemble, row);
    if (!Number.isFinite(residual)) continue;
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor((residual + WIDEST) / width)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const biasByLead = means(rows.truth.length, { groups: HORIZON, groupOf: leadOf }, (row) =>
    scaled(rows, rows.ensemble, row),
  );
  return { low: -WIDEST, width, counts, biasByLead };
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
