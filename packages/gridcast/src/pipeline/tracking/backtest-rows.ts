/** The rows of a backtest in the form in which tracking sums rows up. */
import type { SeriesKey } from '../../core/index.ts';
import { bands } from '../../model/index.ts';
import type { BacktestOrigin, CalibrationRows } from '../../train/index.ts';

const HORIZON = 24;
/** Plots of more rows than that would cost more memory than the backtest itself. */
const MOST_ROWS = 2_000_000;

/** Every series has its 24 rows at every origin, NaN where it had no forecast; the baselines stand as members. Undefined where there are too many. */
export function denseRows(
  results: readonly BacktestOrigin[],
  keys: readonly SeriesKey[],
): CalibrationRows | undefined {
  const total = results.length * keys.length * HORIZON;
  if (total === 0 || total > MOST_ROWS) return undefined;
  const column = (pick: (result: BacktestOrigin) => Float64Array | undefined): Float64Array => {
    const dense = new Float64Array(total).fill(Number.NaN);
    for (const [place, result] of results.entries()) {
      const values = pick(result);
      const { series, lead } = result.rows;
      for (let row = 0; row < series.length; row++) {
        const at = (place * keys.length + (series[row] as number)) * HORIZON + (lead[row] as number);
        dense[at] = values?.[row] ?? Number.NaN;
      }
    }
    return dense;
  };
  return {
    origins: results.map(({ origin }) => origin),
    keys,
    truth: column(({ actual }) => actual),
    scale: column(({ absoluteScale }) => absoluteScale),
    ensemble: column(({ rows }) => rows.quantiles.p50),
    members: Object.keys(results[0]?.baselines ?? {}).map((name) => ({
      name,
      forecast: column(({ baselines }) => baselines[name]),
    })),
    bands: bands.map(({ lower, upper }) => ({
      lower: column(({ rows }) => rows.quantiles[lower]),
      upper: column(({ rows }) => rows.quantiles[upper]),
    })),
  };
}
