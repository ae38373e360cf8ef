/** The part of the grid that a chunk of rows looks at: joins against it are several times faster than against all. */
import type { SqlEngine } from '../../store/index.ts';
import { tables } from './names.ts';
import { FAR_HOURS } from './sums.ts';

/** Some spine rows of one run of origins. */
export interface RowChunk {
  readonly rows: number;
  /** Which rows, as an SQL condition on the spine `s`. */
  readonly where: string;
  readonly firstOrigin: number;
  readonly lastOrigin: number;
}

/** Where rows find the hours of their lags, and of samples that are only known on the way. */
export interface GridSource {
  readonly lags: string;
  readonly likes: string;
}

export interface SliceOptions {
  readonly spine: string;
  readonly chunk: RowChunk;
  /** Columns of the table of moments that name hours. */
  readonly hours: readonly string[];
  /** Whether rows look for likes too, up to `FAR_HOURS` back. */
  readonly withLikes: boolean;
}

/** Makes the slice of a chunk: the very hours of few rows, or the span of hours of many. */
export async function makeSlice(engine: SqlEngine, options: SliceOptions): Promise<GridSource> {
  const { chunk, hours } = options;
  const [span] = await engine.rows<{ rows: number }>(
    `SELECT CAST(COUNT(*) AS DOUBLE) AS rows FROM (${spanSql(options)}) s`,
  );
  const isSparse = 4 * chunk.rows * hours.length < (span?.rows ?? 0);
  await engine.run(
    `CREATE OR REPLACE TABLE ${tables.slice} AS ${isSparse ? pickedSql(options) : spanSql(options)}`,
  );
  return { lags: tables.slice, likes: isSparse ? tables.grid : tables.slice };
}

const columnsSql = ({ withLikes }: SliceOptions): string =>
  `g.lane, g.hour, g.z, g.p, g.b${withLikes ? ', g.own, g.x0, g.x1, g.x2' : ''}`;

function pickedSql(options: SliceOptions): string {
  const { spine, chunk, hours } = options;
  const looks = hours.map((hour) => `SELECT lane, ${hour} AS hour FROM looking`).join(' UNION ');
  return `WITH looking AS (
      SELECT v.lane, ${hours.map((hour) => `m.${hour}`).join(', ')}
      FROM ${spine} s
      JOIN ${tables.moment} m ON m.target = s.target AND m.origin = s.origin
      JOIN ${tables.level} v ON v.series = s.series AND v.origin = s.origin
      WHERE ${chunk.where})
    SELECT ${columnsSql(options)} FROM ${tables.grid} g JOIN (${looks}) k ON k.lane = g.lane AND k.hour = g.hour`;
}

/** The hours of years before are a span each. */
function spanSql(options: SliceOptions): string {
  const { chunk, hours, withLikes } = options;
  const near = hours.filter((hour) => !hour.startsWith('y'));
  const first = withLikes ? `MIN(last) - ${FAR_HOURS}` : endOf('MIN', near);
  const spans = [
    [first, endOf('MAX', near)],
    ...hours.filter((hour) => hour.startsWith('y')).map((hour) => [`MIN(${hour})`, `MAX(${hour})`]),
  ];
  const ends = spans.map(([from, to], i) => `${from} AS from_${i}, ${to} AS to_${i}`);
  const within = spans.map(
    (_, i) => `g.hour BETWEEN (SELECT from_${i} FROM moments) AND (SELECT to_${i} FROM moments)`,
  );
  return `WITH moments AS (
      SELECT ${ends.join(', ')} FROM ${tables.moment}
      WHERE origin BETWEEN ${chunk.firstOrigin} AND ${chunk.lastOrigin})
    SELECT ${columnsSql(options)} FROM ${tables.grid} g WHERE ${within.join(' OR ')}`;
}

/** The first of the least, or the last of the greatest, of some columns. */
function endOf(of: 'MIN' | 'MAX', columns: readonly string[]): string {
  return `${of === 'MIN' ? 'LEAST' : 'GREATEST'}(${columns.map((column) => `${of}(${column})`).join(', ')})`;
}
