/** Opens a catalogue. The embedded one is SQLite in write-ahead mode, so that readers never wait for a writer. */
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Catalogue } from '../store.ts';
import type { CataloguePlace } from './catalogue-place.ts';
import type { CatalogueSchema } from './schema.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { BUSY_TIMEOUT_MS, translateSqliteError } from './sqlite-errors.ts';

/** Opens the catalogue at a place; one on a server is asked only when it is first used. */
export async function openCatalogue(
  place: CataloguePlace,
  options: { readonly readOnly: boolean },
): Promise<Catalogue> {
  if (place.kind === 'sqlite') return openSqliteCatalogue(place.path, options);
  const { openPostgresCatalogue } = await import('./open-postgres.ts');
  return openPostgresCatalogue(place, options);
}

/** Opens the catalogue in a file, made where it is absent; tables are the matter of `migrateCatalogue`. */
export function openSqliteCatalogue(path: string, options: { readonly readOnly: boolean }): Catalogue {
  const translate = (thrown: unknown, sql: string): unknown => translateSqliteError(path, thrown, sql);
  try {
    const database = new DatabaseSync(path, { readOnly: options.readOnly, timeout: BUSY_TIMEOUT_MS });
    if (!options.readOnly) {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    }
    return new Kysely<CatalogueSchema>({
      dialect: sqliteDialect({ database, readOnly: options.readOnly, translate }),
    });
  } catch (thrown) {
    throw translate(thrown, 'PRAGMA journal_mode = WAL');
  }
}
