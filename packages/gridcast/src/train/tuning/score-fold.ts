/** The score of one trial on one fold, as every forecast of the system is scored. */
import { forecastErrors } from '../../core/index.ts';
import { toNatural, type Link } from '../../model/index.ts';
import type { ScoringRows } from './sweep-rows.ts';
import type { FoldScore } from './trial.ts';

/** Scores differences from the anchor; a reason where the metric is no number. */
export function scoreFold(
  differences: Float64Array,
  rows: ScoringRows,
  link: Link,
): FoldScore | { readonly reason: string } {
  const predicted = differences.map((difference, row) =>
    toNatural(link, (rows.anchor[row] as number) + difference, rows.unit[row] as number),
  );
  const wild = predicted.findIndex((value) => !Number.isFinite(value));
  if (wild >= 0) return { reason: `MASE is no number: a forecast is ${predicted[wild]}` };
  const { mase, wape } = forecastErrors({
    origin: rows.origin,
    series: rows.series,
    actual: rows.truth,
    predicted,
    absoluteScale: rows.scale,
    squareScale: rows.scale,
  });
  if (mase === null || wape === null || !Number.isFinite(mase) || !Number.isFinite(wape)) {
    return { reason: 'MASE is no number: no row of the fold can be scored' };
  }
  return { mase, wape };
}
