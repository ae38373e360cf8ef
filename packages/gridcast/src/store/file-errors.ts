/** Errors of the file system turned into errors of the store. */
import { GridcastError, reasonOf } from '../core/index.ts';

/** The `code` of a system error, such as `ENOENT`; undefined for anything else. */
export function systemCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined;
}

const FULL = /ENOSPC|EDQUOT|EFBIG|No space left|Disk quota|File too large|disk is full/iu;
const UNWRITABLE = /^(?:EACCES|EPERM|EROFS|ENOTDIR|EEXIST)$/u;

/** Whether something failed because a disk or a file size limit was full; also sees DuckDB's and SQLite's wording. */
export function isDiskFull(thrown: unknown): boolean {
  return FULL.test(systemCode(thrown) ?? '') || FULL.test(reasonOf(thrown));
}

/** A full disk or an unwritable place as the store's own error; anything else comes back as it was. */
export function asStoreError(thrown: unknown, path: string, doing: string): unknown {
  if (isDiskFull(thrown)) return new GridcastError('STORE_DISK_FULL', { path, doing }, { cause: thrown });
  if (UNWRITABLE.test(systemCode(thrown) ?? '')) {
    return new GridcastError(
      'STORE_HOME_UNWRITABLE',
      { home: path, reason: reasonOf(thrown) },
      { cause: thrown },
    );
  }
  return thrown;
}
