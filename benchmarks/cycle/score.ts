/** Scores forecast files of any tool by one rule: MASE with season 24, mean over series, then over origins. */
import { openSqlEngine, quoteText } from '../../packages/gridcast/src/store/index.ts';

/** Scores of one origin, means over the series; WAPE pooled over them. */
export interface OriginScores extends Readonly<Record<string, unknown>> {
  /** ISO instant. */
  readonly origin: string;
  readonly mase: number;
  readonly wape: number;
  readonly mape: number;
}

/**
 * Scores the point forecasts of a Parquet file with `area`, `consumer_type`, `origin_utc`, `target_hour_utc` and `p50`
 * against the bundled rows, an origin a row, in their order. The MASE scale of an origin knows only the hours before it.
 */
export async function scoreForecasts(forecastPath: string, rowsPath: string): Promise<OriginScores[]> {
  using engine = await openSqlEngine({ threads: 1 });
  await engine.run(`CREATE VIEW truth AS
    SELECT PriceArea AS area, ConsumerType_DE35 AS consumer_type, CAST(HourUTC AS TIMESTAMP) AS hour,
      CAST(TotalCon AS DOUBLE) AS value
    FROM read_parquet(${quoteText(rowsPath)})`);
  await engine.run(`CREATE VIEW error AS
    SELECT area, consumer_type, origin_utc, abs(p50 - value) AS error, abs(value) AS size
    FROM read_parquet(${quoteText(forecastPath)}) JOIN truth USING (area, consumer_type)
    WHERE hour = target_hour_utc`);
  await engine.run(`CREATE TABLE scale AS
    SELECT area, consumer_type, origin_utc, avg(abs(later.value - earlier.value)) AS scale
    FROM (SELECT DISTINCT origin_utc FROM error), truth AS later JOIN truth AS earlier USING (area, consumer_type)
    WHERE earlier.hour = later.hour - INTERVAL 24 HOUR AND later.hour < origin_utc
    GROUP BY ALL`);
  const scores = await engine.rows<OriginScores>(`
    SELECT strftime(origin_utc, '%Y-%m-%dT%H:%MZ') AS origin, avg(mase) AS mase, 100 * sum(error) / sum(size) AS wape,
      avg(mape) AS mape
    FROM (
      SELECT origin_utc, avg(error) / any_value(scale) AS mase, sum(error) AS error, sum(size) AS size,
        100 * avg(error / nullif(size, 0)) AS mape
      FROM error JOIN scale USING (area, consumer_type, origin_utc)
      GROUP BY origin_utc, area, consumer_type)
    GROUP BY origin_utc ORDER BY origin_utc`);
  if (scores.length === 0) throw new Error(`${forecastPath} holds no hour with a truth`);
  return scores;
}
