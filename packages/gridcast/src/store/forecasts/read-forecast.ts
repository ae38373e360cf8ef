/** Reads a published forecast. */
import type { HourUtc, SeriesKey } from '../../core/index.ts';
import { keyColumns } from '../observations/observation-sql.ts';
import type { SqlEngine } from '../sql/engine.ts';
import type { Store } from '../store.ts';
import {
  amongSeries,
  forecastRelation,
  QUANTILE_COLUMNS,
  type ForecastRelation,
} from './forecast-relation.ts';

export interface ReadForecastOptions {
  readonly objectKey: string;
  /** Default: all series of the forecast. */
  readonly series?: readonly SeriesKey[] | undefined;
}

/** Quantiles by name, each a column as long as the rows. */
export type Quantiles = Readonly<Record<(typeof QUANTILE_COLUMNS)[number], Float64Array>>;

/** A forecast in columns, ordered by series and target hour. */
export interface ForecastColumns {
  readonly keyNames: readonly string[];
  readonly rows: number;
  readonly key: readonly SeriesKey[];
  readonly targetHour: Float64Array;
  readonly originHour: Float64Array;
  readonly leadHours: Float64Array;
  readonly quantiles: Quantiles;
  readonly modelVersion: readonly string[];
  readonly rung: readonly string[];
}

/** Reads a forecast file, whole or for some series; a series that is not in it gives no rows. */
export async function readForecast(
  store: Store,
  engine: SqlEngine,
  options: ReadForecastOptions,
): Promise<ForecastColumns> {
  const { keyNames, query } = await openForecast(store, engine, options.objectKey);
  const keys = keyColumns(keyNames);
  const from = `FROM (${query}) WHERE ${amongSeries(options.series)} ORDER BY ${[...keys, 'target'].join(', ')}`;
  const { rows, columns } = await engine.numbers(
    `SELECT target, origin, lead, ${QUANTILE_COLUMNS.join(', ')} ${from}`,
  );
  const texts = await engine.rows<Record<string, string | null>>(
    `SELECT ${[...keys, 'model_version', 'rung'].join(', ')} ${from}`,
  );
  const column = (name: string): Float64Array => columns[name] ?? new Float64Array(rows);
  return {
    keyNames,
    rows,
    key: texts.map((row) => keys.map((key) => row[key] ?? '')),
    targetHour: column('target'),
    originHour: column('origin'),
    leadHours: column('lead'),
    quantiles: Object.fromEntries(QUANTILE_COLUMNS.map((name) => [name, column(name)])) as Quantiles,
    modelVersion: texts.map((row) => row['model_version'] ?? ''),
    rung: texts.map((row) => row['rung'] ?? ''),
  };
}

/** The sum of the point forecasts of several series in one hour. */
export interface ForecastTotal {
  readonly targetHour: HourUtc;
  readonly p50: number;
  readonly series: number;
}

/** Sums the point forecasts over series, hour by hour; quantiles are left out, for those of a sum are not sums. */
export async function readForecastTotals(
  store: Store,
  engine: SqlEngine,
  options: ReadForecastOptions,
): Promise<ForecastTotal[]> {
  const { keyNames, query } = await openForecast(store, engine, options.objectKey);
  const order = keyNames.length === 0 ? 'p50' : keyColumns(keyNames).join(', ');
  return engine.rows<{ targetHour: number; p50: number; series: number }>(
    `SELECT target AS "targetHour", list_sum(list(p50 ORDER BY ${order})) AS p50, count(*)::INTEGER AS series
     FROM (${query}) WHERE ${amongSeries(options.series)} GROUP BY target ORDER BY target`,
  );
}

async function openForecast(store: Store, engine: SqlEngine, objectKey: string): Promise<ForecastRelation> {
  return forecastRelation(engine, [await store.lake.localPath(objectKey)]);
}
