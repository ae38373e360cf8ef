/** The feature view: from versions of observations to one wide row a spine row. */
import type { CovariateFacts } from '../core/index.ts';
import type { SqlEngine } from '../store/index.ts';
import type { Calendar } from './calendar/index.ts';
import { anchorNames, columnsOf, type AnchorName, type FeatureColumn, type FeatureGroup } from './columns.ts';
import { originChunks, seriesRanges } from './view/batches.ts';
import { makeGridTable } from './view/grid.ts';
import { assertLegalLag, seasonLags, yearLags } from './view/lags.ts';
import { makeLaneTable } from './view/lanes.ts';
import { makeLevels } from './view/levels.ts';
import { linkOrigins, type Link } from './view/links.ts';
import { makeCalendar, makeMoments } from './view/moments.ts';
import { tables } from './view/names.ts';
import { makeOrigins, type BuildScope } from './view/origins.ts';
import { looksForLikes, prepareRows } from './view/rows.ts';
import type { RowChunk } from './view/slice.ts';
import { makeSumTable } from './view/sums.ts';

/** Hours before the last known hour that features read: 56 days, and a day for steps over 24 hours. */
const LOOKBACK_HOURS = 1_368;
/** The same with the columns of a year before. */
const YEAR_LOOKBACK_HOURS = 9_120;

/** How much is held at a time; results do not depend on it. */
export interface BuildLimits {
  /** Grid rows, about 150 bytes each while they are made. */
  readonly gridRows: number;
  /** Feature rows that are made at a time. */
  readonly chunkRows: number;
}

const LIMITS: BuildLimits = { gridRows: 3_000_000, chunkRows: 250_000 };

const ALL_GROUPS: readonly FeatureGroup[] = [
  'core',
  'sun',
  'cal',
  'day',
  'near',
  'long',
  'yoy',
  'key',
  'cov',
];

/** What a build is asked for. */
export interface FeatureQuestion {
  /** A relation with the INTEGER columns series, target, origin; leads are 0..23. */
  readonly spine: string;
  readonly delayHours: number;
  readonly calendar: Calendar;
  /** The scale of every row. */
  readonly link: Link;
  /** Which columns to make; `rowColumns` always come. Default: all. */
  readonly columns?: readonly FeatureColumn[];
  /** Default: all. */
  readonly anchors?: readonly AnchorName[];
  /** Covariates whose columns are made beside; loaded by `loadCovariates` in this order. */
  readonly covariates?: readonly CovariateFacts[];
  readonly limits?: BuildLimits;
}

export interface FeatureRequest extends Omit<FeatureQuestion, 'columns' | 'anchors'> {
  /** The table to make. */
  readonly outputTable: string;
  /** Which columns to make, all by default; anchors and `rowColumns` always come. */
  readonly groups?: readonly FeatureGroup[];
}

/** Some rows of a build: all series of a range at a run of origins. */
export interface FeatureChunk extends RowChunk {
  /** The query of the rows, in no order; it holds while the chunk is being taken. */
  readonly query: string;
}

/**
 * Makes the feature table of a spine from the tables `series` and `observation_versions`: `rowColumns`, `anchorNames` and the
 * `featureColumns` asked for, ordered by origin, series, target. See `eachFeatureChunk`.
 *
 * @returns the table's name.
 */
export async function buildFeatures(engine: SqlEngine, request: FeatureRequest): Promise<string> {
  const { outputTable, groups = ALL_GROUPS, ...question } = request;
  const covariates = groups.includes('cov') ? (request.covariates ?? []) : [];
  let ranges = 0;
  let isFirst = true;
  await eachFeatureChunk(
    engine,
    { ...question, covariates, columns: columnsOf(groups) },
    async ({ query, isNewRange }) => {
      const head = isFirst ? `CREATE OR REPLACE TABLE ${outputTable} AS` : `INSERT INTO ${outputTable}`;
      await engine.run(`${head} ${query} ORDER BY origin, series, target`);
      isFirst = false;
      if (isNewRange) ranges += 1;
    },
  );
  if (ranges > 1) await sortTable(engine, outputTable);
  return outputTable;
}

/**
 * Makes the rows of a spine piece by piece, at least one: ranges of series, and within them runs of origins.
 *
 * Values are on the scale of the link: log (0) exp(z), linear (1) z * scale; where a series has no such scale at an origin, `valid` is
 * 0. Missing history is NULL.
 *
 * Invariants: nothing known after a row's origin reaches the row, in the scale neither; a row's bits do
 * not depend on threads, batches, other series or other rows.
 *
 * @throws FEATURES_LAG_TOO_SHORT where a lag of the recipe is illegal at the delay.
 */
export async function eachFeatureChunk(
  engine: SqlEngine,
  question: FeatureQuestion,
  take: (chunk: FeatureChunk & { readonly isNewRange: boolean }) => Promise<void>,
): Promise<void> {
  const { spine, delayHours, limits = LIMITS, anchors = anchorNames, covariates = [] } = question;
  const columns = question.columns ?? columnsOf(ALL_GROUPS);
  const withYear = columns.some(({ group }) => group === 'yoy');
  for (const lag of [...seasonLags, ...(withYear ? yearLags : [])]) assertLegalLag(lag, delayHours);
  const scope: BuildScope = {
    spine,
    delayHours,
    lookbackHours: withYear ? YEAR_LOOKBACK_HOURS : LOOKBACK_HOURS,
  };
  const hasLate = await makeOrigins(engine, scope);
  const offsets = await makeCalendar(engine, question.calendar, scope);
  await makeMoments(engine, scope, offsets);
  const weekHours = await distinctWeekHours(engine);
  const withLikes = looksForLikes({ columns, anchors, covariates });
  for (const range of await seriesRanges(engine, scope, limits.gridRows)) {
    await makeLaneTable(engine);
    await makeGridTable(engine);
    await makeSumTable(engine);
    await linkOrigins(engine, {
      ...scope,
      hasLate,
      weekHours,
      range,
      withYear,
      withLikes,
      link: question.link,
    });
    await makeLevels(engine, { delayHours, withYear });
    const chunks = await originChunks(engine, { spine, range, chunkRows: limits.chunkRows });
    for (const [place, chunk] of chunks.entries()) {
      const query = await prepareRows(engine, { spine, columns, anchors, covariates, delayHours, chunk });
      await take({ ...chunk, query, isNewRange: place === 0 });
    }
  }
  await dropTables(engine);
}

async function distinctWeekHours(engine: SqlEngine): Promise<number[]> {
  const rows = await engine.rows<{ hours: number }>(
    `SELECT DISTINCT week_hours AS hours FROM ${tables.calendar} ORDER BY hours`,
  );
  return rows.map(({ hours }) => hours);
}

async function sortTable(engine: SqlEngine, table: string): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE ${table} AS SELECT * FROM ${table} ORDER BY origin, series, target`,
  );
}

async function dropTables(engine: SqlEngine): Promise<void> {
  for (const table of Object.values(tables)) await engine.run(`DROP TABLE IF EXISTS ${table}`);
}
