/** Opens the catalogue on a PostgreSQL server; `pg` is loaded and the server asked when first needed. */
import { Kysely, type PostgresPool } from 'kysely';
import type { Catalogue } from '../store.ts';
import { CataloguePostgresDialect } from './postgres-dialect.ts';
import { translatePostgresError } from './postgres-errors.ts';
import type { CatalogueSchema } from './schema.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/** Opens a catalogue by its address. `name` is the address without its password, for messages. */
export function openPostgresCatalogue(
  address: { readonly url: string; readonly name: string },
  options: { readonly readOnly: boolean },
): Catalogue {
  return new Kysely<CatalogueSchema>({
    dialect: new CataloguePostgresDialect({
      pool: () => makePool(address.url),
      readOnly: options.readOnly,
      translate: (thrown, sql) => translatePostgresError(address.name, thrown, sql),
    }),
  });
}

async function makePool(url: string): Promise<PostgresPool> {
  const { Pool, types } = (await import('pg')).default;
  const pool = new Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'gridcast',
    types: {
      // Counts and sizes are numbers, as SQLite gives them.
      getTypeParser: (id, format) => (id === types.builtins.INT8 ? Number : types.getTypeParser(id, format)),
    },
  });
  // A connection that breaks is replaced by the next one, and its query fails; unheard, its error would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}
