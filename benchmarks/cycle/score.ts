/** Scores forecast files of any tool by one rule: MASE with season 24, mean over series, then over origins. */
import { openSqlEngine, quoteText } from '../../packages/gridcast/src/store/index.ts';
import { makeErrorTable, scoreColumns } from '../errors.ts';

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
  await makeErrorTable(engine, {
    truth: `SELECT PriceArea || '/' || ConsumerType_DE35 AS series, CAST(HourUTC AS TIMESTAMP) AS hour_utc,
      CAST(TotalCon AS DOUBLE) AS value FROM read_parquet(${quoteText(rowsPath)})`,
    forecasts: `SELECT area || '/' || consumer_type AS series, origin_utc, target_hour_utc, p50
      FROM read_parquet(${quoteText(forecastPath)})`,
    delayHours: 0,
  });
  const scores = await engine.rows<OriginScores>(`
    SELECT strftime(origin_utc, '%Y-%m-%dT%H:%MZ') AS origin, ${scoreColumns}
    FROM error GROUP BY origin_utc ORDER BY origin_utc`);
  if (scores.length === 0) throw new Error(`${forecastPath} holds no hour with a truth`);
  return scores;
}
