/** Fragments of SQL over the observation files of the lake. */
import { quoteIdentifier, readParquet } from '../sql/quote.ts';

const MICROS_PER_HOUR = 3_600_000_000;

/** `key_0, key_1, …` with an alias of the relation before each. */
export function keyColumns(keyNames: readonly string[], alias = ''): string[] {
  return keyNames.map((_, i) => `${alias === '' ? '' : `${alias}.`}key_${i}`);
}

/** A condition that two relations have the same keys. */
export function sameKeys(keyNames: readonly string[], left: string, right: string): string {
  return keyNames.length === 0
    ? 'true'
    : keyNames.map((_, i) => `${left}.key_${i} = ${right}.key_${i}`).join(' AND ');
}

/** A column of hours as a TIMESTAMP. */
export function timestampOf(hours: string): string {
  return `make_timestamp(${hours}::BIGINT * ${MICROS_PER_HOUR})`;
}

/** A column of timestamps as hours. */
export function hourOf(timestamps: string): string {
  return `(epoch_us(${timestamps}) // ${MICROS_PER_HOUR})::INTEGER`;
}

export interface ObservationRowsOptions {
  readonly paths: readonly string[];
  readonly keyNames: readonly string[];
  /** First and last hour wanted, both inclusive; absent means unbounded. */
  readonly firstHour?: number | undefined;
  readonly lastHour?: number | undefined;
}

/** A SELECT of (key_0…, hour, value, known, version) over files; `known` is null for a regular first version. */
export function observationRows(options: ObservationRowsOptions): string {
  const { paths, keyNames, firstHour, lastHour } = options;
  const bounds = [
    ...(firstHour === undefined ? [] : [`target_hour_utc >= ${timestampOf(String(firstHour))}`]),
    ...(lastHour === undefined ? [] : [`target_hour_utc <= ${timestampOf(String(lastHour))}`]),
  ];
  const columns = [
    ...keyNames.map((name, i) => `${quoteIdentifier(name)} AS key_${i}`),
    `${hourOf('target_hour_utc')} AS hour`,
    'value',
    `${hourOf('known_at_utc')} AS known`,
    'version',
  ];
  const where = bounds.length === 0 ? '' : ` WHERE ${bounds.join(' AND ')}`;
  return `SELECT ${columns.join(', ')} FROM ${readParquet(paths)}${where}`;
}

/** The columns of an observation file, from a relation of (key_0…, hour, value, known, version). */
export function fileColumns(keyNames: readonly string[], alias: string): string {
  return [
    ...keyNames.map((name, i) => `${alias}.key_${i} AS ${quoteIdentifier(name)}`),
    `${timestampOf(`${alias}.hour`)} AS target_hour_utc`,
    `${alias}.value`,
    `${timestampOf(`${alias}.known`)} AS known_at_utc`,
    `${alias}.version`,
  ].join(', ');
}

/** When a version may be used: never before its hour is complete and the feed's delay has passed. */
export function usableFrom(delayHours: number): string {
  return `greatest(coalesce(known, -2147483648), hour + ${1 + delayHours})`;
}
