/** Quantiles of sums of series, in SQL and out of its rows. */
import { quantileOfSum } from '../../model/index.ts';
import { QUANTILE_COLUMNS } from '../../store/index.ts';

type Quantile = (typeof QUANTILE_COLUMNS)[number];

/** Columns of a query that groups forecast rows by hour, for `quantilesOfSum`; `sum` adds up an expression in a fixed order. */
export function sumColumns(sum: (value: string) => string): string {
  return QUANTILE_COLUMNS.flatMap((name) => [
    `${sum(name)} AS ${name}`,
    `${sum(`(${name} - p50) * (${name} - p50)`)} AS ${name}_squares`,
  ]).join(', ');
}

/** The quantiles of the sum that a row of such a query stands for; those of a single series are its own. */
export function quantilesOfSum(
  row: Readonly<Record<string, unknown>>,
  { series, errorCorrelation }: { readonly series: number; readonly errorCorrelation: number },
): Record<Quantile, number> {
  const point = Number(row['p50']);
  return Object.fromEntries(
    QUANTILE_COLUMNS.map((name) => {
      const added = Number(row[name]);
      if (series === 1 || errorCorrelation === 1) return [name, added];
      const parts = { point, gap: added - point, squares: Number(row[`${name}_squares`]) };
      return [name, quantileOfSum(parts, errorCorrelation)];
    }),
  ) as Record<Quantile, number>;
}
