/** What bands of forecasts held of truths that their model had not seen. */
import type { CalibrationReport } from '../train/index.ts';

/** Share of truths inside each central band, by its nominal share ("0.9"); null where it could not be measured. */
export type HeldShares = Readonly<Record<string, number | null>>;

/** The realised coverage of a model's bands. */
export interface BandCoverage {
  /** Daily origins that it was measured on. */
  readonly origins: number;
  readonly ofSeries: HeldShares;
  /** Of sums over all series and over each value of a key; empty where no series were added up. */
  readonly ofSums: HeldShares;
}

/** The coverage that a model's report tells; null without one. */
export function coverageOf(report: CalibrationReport | undefined): BandCoverage | null {
  if (report === undefined) return null;
  const { origins, coverage, coverageOfSums = {} } = report;
  return { origins: origins.length, ofSeries: coverage, ofSums: coverageOfSums };
}

/** Such as `91.83 % of 90 %, 81.87 % of 80 %`; empty where nothing was measured. */
export function heldWords(shares: HeldShares): string {
  return Object.entries(shares)
    .flatMap(([share, held]) =>
      held === null ? [] : [`${(100 * held).toFixed(2)} % of ${Math.round(100 * Number(share))} %`],
    )
    .join(', ');
}
