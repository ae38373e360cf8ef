/** Reads a few hours of observations straight from the lake, for people to look at. */
import type { HourUtc, HourWindow, SeriesKey } from '../../core/index.ts';
import { amongSeries } from '../forecasts/forecast-relation.ts';
import type { Selected, SqlEngine } from '../sql/engine.ts';
import type { Store } from '../store.ts';
import { findKeyNames } from './key-names.ts';
import { localPaths, observationFiles } from './observation-files.ts';
import { keyColumns, observationRows, usableFrom } from './observation-sql.ts';

export interface ReadSeriesOptions {
  readonly window: HourWindow;
  /** What was known then is read. */
  readonly asOfHour: HourUtc;
  readonly delayHours: number;
  readonly snapshotId?: number | undefined;
}

/** Observed values by hour, ascending; hours without a value are absent. */
export interface ObservedValues {
  readonly hour: Float64Array;
  readonly value: Float64Array;
  /** The hour from which the value was known. */
  readonly knownHour: Float64Array;
}

/** The values of one series in a window, as known at the as-of. */
export async function readSeries(
  store: Store,
  engine: SqlEngine,
  options: ReadSeriesOptions & { readonly key: SeriesKey },
): Promise<ObservedValues> {
  const latest = await latestVersions(store, engine, { ...options, series: [options.key] });
  const { columns, rows } = await engine.numbers(
    `SELECT hour, value, known_hour FROM (${latest.query}) ORDER BY hour`,
  );
  const column = (name: string): Float64Array => columns[name] ?? new Float64Array(rows);
  return { hour: column('hour'), value: column('value'), knownHour: column('known_hour') };
}

/** The sum over several series in one hour. */
export interface ObservedTotal {
  readonly hour: HourUtc;
  readonly value: number;
  /** Series with a value in this hour. */
  readonly series: number;
  /** Whether each series that has any value in the window has one in this hour; only then hours compare. */
  readonly isComplete: boolean;
}

/** Sums over series, hour by hour, as known at the as-of; over all series where none are named. */
export async function readTotals(
  store: Store,
  engine: SqlEngine,
  options: ReadSeriesOptions & { readonly series?: readonly SeriesKey[] | undefined },
): Promise<ObservedTotal[]> {
  const { query, keys } = await latestVersions(store, engine, options);
  const order = keys.length === 0 ? 'value' : keys.join(', ');
  const expected =
    keys.length === 0 ? '1' : `(SELECT count(*) FROM (SELECT DISTINCT ${keys.join(', ')} FROM latest))`;
  return engine.rows<Selected<ObservedTotal>>(
    `WITH latest AS MATERIALIZED (${query})
     SELECT hour, list_sum(list(value ORDER BY ${order})) AS value, count(*)::INTEGER AS series,
       count(*) = ${expected} AS "isComplete" FROM latest GROUP BY hour ORDER BY hour`,
  );
}

/** A SELECT of (key_0…, hour, value, known_hour, …), to stand in a FROM clause: the latest version of each hour as known at the as-of. */
export async function latestVersions(
  store: Store,
  engine: SqlEngine,
  options: ReadSeriesOptions & { readonly series?: readonly SeriesKey[] | undefined },
): Promise<{ readonly query: string; readonly keys: readonly string[] }> {
  const { asOfHour, delayHours, snapshotId, window } = options;
  const hours = {
    firstHour: window.start,
    lastHour: Math.min(window.end - 1, asOfHour - 1 - delayHours),
  };
  const files = await observationFiles(store, { snapshotId, ...hours });
  const keyNames = (await findKeyNames(store.catalogue)) ?? [];
  const keys = keyColumns(keyNames);
  if (files.length === 0) return { query: emptyVersions(keys), keys };
  const paths = await localPaths(store, files);
  const select = [...keys, 'hour', 'value', `${usableFrom(delayHours)} AS known_hour`].join(', ');
  const known = `SELECT ${select}, known, version FROM (${observationRows({ paths, keyNames, ...hours })})
    WHERE ${amongSeries(options.series)} AND (known IS NULL OR known <= ${asOfHour})`;
  const isLatest = `row_number() OVER (PARTITION BY ${[...keys, 'hour'].join(', ')}
    ORDER BY known DESC NULLS LAST, version DESC) = 1`;
  return {
    query: files.some((file) => file.has_revisions === 1) ? `${known} QUALIFY ${isLatest}` : known,
    keys,
  };
}

function emptyVersions(keys: readonly string[]): string {
  const columns = [
    ...keys.map((key) => `'' AS ${key}`),
    '0 AS hour',
    '0::DOUBLE AS value',
    '0 AS known_hour',
  ];
  return `SELECT ${columns.join(', ')} WHERE false`;
}
