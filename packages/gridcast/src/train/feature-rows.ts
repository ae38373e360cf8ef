/** Feature rows of a spine on both links, in memory. */
import type { CovariateFacts, HourUtc } from '../core/index.ts';
import { buildFeatures, columnsOf, LEADS, type Calendar, type FeatureGroup } from '../features/index.ts';
import {
  links,
  type Link,
  type LinkedVectors,
  type MemberFeature,
  type TreeMember,
  type VectorColumns,
} from '../model/index.ts';
import type { SqlEngine } from '../store/index.ts';

export interface FeatureRowsInput {
  readonly engine: SqlEngine;
  /** A relation with the INTEGER columns series, target, origin. */
  readonly spine: string;
  readonly delayHours: number;
  readonly calendar: Calendar;
  readonly groups: readonly string[];
  /** As they were loaded; the group `cov` has their columns. */
  readonly covariates?: readonly CovariateFacts[] | undefined;
}

/**
 * The features that a member reads, from the groups it names but for the columns it leaves out; it forecasts without those of a
 * covariate where they are missing.
 */
export function memberFeatures(
  { groups, without = [] }: Pick<TreeMember, 'groups' | 'without'>,
  covariates: readonly CovariateFacts[] = [],
): MemberFeature[] {
  return columnsOf(groups as readonly FeatureGroup[], covariates)
    .filter(({ name }) => !without.includes(name))
    .map(({ name, relative, group }) => ({
      name,
      relative,
      ...(group === 'cov' ? { optional: true } : {}),
    }));
}

/** The feature tables of one spine, by link; they stay in the engine until they are dropped. */
export interface LinkedTables {
  readonly spine: string;
  readonly tables: Readonly<Record<Link, string>>;
}

/** Builds the feature tables of a spine on both links. */
export async function buildLinkedTables(input: FeatureRowsInput): Promise<LinkedTables> {
  const { engine, spine, delayHours, calendar, groups, covariates = [] } = input;
  const tables: Partial<Record<Link, string>> = {};
  for (const link of links) {
    tables[link] = await buildFeatures(engine, {
      spine,
      delayHours,
      calendar,
      link,
      groups: groups as readonly FeatureGroup[],
      covariates,
      outputTable: `${spine}_${link}`,
    });
  }
  return { spine, tables: tables as Record<Link, string> };
}

/** Reads the tables; both links hold the spine's rows, ordered by origin, series, target. */
export async function readLinkedTables(engine: SqlEngine, linked: LinkedTables): Promise<LinkedVectors> {
  const vectors: Partial<Record<Link, VectorColumns>> = {};
  for (const link of links) {
    const order = 'ORDER BY s.origin, s.series, s.target';
    vectors[link] = (await engine.numbers(`SELECT f.* FROM ${rowsOf(linked, link)} ${order}`)).columns;
  }
  return vectors as LinkedVectors;
}

export async function dropLinkedTables(engine: SqlEngine, { tables }: LinkedTables): Promise<void> {
  for (const link of links) await engine.run(`DROP TABLE IF EXISTS ${tables[link]}`);
}

/** Builds, reads and drops the vectors of a spine. */
export async function linkedVectors(input: FeatureRowsInput): Promise<LinkedVectors> {
  const linked = await buildLinkedTables(input);
  const vectors = await readLinkedTables(input.engine, linked);
  await dropLinkedTables(input.engine, linked);
  return vectors;
}

/** A spine row without any history at its origin has no feature row: its columns are null. */
function rowsOf({ spine, tables }: LinkedTables, link: Link): string {
  return `${spine} s LEFT JOIN ${tables[link]} f ON f.series = s.series AND f.target = s.target AND f.origin = s.origin`;
}

/** Rows that a spine is made of at a time. */
const SPINE_ROWS = 500_000;

/** Makes a spine of every series, or every `stride`-th, at the leads 0..23 of some origins, ordered by origin, series, target. */
export async function makeOriginsSpine(
  engine: SqlEngine,
  origins: readonly HourUtc[],
  table: string,
  stride = 1,
): Promise<void> {
  const { columns, rows: count } = await engine.numbers(
    `SELECT series FROM series WHERE series % ${stride} = 0 ORDER BY series`,
  );
  const series = columns['series'] ?? new Float64Array();
  const perBlock = Math.max(1, Math.floor(SPINE_ROWS / Math.max(1, count * LEADS)));
  await engine.createTable(table, spineRows([], series));
  const ascending = origins.toSorted((a, b) => a - b);
  for (let first = 0; first < ascending.length; first += perBlock) {
    await engine.appendTable(table, spineRows(ascending.slice(first, first + perBlock), series));
  }
}

function spineRows(
  origins: readonly HourUtc[],
  series: Float64Array,
): Readonly<Record<'series' | 'target' | 'origin', Int32Array>> {
  const columns = {
    series: new Int32Array(origins.length * series.length * LEADS),
    target: new Int32Array(origins.length * series.length * LEADS),
    origin: new Int32Array(origins.length * series.length * LEADS),
  };
  let row = 0;
  for (const origin of origins) {
    for (const one of series) {
      for (let lead = 0; lead < LEADS; lead++) {
        columns.series[row] = one;
        columns.target[row] = origin + lead;
        columns.origin[row] = origin;
        row += 1;
      }
    }
  }
  return columns;
}

/** Makes a spine of the rows that are in any of some spines. */
export async function makeUnionSpine(
  engine: SqlEngine,
  spines: readonly string[],
  table: string,
): Promise<void> {
  const rows = spines.map((spine) => `SELECT series, target, origin FROM ${spine}`).join(' UNION ');
  await engine.run(
    `CREATE OR REPLACE TABLE ${table} AS SELECT * FROM (${rows}) ORDER BY origin, series, target`,
  );
}

/** The truth of each row of a spine, in its order, as known at an instant; NaN where it is not. */
export async function truthOf(engine: SqlEngine, spine: string, asOf: HourUtc): Promise<Float64Array> {
  const { columns } = await engine.numbers(
    `SELECT arg_max(v.value, v.known_hour) AS truth FROM ${spine} s
     LEFT JOIN observation_versions v ON v.series = s.series AND v.hour = s.target AND v.known_hour <= ${asOf}
     GROUP BY s.origin, s.series, s.target ORDER BY s.origin, s.series, s.target`,
  );
  return columns['truth'] ?? new Float64Array();
}

/**
 * The query of the vectors on both links, ordered by link, origin, series, target.
 *
 * @param truthAsOf adds the column `truth`, as known at this instant.
 */
export function linkedTablesQuery(linked: LinkedTables, truthAsOf?: HourUtc): string {
  const parts = links.map(
    (link, place) => `SELECT s.series, s.target, s.origin, ${place} AS link,
      f.* EXCLUDE (series, target, origin, link) FROM ${rowsOf(linked, link)}`,
  );
  const both = parts.join(' UNION ALL ');
  if (truthAsOf === undefined) return `SELECT * FROM (${both}) ORDER BY link, origin, series, target`;
  return `SELECT b.*, t.truth FROM (${both}) b LEFT JOIN (
      SELECT v.series, v.hour, arg_max(v.value, v.known_hour) AS truth
      FROM observation_versions v WHERE v.known_hour <= ${truthAsOf} GROUP BY v.series, v.hour) t
    ON t.series = b.series AND t.hour = b.target ORDER BY b.link, b.origin, b.series, b.target`;
}
