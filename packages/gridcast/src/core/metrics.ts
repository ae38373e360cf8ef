/** Forecast errors as the field defines them; lower is better for all but coverage. */
import type { HourUtc } from './time.ts';

/** Scored rows as parallel columns; a row whose truth or forecast is NaN is left out of everything. */
export interface ScoredRows {
  readonly origin: ArrayLike<HourUtc>;
  readonly series: ArrayLike<number>;
  readonly actual: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  /** Mean |y[t] - y[t-24]| over the hours known at the origin, one a row; 0 or NaN drops the row from MASE. */
  readonly absoluteScale: ArrayLike<number>;
  /** Root mean square of y[t] - y[t-24] over the same hours; 0 or NaN drops the row from RMSSE. */
  readonly squareScale: ArrayLike<number>;
}

/** Errors over a set of rows; null where nothing could be scored. */
export interface ForecastErrors {
  readonly rows: number;
  /** Mean |e| / scale per series, mean over series within an origin, then over origins (season 24). */
  readonly mase: number | null;
  /** Root of mean e² / square scale, averaged like MASE. */
  readonly rmsse: number | null;
  /** Sum |e| / sum |y|. */
  readonly wape: number | null;
  /** Mean |e| / |y| over rows whose truth is not 0. */
  readonly mape: number | null;
  /** Root of the mean of (e / y)² over rows whose truth is not 0. */
  readonly rmspe: number | null;
  /** Sum e / sum |y|, e = forecast - truth: above 0 forecasts too much. */
  readonly bias: number | null;
  /** Rows left out of MAPE and RMSPE because their truth is 0. */
  readonly zeroTruthRows: number;
  /** (series, origin) pairs left out of MASE because their scale is 0 or unknown. */
  readonly scalelessSeries: number;
}

/** Errors of the rows for which `keep` holds (default: all). */
export function forecastErrors(
  rows: ScoredRows,
  keep: (row: number) => boolean = () => true,
): ForecastErrors {
  const sums = { rows: 0, absolute: 0, signed: 0, truth: 0, ratio: 0, squareRatio: 0, ratios: 0, zero: 0 };
  const cells = openCells(rows);
  for (let i = 0; i < rows.actual.length; i++) {
    const y = rows.actual[i] as number;
    const forecast = rows.predicted[i] as number;
    if (!keep(i) || Number.isNaN(y) || Number.isNaN(forecast)) continue;
    const error = forecast - y;
    sums.rows++;
    sums.absolute += Math.abs(error);
    sums.signed += error;
    sums.truth += Math.abs(y);
    if (y === 0) sums.zero++;
    else {
      sums.ratios++;
      sums.ratio += Math.abs(error / y);
      sums.squareRatio += (error / y) ** 2;
    }
    const cell = cells.of(i);
    cell.rows++;
    cell.absolute += Math.abs(error);
    cell.square += error * error;
  }
  const ratio = (numerator: number, denominator: number): number | null =>
    denominator > 0 ? numerator / denominator : null;
  const meanSquareRatio = ratio(sums.squareRatio, sums.ratios);
  const byOrigin = cells.all();
  return {
    rows: sums.rows,
    mase: meanOverOrigins(byOrigin, (cell) => cell.absolute / cell.rows / cell.absoluteScale),
    rmsse: meanOverOrigins(byOrigin, (cell) => Math.sqrt(cell.square / cell.rows) / cell.squareScale),
    wape: ratio(sums.absolute, sums.truth),
    mape: ratio(sums.ratio, sums.ratios),
    rmspe: meanSquareRatio === null ? null : Math.sqrt(meanSquareRatio),
    bias: ratio(sums.signed, sums.truth),
    zeroTruthRows: sums.zero,
    scalelessSeries: byOrigin.filter((cell) => !(cell.absoluteScale > 0)).length,
  };
}

interface SeriesSums {
  readonly origin: HourUtc;
  readonly absoluteScale: number;
  readonly squareScale: number;
  rows: number;
  absolute: number;
  square: number;
}

interface Cells {
  /** The sums that a row belongs to. */
  readonly of: (row: number) => SeriesSums;
  readonly all: () => SeriesSums[];
}

/** Sums by origin and series; neighbouring rows mostly share theirs. */
function openCells(rows: ScoredRows): Cells {
  const cells = new Map<string, SeriesSums>();
  let [origin, series] = [Number.NaN, Number.NaN];
  let cell: SeriesSums | undefined;
  const of = (row: number): SeriesSums => {
    if (cell !== undefined && rows.origin[row] === origin && rows.series[row] === series) return cell;
    [origin, series] = [rows.origin[row] as number, rows.series[row] as number];
    const name = `${origin} ${series}`;
    const [absoluteScale, squareScale] = [rows.absoluteScale[row] as number, rows.squareScale[row] as number];
    cell = cells.get(name) ?? { origin, absoluteScale, squareScale, rows: 0, absolute: 0, square: 0 };
    cells.set(name, cell);
    return cell;
  };
  return { of, all: () => [...cells.values()] };
}

function meanOverOrigins(cells: readonly SeriesSums[], value: (cell: SeriesSums) => number): number | null {
  const origins = new Map<HourUtc, { sum: number; count: number }>();
  for (const cell of cells) {
    const scaled = value(cell);
    if (!Number.isFinite(scaled)) continue;
    const origin = origins.get(cell.origin) ?? { sum: 0, count: 0 };
    origins.set(cell.origin, { sum: origin.sum + scaled, count: origin.count + 1 });
  }
  if (origins.size === 0) return null;
  return [...origins.values()].reduce((total, { sum, count }) => total + sum / count, 0) / origins.size;
}

/** The scales of MASE and RMSSE of one series: movement over a season among the values known. */
export interface SeasonalScale {
  readonly absolute: number;
  readonly square: number;
}

/** Mean |y[t] - y[t-season]| and its root mean square over the hours where both are known; NaN where there are none. */
export function seasonalScale(values: ArrayLike<number>, seasonHours = 24): SeasonalScale {
  let [absolute, square, count] = [0, 0, 0];
  for (let i = seasonHours; i < values.length; i++) {
    const step = (values[i] as number) - (values[i - seasonHours] as number);
    if (Number.isNaN(step)) continue;
    absolute += Math.abs(step);
    square += step * step;
    count++;
  }
  return count === 0
    ? { absolute: Number.NaN, square: Number.NaN }
    : { absolute: absolute / count, square: Math.sqrt(square / count) };
}

/** Pinball loss of a forecast quantile: mean of max(level * (y - q), (level - 1) * (y - q)); NaN rows are left out. */
export function pinballLoss(
  actual: ArrayLike<number>,
  quantile: ArrayLike<number>,
  level: number,
): number | null {
  let [sum, count] = [0, 0];
  for (let i = 0; i < actual.length; i++) {
    const gap = (actual[i] as number) - (quantile[i] as number);
    if (Number.isNaN(gap)) continue;
    sum += Math.max(level * gap, (level - 1) * gap);
    count++;
  }
  return count === 0 ? null : sum / count;
}

/** The share of truths inside `[lower, upper]`; NaN rows are left out; null where there are none. */
export function coverage(
  actual: ArrayLike<number>,
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
): number | null {
  let [inside, count] = [0, 0];
  for (let i = 0; i < actual.length; i++) {
    const y = actual[i] as number;
    if (Number.isNaN(y) || Number.isNaN(lower[i])) continue;
    count++;
    if (y >= (lower[i] as number) && y <= (upper[i] as number)) inside++;
  }
  return count === 0 ? null : inside / count;
}
