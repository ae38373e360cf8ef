/** What bands held of truths, in words: it stands wherever a band is printed. */
import { heldWords, type BandCoverage } from '../pipeline/index.ts';

/** Lines on the bands of single series and of sums; one that says so where nothing was measured. */
export function coverageLines(coverage: BandCoverage | null): string[] {
  const series = coverage === null ? '' : heldWords(coverage.ofSeries);
  if (coverage === null || series === '')
    return [
      'What the bands hold was not measured: no model forecast. `gridcast monitor errors` tells once truths arrive.',
    ];
  const sums = heldWords(coverage.ofSums);
  return [
    `Truths inside the bands, on ${coverage.origins} daily origins that the scored models had not seen: ${series}`,
    ...(sums === '' ? [] : [`Inside the bands of sums of series: ${sums}`]),
  ];
}
