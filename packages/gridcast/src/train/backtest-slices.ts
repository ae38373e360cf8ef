/** Errors of a backtest apart for the rungs that made its rows, and for each value of the keys. */
import { coverage, forecastErrors, type ForecastErrors, type SeriesKey } from '../core/index.ts';
import type { BacktestOrigin } from './backtest.ts';

/** Values of one key that are told apart; a key of more says who a series is, not what it is like. */
const MOST_VALUES = 60;

export interface SliceErrors {
  readonly kind: 'rung' | 'slice';
  /** `rung model`, or a key with its value: `area DK1`. */
  readonly name: string;
  readonly errors: ForecastErrors;
  /** Share of truths from p10 to p90; null where none is known. */
  readonly coverage: number | null;
}

export interface SlicedPanel {
  readonly keyNames: readonly string[];
  readonly series: readonly SeriesKey[];
}

/** Rungs first, then keys in their order, values in the order of the panel; none where all series would be in it. */
export function sliceErrors(results: readonly BacktestOrigin[], panel: SlicedPanel): SliceErrors[] {
  const rungs = errorsBy(results, (rows, row) => rows.rung[row] ?? '').map(([name, errors]) => ({
    kind: 'rung' as const,
    name: `rung ${name}`,
    ...errors,
  }));
  const keys = panel.keyNames.flatMap((key, place) => {
    const values = new Set(panel.series.map((one) => one[place]));
    if (values.size < 2 || values.size > MOST_VALUES) return [];
    const valueOf = (rows: BacktestOrigin['rows'], row: number): string =>
      panel.series[rows.series[row] as number]?.[place] ?? '';
    return errorsBy(results, valueOf).map(([value, errors]) => ({
      kind: 'slice' as const,
      name: `${key} ${value}`,
      ...errors,
    }));
  });
  return [...rungs, ...keys];
}

type Measured = Pick<SliceErrors, 'errors' | 'coverage'>;

/** Group after group, in the order of their first rows: no more is copied at a time than the rows of one. */
function errorsBy(
  results: readonly BacktestOrigin[],
  groupOf: (rows: BacktestOrigin['rows'], row: number) => string,
): (readonly [string, Measured])[] {
  const sizes = new Map<string, number>();
  const places = new Map<string, number>();
  const groups = results.map(({ rows }) =>
    Int32Array.from(rows.series, (_, row) => {
      const name = groupOf(rows, row);
      sizes.set(name, (sizes.get(name) ?? 0) + 1);
      if (!places.has(name)) places.set(name, places.size);
      return places.get(name) ?? 0;
    }),
  );
  return [...places].map(([name, place]) => {
    const columns = emptyColumns(sizes.get(name) ?? 0);
    let at = 0;
    for (const [origin, result] of results.entries())
      for (const [row, group] of (groups[origin] as Int32Array).entries())
        if (group === place) fill(columns, at++, { result, row });
    return [name, measure(columns)];
  });
}

type Columns = Readonly<
  Record<
    'origin' | 'series' | 'actual' | 'predicted' | 'absoluteScale' | 'squareScale' | 'lower' | 'upper',
    Float64Array
  >
>;

function emptyColumns(rows: number): Columns {
  return {
    origin: new Float64Array(rows),
    series: new Float64Array(rows),
    actual: new Float64Array(rows),
    predicted: new Float64Array(rows),
    absoluteScale: new Float64Array(rows),
    squareScale: new Float64Array(rows),
    lower: new Float64Array(rows),
    upper: new Float64Array(rows),
  };
}

function fill(
  columns: Columns,
  at: number,
  { result, row }: { readonly result: BacktestOrigin; readonly row: number },
): void {
  const { quantiles, series } = result.rows;
  columns.origin[at] = result.origin;
  columns.series[at] = series[row] as number;
  columns.actual[at] = result.actual[row] as number;
  columns.predicted[at] = quantiles.p50[row] as number;
  columns.absoluteScale[at] = result.absoluteScale[row] as number;
  columns.squareScale[at] = result.squareScale[row] as number;
  columns.lower[at] = quantiles.p10[row] as number;
  columns.upper[at] = quantiles.p90[row] as number;
}

function measure({ lower, upper, ...columns }: Columns): Measured {
  return { errors: forecastErrors(columns), coverage: coverage(columns.actual, lower, upper) };
}
