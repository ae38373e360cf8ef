/** The rows given to a stage of observations: what they are, and which cannot be stored. */
import { GridcastError, type HourUtc } from '../../core/index.ts';
import type { SqlEngine } from '../sql/engine.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import { keyColumns } from './observation-sql.ts';

/** Rows to store. */
export interface GivenRows {
  /** A table or view of the engine: key_0… VARCHAR, hour INTEGER, value DOUBLE, known_hour INTEGER (null: not told). */
  readonly relation: string;
  readonly keyNames: readonly string[];
}

/** How many rows there are, and their first and last hour. */
export interface Measured {
  readonly rows: number;
  readonly firstHour: HourUtc;
  readonly lastHour: HourUtc;
}

/** Measures rows; undefined where there are none. @throws STORE_ROWS_INVALID where one lacks a key, hour or finite value. */
export async function measure(engine: SqlEngine, given: GivenRows): Promise<Measured | undefined> {
  const relation = quoteIdentifier(given.relation);
  const bad = [...keyColumns(given.keyNames), 'hour', 'value'].map((column) => `${column} IS NULL`);
  const isBad = `(${bad.join(' OR ')} OR NOT isfinite(value))`;
  const [row] = await engine.rows<{ rows: bigint; first: number | null; last: number | null; bad: bigint }>(
    `SELECT count(*) AS rows, min(hour) AS first, max(hour) AS last, count(*) FILTER (WHERE ${isBad}) AS bad FROM ${relation}`,
  );
  if (row !== undefined && row.bad > 0n) {
    const [example] = await engine.rows<Record<string, unknown>>(
      `SELECT * FROM ${relation} WHERE ${isBad} LIMIT 1`,
    );
    throw invalidRows(Number(row.bad), 'a key, hour or value is missing or not finite', example);
  }
  if (row?.first == null || row.last === null) return undefined;
  return { rows: Number(row.rows), firstHour: row.first, lastHour: row.last };
}

/** The error for rows that cannot be stored, with one of them. */
export function invalidRows(
  rows: number,
  reason: string,
  example: Readonly<Record<string, unknown>> | undefined,
): GridcastError {
  const text = JSON.stringify(example ?? {}, (_, item: unknown) =>
    typeof item === 'number' || typeof item === 'bigint' ? String(item) : item,
  );
  return new GridcastError('STORE_ROWS_INVALID', { rows, reason, example: text });
}
