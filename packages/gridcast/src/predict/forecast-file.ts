/** Forecast files: the Parquet layout that other programs rely on. */
import type { HourUtc } from '../core/index.ts';
import { quantileNames, type ForecastRows } from '../model/index.ts';
import {
  putQuery,
  quoteIdentifier,
  quoteText,
  type ColumnInput,
  type Lake,
  type LakeObject,
  type SqlEngine,
} from '../store/index.ts';

/** What a forecast file says beside its numbers. */
export interface ForecastFileFacts {
  readonly keyNames: readonly string[];
  readonly unit: string;
  readonly credit: string;
  readonly runId: string;
}

/** Rows of one origin, with the truth in a backtest. */
export interface OriginForecast {
  readonly origin: HourUtc;
  readonly rows: ForecastRows;
  /** One value a row, NaN where unknown; only in backtests. */
  readonly actual?: Float64Array;
}

const TABLE = 'forecast_rows';

/**
 * Takes forecasts into the lake as one Parquet file. The engine must hold the `series` table that the rows' series numbers refer
 * to.
 */
export async function putForecast(
  lake: Lake,
  engine: SqlEngine,
  forecasts: readonly OriginForecast[],
  facts: ForecastFileFacts,
): Promise<LakeObject> {
  await engine.createTable(TABLE, tableColumns(forecasts));
  const query = fileQuery(forecasts, facts);
  const object = await putQuery(lake, engine, { kind: 'forecasts', query, metadata: metadataOf(facts) });
  await engine.run(`DROP TABLE ${TABLE}`);
  return object;
}

/** Writes forecasts as a Parquet file outside the lake. */
export async function writeForecastFile(
  engine: SqlEngine,
  path: string,
  forecasts: readonly OriginForecast[],
  facts: ForecastFileFacts,
): Promise<void> {
  await engine.createTable(TABLE, tableColumns(forecasts));
  const metadata = Object.entries(metadataOf(facts)).map(([name, text]) => `${name}: ${quoteText(text)}`);
  await engine.run(
    `COPY (${fileQuery(forecasts, facts)}) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {${metadata.join(', ')}})`,
  );
  await engine.run(`DROP TABLE ${TABLE}`);
}

function metadataOf({ unit, credit }: ForecastFileFacts): Record<string, string> {
  return { unit, credit };
}

/**
 * The rows in the layout that other programs rely on: key columns as text, `target_hour_utc`, `origin_utc`, `lead_hours`, the
 * seven quantiles, `model_version`, `rung`, `run_id`, and `actual` where it is given; sorted by origin, keys, target hour.
 */
function fileQuery(forecasts: readonly OriginForecast[], facts: ForecastFileFacts): string {
  const withActual = forecasts.some((forecast) => forecast.actual !== undefined);
  const columns = [
    ...facts.keyNames.map((name, i) => `s.key_${i} AS ${quoteIdentifier(name)}`),
    'make_timestamp((f.origin + f.lead)::BIGINT * 3600000000) AS target_hour_utc',
    'make_timestamp(f.origin::BIGINT * 3600000000) AS origin_utc',
    'f.lead AS lead_hours',
    ...quantileNames.map((name) => `f.${name}`),
    'f.model_version',
    'f.rung',
    `${quoteText(facts.runId)} AS run_id`,
    ...(withActual ? ['CASE WHEN isnan(f.actual) THEN NULL ELSE f.actual END AS actual'] : []),
  ];
  return `SELECT ${columns.join(', ')} FROM ${TABLE} f JOIN series s USING (series) ORDER BY f.origin, f.series, f.lead`;
}

function tableColumns(forecasts: readonly OriginForecast[]): Record<string, ColumnInput> {
  const numbers = (pick: (forecast: OriginForecast) => Float64Array): Float64Array =>
    Float64Array.from(forecasts.flatMap((forecast) => Array.from(pick(forecast))));
  const integers = (pick: (forecast: OriginForecast) => ArrayLike<number>): Int32Array =>
    Int32Array.from(forecasts.flatMap((forecast) => Array.from(pick(forecast))));
  return {
    series: integers((f) => f.rows.series),
    origin: integers((f) => new Int32Array(f.rows.series.length).fill(f.origin)),
    lead: integers((f) => f.rows.lead),
    ...Object.fromEntries(quantileNames.map((name) => [name, numbers((f) => f.rows.quantiles[name])])),
    model_version: forecasts.flatMap((f) => f.rows.modelVersion),
    rung: forecasts.flatMap((f) => f.rows.rung),
    actual: numbers((f) => f.actual ?? new Float64Array(f.rows.series.length).fill(Number.NaN)),
  };
}
