/** Statistics of what a run made, put into the lake; naming them is the step's commit. */
import type { HourUtc } from '../../core/index.ts';
import {
  addStatistics,
  foldStatistics,
  forgetStatistics,
  forecastRelation,
  listStatistics,
  putQuery,
  readParquet,
  type CatalogueTransaction,
  type SqlEngine,
  type StatisticsKind,
  type Store,
} from '../../store/index.ts';
import { mergeSql, sketchSql } from './sketch.ts';

/** Series that are counted of a larger panel: every k-th by number. */
const MAX_SERIES = 2_000;
/** Values that are counted at a time. */
const MAX_VALUES = 2_000_000;
/** Key values that make groups of their own; a key with more makes none. */
const MAX_GROUPS = 50;
/** Statistics are kept for three years: two references of a year before, and a year. */
const KEPT_DAYS = 1_100;

const ORDER = 'ORDER BY day, subject, kind, cell, value';

export type Commit = (transaction: CatalogueTransaction) => Promise<void>;

export interface FeatureStatisticsInput {
  readonly store: Store;
  readonly engine: SqlEngine;
  /** The feature table of each link, with the columns series and target beside the features. */
  readonly tables: Readonly<Record<'log' | 'linear', string>>;
  /** Columns to count. */
  readonly columns: readonly string[];
  readonly series: number;
  readonly origin: HourUtc;
  /** The view, as name@version. */
  readonly version: string;
}

/** Statistics of the vectors of one origin: a subject for each link and feature. Days are the origin's. */
export async function recordFeatureStatistics(input: FeatureStatisticsInput): Promise<Commit> {
  const { store, engine, tables, columns, series, origin, version } = input;
  const day = Math.floor(origin / 24);
  const numbers = columns.map((name) => `${name}::DOUBLE`).join(', ');
  const parts = Object.values(tables).map((table, place) => {
    const subjects = columns.map((_, i) => place * columns.length + i + 1).join(', ');
    return `SELECT ${day} AS day, unnest([${subjects}]) AS subject, unnest([${numbers}]) AS value
      FROM ${table} WHERE ${sampled(series)}`;
  });
  const names = Object.keys(tables).flatMap((link) => columns.map((name) => `${link} ${name}`));
  const query = `${sketchSql(parts.join(' UNION ALL '), names)} ${ORDER}`;
  const object = await putQuery(store.lake, engine, { kind: 'statistics', query });
  return (transaction) =>
    addStatistics(transaction, {
      kind: 'features',
      version,
      days: [day],
      hour: origin,
      objectKey: object.key,
    });
}

function sampled(series: number): string {
  return `series % ${Math.max(1, Math.ceil(series / MAX_SERIES))} = 0`;
}

export interface ObservationStatisticsInput {
  readonly store: Store;
  /** Holds `series` and `observation_versions`. */
  readonly engine: SqlEngine;
  readonly keyNames: readonly string[];
  readonly series: number;
  readonly snapshotId: number | undefined;
}

/**
 * Statistics of the observed values of every day whose hours were collected since the statistics were last made: a subject for
 * all series, and one for each value of a key that has few.
 */
export async function recordObservationStatistics(input: ObservationStatisticsInput): Promise<Commit> {
  const { store, engine, snapshotId } = input;
  const days = await changedDays(input);
  const groups = await groupSubjects(engine, input.keyNames);
  const perDay = 24 * Math.min(input.series, MAX_SERIES) * groups.length;
  const chunkDays = Math.max(1, Math.floor(MAX_VALUES / Math.max(1, perDay)));
  const commits: Commit[] = [];
  for (let start = 0; start < days.length; start += chunkDays) {
    const chunk = days.slice(start, start + chunkDays);
    const [first, last] = [chunk[0] as number, chunk.at(-1) as number];
    const values = `SELECT (hour // 24)::INTEGER AS day, unnest([${groups.join(', ')}]) AS subject, value FROM (
        SELECT series, hour, arg_max(value, known_hour) AS value FROM observation_versions
        WHERE hour BETWEEN ${first * 24} AND ${last * 24 + 23} AND ${sampled(input.series)} GROUP BY series, hour)
      JOIN series USING (series)`;
    const query = `${sketchSql(values)} ${ORDER}`;
    const object = await putQuery(store.lake, engine, { kind: 'statistics', query });
    commits.push((transaction) =>
      addStatistics(transaction, {
        kind: 'observations',
        version: '',
        days: chunk,
        objectKey: object.key,
        snapshotId,
      }),
    );
  }
  return async (transaction) => {
    for (const commit of commits) await commit(transaction);
  };
}

/** Days with observations in the engine that are not counted, or were collected after they were. */
async function changedDays({ store, engine, snapshotId }: ObservationStatisticsInput): Promise<number[]> {
  const counted = await listStatistics(store.catalogue, { kind: 'observations' });
  const since = Math.max(0, ...counted.map((part) => part.snapshot_id ?? 0));
  const known = new Set(counted.map(({ day }) => day));
  const added = await store.catalogue
    .selectFrom('snapshot_file')
    .select(['min_hour', 'max_hour'])
    .where('dataset', '=', 'observations')
    .where('added_in', '>', since)
    .where('added_in', '<=', snapshotId ?? 0)
    .execute();
  const rows = await engine.rows<{ day: number }>(
    'SELECT DISTINCT (hour // 24)::INTEGER AS day FROM observation_versions ORDER BY day',
  );
  return rows
    .map(({ day }) => day)
    .filter(
      (day) =>
        !known.has(day) || added.some((file) => file.max_hour >= day * 24 && file.min_hour <= day * 24 + 23),
    );
}

/** Expressions over the table `series` for the subjects of each row. */
async function groupSubjects(engine: SqlEngine, keyNames: readonly string[]): Promise<string[]> {
  const subjects = ["'all'"];
  if (keyNames.length === 0) return subjects;
  const counts = keyNames.map((_, i) => `COUNT(DISTINCT key_${i})::INTEGER AS key_${i}`);
  const [row] = await engine.rows<Record<string, number>>(`SELECT ${counts.join(', ')} FROM series`);
  for (const [i, name] of keyNames.entries()) {
    if ((row?.[`key_${i}`] ?? 0) > MAX_GROUPS) continue;
    subjects.push(`'${name.replaceAll("'", "''")}=' || key_${i}`);
  }
  return subjects;
}

export interface PredictionStatisticsInput {
  readonly store: Store;
  readonly engine: SqlEngine;
  readonly objectKey: string;
  readonly origin: HourUtc;
}

/** Statistics of a published forecast: its point forecasts, and the width of p05 to p95 relative to them. */
export async function recordPredictionStatistics(input: PredictionStatisticsInput): Promise<Commit> {
  const { store, engine, objectKey, origin } = input;
  const day = Math.floor(origin / 24);
  const { query: forecast } = await forecastRelation(engine, [await store.lake.localPath(objectKey)]);
  const values = `SELECT ${day} AS day, unnest(['p50', 'relative_width']) AS subject,
      unnest([p50, (p95 - p05) / nullif(abs(p50), 0)]) AS value FROM (${forecast})`;
  const object = await putQuery(store.lake, engine, {
    kind: 'statistics',
    query: `${sketchSql(values)} ${ORDER}`,
  });
  return (transaction) =>
    addStatistics(transaction, {
      kind: 'predictions',
      version: '',
      days: [day],
      hour: origin,
      objectKey: object.key,
    });
}

/**
 * Merges the parts of a day that is over into one object, so that a window reads one a day, and forgets statistics older than
 * three years.
 */
export async function foldEarlierDays(
  { store, engine }: Pick<FeatureStatisticsInput, 'store' | 'engine'>,
  origin: HourUtc,
): Promise<Commit> {
  const today = Math.floor(origin / 24);
  const commits: Commit[] = [(transaction) => forgetStatistics(transaction, today - KEPT_DAYS)];
  for (const kind of ['features', 'predictions'] satisfies StatisticsKind[]) {
    const parts = await listStatistics(store.catalogue, { kind, from: today - 7, to: today });
    const days = Map.groupBy(parts, ({ version, day }) => `${day} ${version}`);
    for (const group of days.values()) {
      if (group.length < 2) continue;
      const paths: string[] = [];
      for (const part of group) paths.push(await store.lake.localPath(part.object_key));
      const query = `${mergeSql(`SELECT * FROM ${readParquet(paths)}`, 'day')} ${ORDER}`;
      const object = await putQuery(store.lake, engine, { kind: 'statistics', query });
      commits.push((transaction) => foldStatistics(transaction, group, object.key));
    }
  }
  return async (transaction) => {
    for (const commit of commits) await commit(transaction);
  };
}
