/** The feature view: from versions of observations to one wide row a spine row. */
import type { CovariateFacts, HourUtc } from '../core/index.ts';
import type { SqlEngine } from '../store/index.ts';
import type { Calendar } from './calendar/index.ts';
import { anchorNames, featureColumns, type AnchorName, type FeatureColumn } from './columns.ts';
import { covariateColumns } from './covariates.ts';
import { originChunks, seriesRanges, type RowChunk, type SeriesRange } from './view/batches.ts';
import { addCovariates } from './view/covariates.ts';
import { assertLegalLag, seasonLags, yearLags } from './view/lags.ts';
import type { Clock } from './view/lanes.ts';
import { linkOrigins, type Link, type LinkedOrigins } from './view/links.ts';
import { makeClock } from './view/moments.ts';
import { tables } from './view/names.ts';
import { makeOrigins, type BuildScope } from './view/origins.ts';
import { lookupHours, makeRows, partsOf, rowsOf, type FeatureRows, type RowColumns } from './view/rows.ts';
import { findTruths, type TruthReader } from './view/truths.ts';
import { readVersions } from './view/versions.ts';

/** Hours before the last known hour that features read: 56 days, and a day for steps over 24 hours. */
const LOOKBACK_HOURS = 1_368;
/** The same with the columns of a year before. */
const YEAR_LOOKBACK_HOURS = 9_120;

/** How much is held at a time; results do not depend on it. */
export interface BuildLimits {
  /** Hours of lanes of all scales, about 60 bytes each. */
  readonly laneHours: number;
  /** Feature rows that are made at a time. */
  readonly chunkRows: number;
}

const LIMITS: BuildLimits = { laneHours: 3_000_000, chunkRows: 250_000 };

/** What a build is asked for. */
export interface FeatureQuestion {
  /** The rows asked for; see `BuildScope`, and `askedOf` for those of a spine. */
  readonly asked: string;
  readonly delayHours: number;
  readonly calendar: Calendar;
  /** The scales that the rows of each range of series are made on, one after the other. */
  readonly links: readonly Link[];
  /** Which columns to make; `rowColumns` come beside. Default: all. */
  readonly columns?: readonly FeatureColumn[];
  /** Default: all. */
  readonly anchors?: readonly AnchorName[];
  /** Covariates whose columns are made beside; loaded by `loadCovariates` in this order. */
  readonly covariates?: readonly CovariateFacts[];
  /** Gives the truths of the rows beside them, as known at this instant. */
  readonly truthAsOf?: HourUtc;
  readonly limits?: BuildLimits;
}

/** Some rows of a build, ordered by origin, series, target: all series of a range at a run of origins. */
export interface FeatureChunk extends RowChunk, FeatureRows {
  readonly link: Link;
  /** The values of the target hours; NaN where none is known. Absent where they are not asked for. */
  readonly truths?: Float64Array;
}

/**
 * Makes the rows of a spine piece by piece, at least one a link: ranges of series, their links, and within them runs of origins.
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
  take: (chunk: FeatureChunk) => Promise<void>,
): Promise<void> {
  const { asked, delayHours, limits = LIMITS, anchors = anchorNames, covariates = [] } = question;
  const columns = question.columns ?? featureColumns;
  const withYear = columns.some(({ group }) => group === 'yoy');
  for (const lag of [...seasonLags, ...(withYear ? yearLags : [])]) assertLegalLag(lag, delayHours);
  const scope: BuildScope = {
    asked,
    delayHours,
    lookbackHours: withYear ? YEAR_LOOKBACK_HOURS : LOOKBACK_HOURS,
  };
  await makeOrigins(engine, scope);
  const clock = await makeClock(engine, question.calendar, scope);
  const { links, truthAsOf } = question;
  const build = { ...scope, links, truthAsOf, clock, columns, anchors, covariates };
  for (const range of await seriesRanges(engine, scope, limits.laneHours / links.length)) {
    const opened = await openRange(engine, build, range);
    await eachChunkOf(engine, { ...build, ...opened, chunkRows: limits.chunkRows }, take);
  }
  await dropTables(engine);
}

async function eachChunkOf(
  engine: SqlEngine,
  build: Build & OpenRange & Pick<BuildLimits, 'chunkRows'>,
  take: (chunk: FeatureChunk) => Promise<void>,
): Promise<void> {
  for (const { link, linked } of build.linked) {
    for (const chunk of originChunks(linked, build.chunkRows)) {
      const rows = makeRows(chunk, { ...build, link, linked });
      const made = build.covariates.length === 0 ? rows : await withCovariates(engine, build, rows);
      const truth = build.truths && { truths: build.truths(made) };
      await take({ ...chunk, ...made, ...truth, link });
    }
  }
}

interface Build extends BuildScope, RowColumns {
  readonly links: readonly Link[];
  readonly clock: Clock;
  readonly truthAsOf: HourUtc | undefined;
}

interface OpenRange {
  readonly linked: readonly { readonly link: Link; readonly linked: LinkedOrigins }[];
  readonly truths: TruthReader | undefined;
}

/** Links the origins of a range and finds its truths; the versions that this needs are let go again. */
async function openRange(engine: SqlEngine, build: Build, range: SeriesRange): Promise<OpenRange> {
  const { clock, links, truthAsOf } = build;
  const hours = { start: clock.start, end: clock.start + clock.columns.hour.length };
  const versions = await readVersions(engine, { range, links, ...hours });
  const parts = partsOf(build);
  const linked: { link: Link; linked: LinkedOrigins }[] = [];
  for (const link of links)
    linked.push({ link, linked: await linkOrigins(engine, { ...build, link, range, versions, parts }) });
  const origins = linked[0]?.linked.origin ?? new Float64Array();
  const start = origins.reduce((first, origin) => Math.min(first, origin), hours.end);
  const truths =
    truthAsOf === undefined ? undefined : findTruths(versions, { start, end: hours.end, asOf: truthAsOf });
  return { linked, truths };
}

/** The rows with the columns of covariates, which a query of their own works out. */
async function withCovariates(engine: SqlEngine, build: Build, rows: FeatureRows): Promise<FeatureRows> {
  const { covariates, delayHours } = build;
  const looked = rowsOf(rows, ['series', 'target', 'origin', ...lookupHours]);
  await engine.createTable(tables.chunk, looked, { missing: 'null' });
  await addCovariates(engine, { table: tables.chunk, covariates, delayHours });
  const names = covariateColumns(covariates).map(({ name }) => name);
  const { columns } = await engine.numbers(
    `SELECT ${names.join(', ')} FROM ${tables.chunk} ORDER BY origin, series, target`,
  );
  return { ...rows, perRow: { ...rows.perRow, ...columns } };
}

async function dropTables(engine: SqlEngine): Promise<void> {
  for (const table of Object.values(tables)) await engine.run(`DROP TABLE IF EXISTS ${table}`);
}
