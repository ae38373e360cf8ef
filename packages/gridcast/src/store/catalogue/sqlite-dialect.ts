/** Kysely's dialect over Node's own SQLite: one connection; Kysely lets one caller at a time use it. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
} from 'kysely';
import { writePoint } from '../write-points.ts';

export interface SqliteDialectOptions {
  readonly database: DatabaseSync;
  readonly readOnly: boolean;
  /** Turns an error of SQLite into the store's own. */
  readonly translate: (thrown: unknown, sql: string) => unknown;
}

/** The dialect of the embedded catalogue. Transactions take the write lock when they begin, so they never fail half-way. */
export function sqliteDialect(options: SqliteDialectOptions): Dialect {
  return {
    createDriver: () => new SqliteDriver(options),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
  };
}

class SqliteDriver implements Driver {
  readonly #options: SqliteDialectOptions;
  readonly #connection: SqliteConnection;

  constructor(options: SqliteDialectOptions) {
    this.#options = options;
    this.#connection = new SqliteConnection(options);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#options.readOnly ? 'begin' : 'begin immediate'));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    writePoint('catalogue commit, before');
    await connection.executeQuery(CompiledQuery.raw('commit'));
    writePoint('catalogue commit, after');
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // SQLite has already rolled back by itself where the disk was full.
    if (this.#options.database.isTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    this.#options.database.close();
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #options: SqliteDialectOptions;

  constructor(options: SqliteDialectOptions) {
    this.#options = options;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { database, translate } = this.#options;
    const alone = !database.isTransaction && isWrite(query);
    try {
      if (alone) writePoint('catalogue statement, before');
      const statement = database.prepare(query.sql);
      const parameters = query.parameters as readonly SQLInputValue[];
      const result =
        statement.columns().length > 0
          ? { rows: statement.all(...parameters) as Row[] }
          : changesOf(statement.run(...parameters));
      if (alone) writePoint('catalogue statement, after');
      return result;
    } catch (thrown) {
      throw translate(thrown, query.sql);
    }
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }
}

function isWrite(query: CompiledQuery): boolean {
  return query.query.kind !== 'SelectQueryNode' && query.query.kind !== 'RawNode';
}

function changesOf(done: { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint }): {
  rows: never[];
  numAffectedRows: bigint;
  insertId: bigint;
} {
  return { rows: [], numAffectedRows: BigInt(done.changes), insertId: BigInt(done.lastInsertRowid) };
}
