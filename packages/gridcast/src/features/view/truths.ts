/** The values of target hours, as known at an instant: what training learns from and scores against, never a feature. */
import { plainValues } from './lanes.ts';
import type { FeatureRows } from './rows.ts';
import { stateOf, type Versions } from './versions.ts';

/** Gives the truths of rows; NaN where none is known. */
export type TruthReader = (rows: FeatureRows) => Float64Array;

/** Finds the values of the hours `[start, end)` of some series. */
export function findTruths(
  versions: Versions,
  { start, end, asOf }: { readonly start: number; readonly end: number; readonly asOf: number },
): TruthReader {
  const bySeries = new Map<number, Float64Array>();
  for (const [series, span] of versions.spans) {
    const places = stateOf(versions, { span, start, end, knownBy: () => asOf });
    bySeries.set(series, plainValues(versions, { places }));
  }
  return ({ rows, ends, perRun, perRow }) => {
    const truths = new Float64Array(rows);
    let row = 0;
    for (let run = 0; run < ends.length; run++) {
      const values = bySeries.get(perRun['series']?.[run] as number);
      for (; row < (ends[run] as number); row++) {
        truths[row] = values?.[(perRow['target']?.[row] as number) - start] ?? Number.NaN;
      }
    }
    return truths;
  };
}
