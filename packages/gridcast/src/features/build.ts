/** The feature view: from versions of observations to one wide row a spine row. */
import type { SqlEngine } from '../store/index.ts';
import type { Calendar } from './calendar/index.ts';
import { columnsOf, type FeatureGroup } from './columns.ts';
import { makeGridTable } from './view/grid.ts';
import { assertLegalLag, seasonLags, yearLags } from './view/lags.ts';
import { makeLaneTable, type SeriesRange } from './view/lanes.ts';
import { makeLevels } from './view/levels.ts';
import { linkOrigins } from './view/links.ts';
import { makeCalendar, makeMoments } from './view/moments.ts';
import { tables } from './view/names.ts';
import { makeOrigins, type BuildScope } from './view/origins.ts';
import { writeRows } from './view/rows.ts';

/** Hours before the last known hour that features read: 56 days, and a day for steps over 24 hours. */
const LOOKBACK_HOURS = 1_368;
/** The same with the columns of a year before. */
const YEAR_LOOKBACK_HOURS = 9_120;

/** Grid rows, about 150 bytes each, that are held at a time. */
const BATCH_CELLS = 3_000_000;
/** Feature rows that are made at a time. */
const CHUNK_ROWS = 250_000;

export interface FeatureRequest {
  /** A relation with the INTEGER columns series, target, origin; leads are 0..23. */
  readonly spine: string;
  readonly delayHours: number;
  readonly calendar: Calendar;
  /** The scale of every row. */
  readonly link: 'log' | 'linear';
  /** The table to make. */
  readonly outputTable: string;
  /** Which columns to make, all by default; anchors and `rowColumns` always come. */
  readonly groups?: readonly FeatureGroup[];
  /** Grid rows held at a time; results do not depend on it. */
  readonly batchCells?: number;
}

/**
 * Makes the feature table of a spine from the tables `series` and `observation_versions`: `rowColumns`, `anchorNames` and the
 * `featureColumns` asked for, ordered by origin, series, target.
 *
 * Values are on the row's own scale: link 0 exp(z), link 1 z * scale. Missing history is NULL.
 *
 * Invariants: nothing known after a row's origin reaches the row, in the choice of link and scale neither; a row's bits do
 * not depend on threads, batches, other series or other rows.
 *
 * @returns the table's name.
 * @throws FEATURES_LAG_TOO_SHORT where a lag of the recipe is illegal at the delay.
 */
export async function buildFeatures(engine: SqlEngine, request: FeatureRequest): Promise<string> {
  const { spine, delayHours, outputTable } = request;
  const columns = columnsOf(request.groups ?? ['core', 'sun', 'cal', 'long', 'yoy', 'key']);
  const withYear = columns.some(({ group }) => group === 'yoy');
  for (const lag of [...seasonLags, ...(withYear ? yearLags : [])]) assertLegalLag(lag, delayHours);
  const scope: BuildScope = {
    spine,
    delayHours,
    lookbackHours: withYear ? YEAR_LOOKBACK_HOURS : LOOKBACK_HOURS,
  };
  const hasLate = await makeOrigins(engine, scope);
  const offsets = await makeCalendar(engine, request.calendar, scope);
  await makeMoments(engine, scope, offsets);
  const weekHours = await distinctWeekHours(engine);
  const ranges = await seriesRanges(engine, scope, request.batchCells ?? BATCH_CELLS);
  let isFirst = true;
  for (const range of ranges) {
    await makeLaneTable(engine);
    await makeGridTable(engine);
    await linkOrigins(engine, { ...scope, hasLate, weekHours, range, link: request.link });
    await makeLevels(engine, withYear);
    for (const where of await originChunks(engine, spine, range)) {
      await writeRows(engine, { spine, columns, where, table: outputTable, isFirst });
      isFirst = false;
    }
  }
  if (ranges.length > 1) await sortTable(engine, outputTable);
  await dropTables(engine);
  return outputTable;
}

async function distinctWeekHours(engine: SqlEngine): Promise<number[]> {
  const rows = await engine.rows<{ hours: number }>(
    `SELECT DISTINCT week_hours AS hours FROM ${tables.calendar} ORDER BY hours`,
  );
  return rows.map(({ hours }) => hours);
}

/** Ranges of series whose grids fit the batch; at least one, so that an empty spine gives an empty table. */
async function seriesRanges(
  engine: SqlEngine,
  scope: BuildScope,
  batchCells: number,
): Promise<SeriesRange[]> {
  const { columns, rows } = await engine.numbers(`
    WITH span AS (
      SELECT series, vintage, MAX(last) - MIN(last) + ${scope.lookbackHours} AS cells
      FROM ${tables.origin} GROUP BY series, vintage)
    SELECT series, CAST(SUM(cells) AS DOUBLE) AS cells FROM span GROUP BY series ORDER BY series`);
  const ranges: SeriesRange[] = [];
  let first = 0;
  let held = 0;
  for (let i = 0; i < rows; i++) {
    const cells = columns['cells']?.[i] ?? 0;
    const series = columns['series']?.[i] ?? 0;
    if (held > 0 && held + cells > batchCells) {
      ranges.push({ first, last: series - 1 });
      first = series;
      held = 0;
    }
    held += cells;
  }
  ranges.push({ first, last: 2_147_483_647 });
  return ranges;
}

/** Conditions that cut the spine rows of a range into runs of origins. */
async function originChunks(engine: SqlEngine, spine: string, range: SeriesRange): Promise<string[]> {
  const inRange = `s.series BETWEEN ${range.first} AND ${range.last}`;
  const { columns, rows } = await engine.numbers(
    `SELECT s.origin, COUNT(*) AS n FROM ${spine} s WHERE ${inRange} GROUP BY s.origin ORDER BY s.origin`,
  );
  const cuts: number[] = [];
  let held = 0;
  for (let i = 0; i < rows; i++) {
    const n = columns['n']?.[i] ?? 0;
    if (held > 0 && held + n > CHUNK_ROWS) {
      cuts.push(columns['origin']?.[i] ?? 0);
      held = 0;
    }
    held += n;
  }
  const bounds = [undefined, ...cuts, undefined];
  return bounds.slice(1).map((end, i) => {
    const start = bounds[i];
    return [
      inRange,
      ...(start === undefined ? [] : [`s.origin >= ${start}`]),
      ...(end === undefined ? [] : [`s.origin < ${end}`]),
    ].join(' AND ');
  });
}

async function sortTable(engine: SqlEngine, table: string): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE ${table} AS SELECT * FROM ${table} ORDER BY origin, series, target`,
  );
}

async function dropTables(engine: SqlEngine): Promise<void> {
  const made = [
    ...Object.values(tables),
    'feature_link',
    'feature_linear',
    'feature_scale',
    'feature_scale_lane',
  ];
  for (const table of made) await engine.run(`DROP TABLE IF EXISTS ${table}`);
}
