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

/** Every row is looked at once, whatever the number of groups. */
function errorsBy(
  results: readonly BacktestOrigin[],
  groupOf: (rows: BacktestOrigin['rows'], row: number) => string,
): (readonly [string, Measured])[] {
  const groups = new Map<string, Columns>();
  for (const { origin, rows, actual, absoluteScale, squareScale } of results) {
    for (let row = 0; row < rows.series.length; row++) {
      const name = groupOf(rows, row);
      const columns = groups.get(name) ?? emptyColumns();
      groups.set(name, columns);
      columns.origin.push(origin);
      columns.series.push(rows.series[row] as number);
      columns.actual.push(actual[row] as number);
      columns.predicted.push(rows.quantiles.p50[row] as number);
      columns.absoluteScale.push(absoluteScale[row] as number);
      columns.squareScale.push(squareScale[row] as number);
      columns.lower.push(rows.quantiles.p10[row] as number);
      columns.upper.push(rows.quantiles.p90[row] as number);
    }
  }
  return [...groups].map(([name, columns]) => [name, measure(columns)]);
}

type Columns = Readonly<
  Record<
    'origin' | 'series' | 'actual' | 'predicted' | 'absoluteScale' | 'squareScale' | 'lower' | 'upper',
    number[]
  >
>;

function emptyColumns(): Columns {
  return {
    origin: [],
    series: [],
    actual: [],
    predicted: [],
    absoluteScale: [],
    squareScale: [],
    lower: [],
    upper: [],
  };
}

function measure({ lower, upper, ...columns }: Columns): Measured {
  return { errors: forecastErrors(columns), coverage: coverage(columns.actual, lower, upper) };
}
