/** Truths beside feature rows: what training learns from and scores against, never a feature. */
import type { HourUtc } from '../core/index.ts';
import type { SqlEngine } from '../store/index.ts';

export interface TruthRequest {
  /** A table made by `buildFeatures`. */
  readonly features: string;
  /** The instant up to which versions count. */
  readonly asOf: HourUtc;
  /** The table to make. */
  readonly outputTable: string;
}

/**
 * Makes a table of series, target, origin, truth, truth_z in the order of the feature table: the target hour's value as known
 * at `asOf`, and the same on the row's scale. NULL where it is not known, or has no logarithm in a row of link 0.
 */
export async function joinTruth(engine: SqlEngine, request: TruthRequest): Promise<string> {
  await engine.run(`CREATE OR REPLACE TABLE ${request.outputTable} AS
    WITH asked AS (SELECT DISTINCT series, target FROM ${request.features}),
    known AS (
      SELECT a.series, a.target, MAX_BY(v.value, v.known_hour) AS truth
      FROM asked a JOIN observation_versions v ON v.series = a.series AND v.hour = a.target
      WHERE v.known_hour <= ${request.asOf} AND v.value BETWEEN -1e300 AND 1e300 GROUP BY a.series, a.target)
    SELECT f.series, f.target, f.origin, k.truth,
      CASE WHEN f.link = 1 THEN k.truth / f.scale WHEN k.truth > 0 THEN LN(k.truth) END AS truth_z
    FROM ${request.features} f LEFT JOIN known k ON k.series = f.series AND k.target = f.target
    ORDER BY f.origin, f.series, f.target`);
  return request.outputTable;
}
