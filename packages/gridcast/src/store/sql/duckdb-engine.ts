/** DuckDB behind the interface of the SQL engine. */
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { GridcastError, reasonOf } from '../../core/index.ts';
import { appendColumns, createFromColumns, readNumbers, type ColumnInput } from './columns.ts';
import type { SqlEngine, SqlEngineOptions, TableOptions } from './engine.ts';

/** Two of DuckDB's row groups. */
const LEAST_ROWS_OF_THREADS = 245_760;

/** Opens the engine; see `openSqlEngine`. */
export async function openDuckDb(options: SqlEngineOptions): Promise<SqlEngine> {
  const { threads = 2 } = options;
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    ...(options.memoryLimitMiB === undefined ? {} : { memory_limit: `${options.memoryLimitMiB}MiB` }),
    autoinstall_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return new DuckDbEngine(instance, connection, threads);
}

class DuckDbEngine implements SqlEngine {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #threads: number;
  #before: Promise<void> = Promise.resolve();

  constructor(instance: DuckDBInstance, connection: DuckDBConnection, threads: number) {
    this.#instance = instance;
    this.#connection = connection;
    this.#threads = threads;
  }

  async run(sql: string, parameters?: Readonly<Record<string, DuckDBValue>>): Promise<void> {
    await this.#inTurn(sql, () => this.#connection.run(sql, parameters));
  }

  async rows<Row extends Readonly<Record<string, unknown>>>(
    sql: string,
    parameters?: Readonly<Record<string, DuckDBValue>>,
  ): Promise<Row[]> {
    const reader = await this.#inTurn(sql, () => this.#connection.runAndReadAll(sql, parameters));
    return reader.getRowObjectsJS() as unknown as Row[];
  }

  async numbers(sql: string): Promise<{ rows: number; columns: Record<string, Float64Array> }> {
    return this.#inTurn(sql, async () => readNumbers(await this.#connection.stream(sql)));
  }

  async expectRows(rows: number): Promise<void> {
    await this.run(`SET threads = ${rows < LEAST_ROWS_OF_THREADS ? 1 : this.#threads}`);
  }

  async createTable(
    name: string,
    columns: Readonly<Record<string, ColumnInput>>,
    { missing = 'nan' }: TableOptions = {},
  ): Promise<void> {
    await this.#inTurn(`CREATE TABLE ${name}`, () =>
      createFromColumns(this.#connection, name, columns, missing),
    );
  }

  async appendTable(
    name: string,
    columns: Readonly<Record<string, ColumnInput>>,
    { missing = 'nan' }: TableOptions = {},
  ): Promise<void> {
    await this.#inTurn(`INSERT INTO ${name}`, () => appendColumns(this.#connection, name, columns, missing));
  }

  /** A result that is still being read would end with the next query. */
  #inTurn<T>(sql: string, work: () => Promise<T>): Promise<T> {
    const turn = this.#before.then(() => guarded(sql, work));
    this.#before = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
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
