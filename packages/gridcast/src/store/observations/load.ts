/** Loads the observations known at an as-of into an engine, for features and models to read. */
import { compareKeys, type HourUtc, type SeriesKey } from '../../core/index.ts';
import { amongSeries } from '../forecasts/forecast-relation.ts';
import { latestSnapshotId } from '../snapshots/snapshots.ts';
import type { SqlEngine } from '../sql/engine.ts';
import type { Store } from '../store.ts';
import { findKeyNames } from './key-names.ts';
import { localPaths, observationFiles, OBSERVATIONS } from './observation-files.ts';
import { keyColumns, observationRows, sameKeys, usableFrom } from './observation-sql.ts';

export interface LoadObservationsOptions {
  readonly asOfHour: HourUtc;
  /** How late the feed publishes. */
  readonly delayHours: number;
  /** Loads no hour before this one; series are listed all the same. Default: all hours. */
  readonly sinceHour?: HourUtc | undefined;
  /** Default: the latest snapshot. */
  readonly snapshotId?: number | undefined;
  /** Loads values of these series alone; all are listed and numbered all the same. Default: all. */
  readonly valuesOf?: readonly SeriesKey[] | undefined;
}

/** What was loaded. */
export interface LoadedObservations {
  readonly keyNames: readonly string[];
  /** The series in the order of their numbers in the engine's tables. */
  readonly series: readonly SeriesKey[];
  /** Undefined where nothing was ever collected. */
  readonly snapshotId: number | undefined;
  /** The first hour with a value, whether loaded or not; undefined where there is none. */
  readonly firstHour: HourUtc | undefined;
  /** The newest hour with a value; undefined where there is none. */
  readonly lastHour: HourUtc | undefined;
  /** The end (exclusive) of the hours that may be used at the as-of: as-of minus delay. */
  readonly dataUntilHour: HourUtc;
}

/**
 * Creates the tables `series` (series, key_0…) and `observation_versions` (series, hour, value, known_hour), replacing
 * older ones. A regular first version is known at hour + 1 + delay, and no version earlier than that.
 *
 * Invariants: only versions known at the as-of are there; series are numbered 0… in `compareKeys` order, and each has at
 * least one known value; no two rows have the same (series, hour, known_hour), of such versions the last collected wins.
 */
export async function loadObservations(
  store: Store,
  engine: SqlEngine,
  options: LoadObservationsOptions,
): Promise<LoadedObservations> {
  const keyNames = (await findKeyNames(store.catalogue)) ?? [];
  const snapshotId = options.snapshotId ?? (await latestSnapshotId(store.catalogue, OBSERVATIONS));
  const lastHour = options.asOfHour - 1 - options.delayHours;
  const files = snapshotId === undefined ? [] : await observationFiles(store, { snapshotId, lastHour });
  const wanted = files.filter((file) => file.max_hour >= (options.sinceHour ?? -Infinity));
  await engine.expectRows(wanted.reduce((sum, { rows }) => sum + rows, 0));
  const { series, firstHour } = await loadSeries(engine, {
    keyNames,
    known: knownRows(await localPaths(store, files), keyNames, options),
  });
  await loadVersions(engine, {
    keyNames,
    known: `SELECT * FROM (${knownRows(await localPaths(store, wanted), keyNames, options, options.sinceHour)}) WHERE ${amongSeries(options.valuesOf)}`,
    hasRevisions: wanted.some((file) => file.has_revisions === 1),
    delayHours: options.delayHours,
  });
  const [row] = await engine.rows<{ last: number | null }>(
    'SELECT max(hour) AS last FROM observation_versions',
  );
  return {
    keyNames,
    series,
    snapshotId,
    firstHour,
    lastHour: row?.last ?? undefined,
    dataUntilHour: lastHour + 1,
  };
}

/** The stored versions that are usable at the as-of. */
function knownRows(
  paths: readonly string[],
  keyNames: readonly string[],
  options: LoadObservationsOptions,
  firstHour?: HourUtc,
): string {
  if (paths.length === 0) {
    const keys = keyColumns(keyNames).map((key) => `NULL::VARCHAR AS ${key}, `);
    return `SELECT ${keys.join('')} 0 AS hour, 0::DOUBLE AS value, 0 AS known, 0 AS version WHERE false`;
  }
  const lastHour = options.asOfHour - 1 - options.delayHours;
  const rows = observationRows({ paths, keyNames, firstHour, lastHour });
  return `SELECT * FROM (${rows}) WHERE known IS NULL OR known <= ${options.asOfHour}`;
}

async function loadSeries(
  engine: SqlEngine,
  options: { readonly keyNames: readonly string[]; readonly known: string },
): Promise<Pick<LoadedObservations, 'series' | 'firstHour'>> {
  const keys = keyColumns(options.keyNames);
  const rows = await engine.rows<Record<string, string | number>>(
    `SELECT ${[...keys, 'min(hour) AS first_hour'].join(', ')} FROM (${options.known})
     GROUP BY ${keys.length === 0 ? '()' : keys.join(', ')} HAVING min(hour) IS NOT NULL`,
  );
  const series = rows.map((row) => keys.map((key) => String(row[key] ?? ''))).sort(compareKeys);
  await engine.createTable('series', {
    series: Int32Array.from(series, (_, i) => i),
    ...Object.fromEntries(keys.map((key, i) => [key, series.map((values) => values[i] ?? '')])),
  });
  const firstHour = rows.reduce((first, row) => Math.min(first, Number(row['first_hour'])), Infinity);
  return { series, firstHour: rows.length === 0 ? undefined : firstHour };
}

interface VersionsOptions {
  readonly keyNames: readonly string[];
  readonly known: string;
  readonly hasRevisions: boolean;
  readonly delayHours: number;
}

async function loadVersions(engine: SqlEngine, options: VersionsOptions): Promise<void> {
  const { keyNames, known, delayHours } = options;
  const rows = `SELECT s.series, o.hour, o.value, ${usableFrom(delayHours)} AS known_hour, o.known, o.version
    FROM (${known}) o JOIN series s ON ${sameKeys(keyNames, 'o', 's')}`;
  const plain = `SELECT s.series, o.hour, o.value, o.hour + ${1 + delayHours} AS known_hour
    FROM (${known}) o JOIN series s ON ${sameKeys(keyNames, 'o', 's')}`;
  await engine.run('DROP TABLE IF EXISTS observation_versions');
  if (!options.hasRevisions) {
    await engine.run(`CREATE TABLE observation_versions AS ${plain}`);
    return;
  }
  await engine.run(`CREATE OR REPLACE TEMP TABLE late_versions AS
    SELECT series, hour, value, known_hour FROM (${rows} WHERE o.known IS NOT NULL)
    QUALIFY row_number() OVER (PARTITION BY series, hour, known_hour ORDER BY known DESC, version DESC) = 1`);
  await engine.run(`CREATE TABLE observation_versions AS
    SELECT * FROM (${plain} WHERE o.known IS NULL) r
    WHERE NOT EXISTS (SELECT 1 FROM late_versions l
      WHERE l.series = r.series AND l.hour = r.hour AND l.known_hour = r.known_hour)
    UNION ALL SELECT * FROM late_versions`);
  await engine.run('DROP TABLE late_versions');
}
