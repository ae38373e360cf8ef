/** Opens a catalogue. The embedded one is SQLite in write-ahead mode, so that readers never wait for a writer. */
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Catalogue } from '../store.ts';
import type { CataloguePlace } from './catalogue-place.ts';
import type { CatalogueSchema } from './schema.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { BUSY_TIMEOUT_MS, translateSqliteError } from './sqlite-errors.ts';

export interface OpenCatalogueOptions {
  readonly readOnly: boolean;
  /** How long to wait for another writer; the whole process waits. Default 10,000. */
  readonly waitMs?: number | undefined;
  /** False: a commit does not wait for the disk; a power cut may lose the last ones, never more. Default true. */
  readonly syncCommits?: boolean | undefined;
}

/** Opens the catalogue at a place; one on a server is asked only when it is first used, and has its own waits and syncs. */
export async function openCatalogue(
  place: CataloguePlace,
  options: OpenCatalogueOptions,
): Promise<Catalogue> {
  if (place.kind === 'sqlite') return openSqliteCatalogue(place.path, options);
  const { openPostgresCatalogue } = await import('./open-postgres.ts');
  return openPostgresCatalogue(place, options);
}

/** Opens the catalogue in a file, made where it is absent; tables are the matter of `migrateCatalogue`. */
export function openSqliteCatalogue(path: string, options: OpenCatalogueOptions): Catalogue {
  const { readOnly, waitMs = BUSY_TIMEOUT_MS, syncCommits = true } = options;
  const translate = (thrown: unknown, sql: string): unknown =>
    translateSqliteError({ path, waitMs }, thrown, sql);
  try {
    const database = new DatabaseSync(path, { readOnly, timeout: waitMs });
    if (!readOnly) {
      const synchronous = syncCommits ? 'FULL' : 'NORMAL';
      database.exec(
        `PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA foreign_keys = ON`,
      );
    }
    return new Kysely<CatalogueSchema>({
      dialect: sqliteDialect({ database, readOnly, translate }),
    });
  } catch (thrown) {
    throw translate(thrown, 'PRAGMA journal_mode = WAL');
  }
}
