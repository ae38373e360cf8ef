/** What bands of forecasts held of truths that their model had not seen. */
import { findModel, type Store } from '../store/index.ts';
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

/** The coverage that a report tells. */
export function coverageOf({ origins, coverage, coverageOfSums = {} }: CalibrationReport): BandCoverage {
  return { origins: origins.length, ofSeries: coverage, ofSums: coverageOfSums };
}

/** What the bands of a model version held; null where no model forecast or its report is gone. */
export async function readBandCoverage(
  { catalogue }: Store,
  version: string | null,
): Promise<BandCoverage | null> {
  const model = version === null ? undefined : await findModel(catalogue, version);
  if (model === undefined) return null;
  const { report } = JSON.parse(model.details) as { readonly report?: CalibrationReport };
  return report === undefined ? null : coverageOf(report);
}

/** Such as `91.83 % of 90 %, 81.87 % of 80 %`; empty where nothing was measured. */
export function heldWords(shares: HeldShares): string {
  return Object.entries(shares)
    .flatMap(([share, held]) =>
      held === null ? [] : [`${(100 * held).toFixed(2)} % of ${Math.round(100 * Number(share))} %`],
    )
    .join(', ');
}
