/** DuckDB in memory: the SQL engine over the Parquet files of the lake. */
import type { DuckDBValue } from '@duckdb/node-api';
import type { ColumnInput, MissingNumbers } from './columns.ts';

export interface SqlEngineOptions {
  /** Threads of the engine; results whose bits matter never depend on it. */
  readonly threads?: number;
  readonly memoryLimitMiB?: number;
}

export interface TableOptions {
  /** Default: `nan`. */
  readonly missing?: MissingNumbers;
}

/** The fields of an interface as the type of a row. */
export type Selected<Fields> = { readonly [Name in keyof Fields]: Fields[Name] };

/** One in-memory database with one connection; queries run one at a time, in the order they are asked. */
export interface SqlEngine extends Disposable {
  /** Runs a statement for its effect. */
  run(sql: string, parameters?: Readonly<Record<string, DuckDBValue>>): Promise<void>;
  /** Rows as plain objects; BIGINT as bigint, TIMESTAMP as Date. Meant for small results. */
  rows<Row extends Readonly<Record<string, unknown>>>(
    sql: string,
    parameters?: Readonly<Record<string, DuckDBValue>>,
  ): Promise<Row[]>;
  /** Numeric columns by name as Float64Array, null as NaN; the way for large results. */
  numbers(
    sql: string,
  ): Promise<{ readonly rows: number; readonly columns: Readonly<Record<string, Float64Array>> }>;
  /**
   * Says how many rows the queries to come go over: DuckDB hands rows out by the hundred thousand, and of few a second thread gets
   * none but spins as long as the first works.
   */
  expectRows(rows: number): Promise<void>;
  /** Creates a table from columns in memory: Float64Array -> DOUBLE, Int32Array -> INTEGER, strings -> VARCHAR. */
  createTable(
    name: string,
    columns: Readonly<Record<string, ColumnInput>>,
    options?: TableOptions,
  ): Promise<void>;
  /** Appends to a table that has just these columns, in this order. */
  appendTable(
    name: string,
    columns: Readonly<Record<string, ColumnInput>>,
    options?: TableOptions,
  ): Promise<void>;
}

/**
 * Opens an engine. UTC is its time zone; nothing is loaded from or written to the network. DuckDB is loaded here, for
 * commands that only look into the catalogue never need it.
 */
export async function openSqlEngine(options: SqlEngineOptions = {}): Promise<SqlEngine> {
  const { openDuckDb } = await import('./duckdb-engine.ts');
  return openDuckDb(options);
}
