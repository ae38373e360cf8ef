/** Loads the covariates known at an as-of into an engine, for features to read. */
import {
  entityOf,
  entityShapes,
  type CovariateFacts,
  type HourUtc,
  type SeriesKey,
} from '../../core/index.ts';
import { localPaths, observationFiles } from '../observations/observation-files.ts';
import { observationRows } from '../observations/observation-sql.ts';
import { latestSnapshotId } from '../snapshots/snapshots.ts';
import type { SqlEngine } from '../sql/engine.ts';
import { quoteText } from '../sql/quote.ts';
import type { Store } from '../store.ts';
import { COVARIATE_KEYS, COVARIATES } from './stage-covariates.ts';

export interface LoadCovariatesOptions {
  /** Those to load, with their delays. */
  readonly covariates: readonly CovariateFacts[];
  readonly keyNames: readonly string[];
  /** The series in the order of their numbers in the engine's tables. */
  readonly series: readonly SeriesKey[];
  readonly asOfHour: HourUtc;
  /** Loads no hour before this one. Default: all hours. */
  readonly sinceHour?: HourUtc | undefined;
  /** Default: the latest snapshot. */
  readonly snapshotId?: number | undefined;
}

/** What was loaded of one covariate. */
export interface LoadedCovariate {
  readonly name: string;
  /** The newest hour with a value known at the as-of; null where there is none. */
  readonly lastHour: HourUtc | null;
  /** Series that some entity stands for. */
  readonly series: number;
}

/**
 * Creates the tables `covariate_versions` (covariate, the place in the list given; entity, hour, value, known_hour, until_hour) and
 * `covariate_series` (covariate, series, entity), replacing older ones.
 *
 * An instant T sees the version with known_hour <= T < until_hour. Invariants: only versions known at the as-of are there, and of
 * those of one known-at the last collected; no two of one (covariate, entity, hour) are seen at one instant.
 */
export async function loadCovariates(
  store: Store,
  engine: SqlEngine,
  options: LoadCovariatesOptions,
): Promise<LoadedCovariate[]> {
  const { covariates, asOfHour } = options;
  const rows = await knownRows(store, options);
  const delays = covariates.map(
    ({ name, delayHours }, place) => `(${place}, ${quoteText(name)}, ${delayHours})`,
  );
  const facts = delays.length === 0 ? "(0, '', 0)" : delays.join(', ');
  await engine.run(`CREATE OR REPLACE TEMP TABLE covariate_rows AS
    WITH fact AS (SELECT * FROM (VALUES ${facts}) f(covariate, name, delay)),
    timed AS (
      SELECT f.covariate, o.key_1 AS entity, o.hour, o.value, o.known IS NOT NULL AS is_late, o.version,
        coalesce(o.known, o.hour + 1 + f.delay)::INTEGER AS known_hour
      FROM (${rows}) o JOIN fact f ON f.name = o.key_0)
    SELECT covariate::INTEGER AS covariate, entity, hour, value, known_hour FROM timed WHERE known_hour <= ${asOfHour}
    QUALIFY row_number() OVER (
      PARTITION BY covariate, entity, hour, known_hour ORDER BY is_late DESC, version DESC) = 1`);
  await engine.run(`CREATE OR REPLACE TABLE covariate_versions AS
    WITH entity AS (
      SELECT covariate, entity, (row_number() OVER (ORDER BY covariate, entity) - 1)::INTEGER AS number
      FROM (SELECT DISTINCT covariate, entity FROM covariate_rows))
    SELECT r.covariate, e.number AS entity, r.hour, r.value, r.known_hour,
      coalesce(lead(r.known_hour) OVER (
        PARTITION BY r.covariate, e.number, r.hour ORDER BY r.known_hour), 2147483647)::INTEGER AS until_hour
    FROM covariate_rows r JOIN entity e ON e.covariate = r.covariate AND e.entity = r.entity`);
  const loaded = await mapSeries(engine, options);
  await engine.run('DROP TABLE covariate_rows');
  return loaded;
}

async function knownRows(store: Store, options: LoadCovariatesOptions): Promise<string> {
  const { sinceHour } = options;
  const snapshotId = options.snapshotId ?? (await latestSnapshotId(store.catalogue, COVARIATES));
  const files =
    snapshotId === undefined || options.covariates.length === 0
      ? []
      : await observationFiles(store, { dataset: COVARIATES, snapshotId, firstHour: sinceHour });
  const paths = await localPaths(store, files);
  if (paths.length > 0) return observationRows({ paths, keyNames: COVARIATE_KEYS, firstHour: sinceHour });
  return `SELECT '' AS key_0, '' AS key_1, 0 AS hour, 0::DOUBLE AS value, 0 AS known, 0 AS version WHERE false`;
}

/** Makes `covariate_series`. */
async function mapSeries(
  engine: SqlEngine,
  { covariates, keyNames, series }: LoadCovariatesOptions,
): Promise<LoadedCovariate[]> {
  const entities = await engine.rows<{ covariate: number; entity: string; last: number }>(
    `SELECT covariate, entity, max(hour) AS last FROM covariate_rows GROUP BY covariate, entity ORDER BY covariate, entity`,
  );
  const columns = { covariate: [] as number[], series: [] as number[], entity: [] as number[] };
  const loaded = covariates.map(({ name }, covariate) => {
    const own = new Map(
      entities.flatMap((row, number) => (row.covariate === covariate ? [[row.entity, number] as const] : [])),
    );
    const [names, shapes] = [new Set(own.keys()), entityShapes(own.keys())];
    let mapped = 0;
    for (const [place, key] of series.entries()) {
      const entity = entityOf(names, shapes, { keyNames, key });
      if (entity === undefined) continue;
      columns.covariate.push(covariate);
      columns.series.push(place);
      columns.entity.push(own.get(entity) ?? -1);
      mapped++;
    }
    const lasts = entities.filter((row) => row.covariate === covariate).map((row) => row.last);
    return { name, lastHour: lasts.length === 0 ? null : Math.max(...lasts), series: mapped };
  });
  await engine.createTable('covariate_series', {
    covariate: Int32Array.from(columns.covariate),
    series: Int32Array.from(columns.series),
    entity: Int32Array.from(columns.entity),
  });
  return loaded;
}
