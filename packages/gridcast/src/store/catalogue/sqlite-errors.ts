/** What SQLite's error numbers mean for a user. */
import { GridcastError, reasonOf } from '../../core/index.ts';
import { asStoreError } from '../file-errors.ts';

/** How long a writer waits for another before it gives up. */
export const BUSY_TIMEOUT_MS = 10_000;

const BUSY = 5;
const LOCKED = 6;
const READ_ONLY = 8;
const INPUT_OUTPUT = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** An error of `node:sqlite` as the store's own; `sql` is the statement that failed. */
export function translateSqliteError(
  { path, waitMs }: { readonly path: string; readonly waitMs: number },
  thrown: unknown,
  sql: string,
): unknown {
  const reason = reasonOf(thrown);
  switch (primaryCode(thrown)) {
    case BUSY:
    case LOCKED:
      return new GridcastError('STORE_CATALOGUE_BUSY', { path, waitedMs: waitMs }, { cause: thrown });
    case READ_ONLY:
    case INPUT_OUTPUT:
    case CANNOT_OPEN:
      return new GridcastError('STORE_HOME_UNWRITABLE', { home: path, reason }, { cause: thrown });
    case CORRUPT:
    case NOT_A_DATABASE:
      return new GridcastError('STORE_CATALOGUE_DAMAGED', { path, reason }, { cause: thrown });
    case FULL:
      return new GridcastError(
        'STORE_DISK_FULL',
        { path, doing: 'writing the catalogue' },
        { cause: thrown },
      );
    case undefined:
      return asStoreError(thrown, path, 'writing the catalogue');
    default:
      return new GridcastError('STORE_QUERY_FAILED', { sql, reason }, { cause: thrown });
  }
}

function primaryCode(thrown: unknown): number | undefined {
  return thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number'
    ? thrown.errcode & 0xff
    : undefined;
}
