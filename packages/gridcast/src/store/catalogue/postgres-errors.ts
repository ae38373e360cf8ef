/** What PostgreSQL's error codes mean for a user; the same states as SQLite's give the same errors. */
import { GridcastError, reasonOf, withoutSecrets } from '../../core/index.ts';
import { systemCode } from '../file-errors.ts';
import { BUSY_TIMEOUT_MS } from './sqlite-errors.ts';

const BUSY = /^(?:55P03|40001|40P01)$/u;
const READ_ONLY = /^(?:25006|42501)$/u;
const FULL = /^(?:53100|53200)$/u;
const DAMAGED = /^XX00[12]$/u;
const SERVER_CODE = /^[0-9A-Z]{5}$/u;
const UNREACHABLE = /^(?:08|28|57P|3D|53300)/u;

/** An error of `pg` as the store's own; `name` is the catalogue without its password. */
export function translatePostgresError(name: string, thrown: unknown, sql: string): unknown {
  if (thrown instanceof GridcastError) return thrown;
  const code = systemCode(thrown) ?? '';
  const reason = withoutSecrets(reasonOf(thrown)) || code;
  const cause = { cause: thrown };
  if (BUSY.test(code)) {
    return new GridcastError('STORE_CATALOGUE_BUSY', { path: name, waitedMs: BUSY_TIMEOUT_MS }, cause);
  }
  if (READ_ONLY.test(code)) return new GridcastError('STORE_HOME_UNWRITABLE', { home: name, reason }, cause);
  if (FULL.test(code)) {
    return new GridcastError('STORE_DISK_FULL', { path: name, doing: 'writing the catalogue' }, cause);
  }
  if (DAMAGED.test(code)) return new GridcastError('STORE_CATALOGUE_DAMAGED', { path: name, reason }, cause);
  if (UNREACHABLE.test(code) || !SERVER_CODE.test(code)) {
    return new GridcastError('STORE_CATALOGUE_UNREACHABLE', { catalogue: name, reason }, cause);
  }
  return new GridcastError('STORE_QUERY_FAILED', { sql, reason }, cause);
}

/** Whether the server took a statement back because of another one at the same time: doing it again is right. */
export function isSerialisationFailure(thrown: unknown): boolean {
  return /^(?:40001|40P01)$/u.test(systemCode(thrown) ?? '');
}
