/** Forecast and error files as relations of an engine. */
import type { SeriesKey } from '../../core/index.ts';
import { hourOf } from '../observations/observation-sql.ts';
import type { SqlEngine } from '../sql/engine.ts';
import { quoteIdentifier, quoteText, readParquet } from '../sql/quote.ts';

/** The quantile columns of forecast files, ascending. */
export const QUANTILE_COLUMNS = ['p05', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95'] as const;

/** Forecast or error files as a relation. */
export interface ForecastRelation {
  /** The files' key columns under their own names. */
  readonly keyNames: readonly string[];
  /** A SELECT to stand in a FROM clause. */
  readonly query: string;
}

/**
 * A SELECT over forecast or error files of one home: key_0… VARCHAR, target, origin and lead INTEGER (hours), and the
 * files' other columns under their own names. `paths` are local; the key columns stand before `target_hour_utc`.
 */
export async function forecastRelation(
  engine: SqlEngine,
  paths: readonly string[],
): Promise<ForecastRelation> {
  const files = readParquet(paths);
  const described = await engine.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${files}`);
  const columns = described.map((row) => row.column_name);
  const keyNames = columns.slice(0, columns.indexOf('target_hour_utc'));
  const others = columns.slice(keyNames.length).filter((name) => !TIMES.has(name));
  const selected = [
    ...keyNames.map((name, i) => `${quoteIdentifier(name)} AS key_${i}`),
    `${hourOf('target_hour_utc')} AS target`,
    `${hourOf('origin_utc')} AS origin`,
    'lead_hours AS lead',
    ...others.map(quoteIdentifier),
  ];
  return { keyNames, query: `SELECT ${selected.join(', ')} FROM ${files}` };
}

const TIMES = new Set(['target_hour_utc', 'origin_utc', 'lead_hours']);

/** A condition on key_0… that holds for the series given; all series where they are absent. */
export function amongSeries(series: readonly SeriesKey[] | undefined): string {
  if (series === undefined) return 'true';
  const each = series.map((key) =>
    key.length === 0 ? 'true' : `(${key.map((text, i) => `key_${i} = ${quoteText(text)}`).join(' AND ')})`,
  );
  return each.length === 0 ? 'false' : `(${each.join(' OR ')})`;
}
