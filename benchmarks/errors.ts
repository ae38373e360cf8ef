/** One scorer for all forecasts: tables of errors beside the scale that MASE divides by. */
import type { SqlEngine } from '../packages/gridcast/src/store/index.ts';

export interface ErrorTables {
  /** A query of series, hour_utc, value. */
  readonly truth: string;
  /** A query of series, origin_utc, target_hour_utc, p50 and whatever else is to be kept. */
  readonly forecasts: string;
  /** The scale knows hours before the origin less this. */
  readonly delayHours: number;
}

/**
 * Makes the table `error`: the forecast rows whose truth is known, with `value`, `error` = |p50 - value| and `scale`, the mean
 * |y[t] - y[t - 24]| over all hours known at the origin. A series without a scale has none.
 */
export async function makeErrorTable(engine: SqlEngine, input: ErrorTables): Promise<void> {
  await engine.run(`CREATE OR REPLACE TABLE truth AS ${input.truth}`);
  await engine.run(`CREATE OR REPLACE TABLE forecast AS ${input.forecasts}`);
  await engine.run(`CREATE OR REPLACE TABLE scale AS
    SELECT series, origin_utc, avg(abs(later.value - earlier.value)) AS scale
    FROM (SELECT DISTINCT origin_utc FROM forecast), truth AS later JOIN truth AS earlier USING (series)
    WHERE earlier.hour_utc = later.hour_utc - INTERVAL 24 HOUR
      AND later.hour_utc < origin_utc - INTERVAL ${input.delayHours} HOUR
    GROUP BY ALL`);
  await engine.run(`CREATE OR REPLACE TABLE error AS
    SELECT f.*, t.value, abs(f.p50 - t.value) AS error, nullif(s.scale, 0) AS scale
    FROM forecast f JOIN truth t ON t.series = f.series AND t.hour_utc = f.target_hour_utc
    LEFT JOIN scale s ON s.series = f.series AND s.origin_utc = f.origin_utc
    WHERE t.value IS NOT NULL`);
}

/** Mean over series, then over origins, of mean error / scale; Σ|e| / Σ|y| in %; mean |e| / |y| in %, hours of 0 left out. */
export const scoreColumns = `avg(error / scale) AS mase, 100 * sum(error) / sum(abs(value)) AS wape,
  100 * avg(error / nullif(abs(value), 0)) AS mape`;
