/** DuckDB in memory: the SQL engine over the Parquet files of the lake. */
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { GridcastError, reasonOf } from '../../core/index.ts';
import { insertColumns, readNumbers, type ColumnInput } from './columns.ts';

export interface SqlEngineOptions {
  /** Threads of the engine; results whose bits matter never depend on it. */
  readonly threads?: number;
  readonly memoryLimitMiB?: number;
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
  /** Creates a table from columns in memory: Float64Array -> DOUBLE (NaN kept), Int32Array -> INTEGER, strings -> VARCHAR. */
  createTable(name: string, columns: Readonly<Record<string, ColumnInput>>): Promise<void>;
}

/** Opens an engine. UTC is its time zone; nothing is loaded from or written to the network. */
export async function openSqlEngine(options: SqlEngineOptions = {}): Promise<SqlEngine> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads ?? 2),
    ...(options.memoryLimitMiB === undefined ? {} : { memory_limit: `${options.memoryLimitMiB}MiB` }),
    autoinstall_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return new DuckDbEngine(instance, connection);
}

class DuckDbEngine implements SqlEngine {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  async run(sql: string, parameters?: Readonly<Record<string, DuckDBValue>>): Promise<void> {
    await guarded(sql, () => this.#connection.run(sql, parameters));
  }

  async rows<Row extends Readonly<Record<string, unknown>>>(
    sql: string,
    parameters?: Readonly<Record<string, DuckDBValue>>,
  ): Promise<Row[]> {
    const reader = await guarded(sql, () => this.#connection.runAndReadAll(sql, parameters));
    return reader.getRowObjectsJS() as unknown as Row[];
  }

  async numbers(sql: string): Promise<{ rows: number; columns: Record<string, Float64Array> }> {
    return guarded(sql, async () => readNumbers(await this.#connection.stream(sql)));
  }

  async createTable(name: string, columns: Readonly<Record<string, ColumnInput>>): Promise<void> {
    await guarded(`CREATE TABLE ${name}`, () => insertColumns(this.#connection, name, columns));
  }

  [Symbol.dispose](): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

async function guarded<T>(sql: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new GridcastError('STORE_QUERY_FAILED', { sql, reason: reasonOf(cause) }, { cause });
  }
}
