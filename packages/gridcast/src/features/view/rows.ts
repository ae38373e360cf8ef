/** The rows of the feature table: every spine row with its lags, windows and calendar. */
import type { SqlEngine } from '../../store/index.ts';
import type { FeatureColumn } from '../columns.ts';
import { HALF_WEEK_HOURS } from './lags.ts';
import { FAR_HOURS } from './links.ts';
import { tables } from './names.ts';

export interface RowOptions {
  readonly spine: string;
  readonly columns: readonly FeatureColumn[];
  /** Which rows, as an SQL condition on the spine `s`. */
  readonly where: string;
}

/** Identifying columns of a row, before its anchors and features; `valid` is 0 where nothing is known to start from. */
export const rowColumns = ['series', 'target', 'origin', 'lead', 'link', 'scale', 'valid'] as const;

/** The query of feature rows, ordered by origin, series, target. */
export function rowsSql({ spine, columns, where }: RowOptions): string {
  const raw = columns.filter(({ name }) => name !== 'series' && name !== 'lead');
  const helpers = ANCHOR_PARTS.filter(([name]) => !raw.some((column) => column.name === name));
  const selected = [
    ...raw.map(({ name, sql }) => `${sql} AS ${name}`),
    ...helpers.map(([name, sql]) => `${sql} AS ${name}`),
  ];
  return `WITH base AS (
    SELECT s.series, s.target, s.origin, m.lead, v.link, v.scale, v.lev_far AS far, ${selected.join(',\n      ')}
    FROM ${spine} s
    JOIN ${tables.moment} m ON m.target = s.target AND m.origin = s.origin
    JOIN ${tables.level} v ON v.series = s.series AND v.origin = s.origin
    ${joinsFor(columns).join('\n    ')}
    WHERE ${where})
  SELECT series, target, origin, lead, link, scale,
    CASE WHEN COALESCE(${FALLBACK}) IS NULL THEN 0 ELSE 1 END AS valid,
    COALESCE(${FALLBACK}) AS anchor_week,
    COALESCE(d0, ${FALLBACK}) AS anchor_day,
    COALESCE(w0 + r_24, ${FALLBACK}) AS anchor_weeklev,
    COALESCE(like0, ${FALLBACK}) AS anchor_like1,
    COALESCE(${LIKE_MEAN}, ${FALLBACK}) AS anchor_like3,
    ${raw.map(({ name }) => name).join(', ')}
  FROM base ORDER BY origin, series, target`;
}

const FALLBACK = 'w0, d0, lev_336, far';

/** Of two or one sample where the third is out of reach. */
const LIKE_MEAN = '(like0 + like1 + like2) / 3.0, (like0 + like1) / 2.0, like0';

const ANCHOR_PARTS: readonly (readonly [name: string, sql: string])[] = [
  ['d0', 'd0.z / v.unit'],
  ['w0', 'w0.z / v.unit'],
  ['r_24', 'v.r_24'],
  ['lev_336', 'v.lev_336'],
  ['like0', 'k0.z / v.unit'],
  ['like1', 'k1.z / v.unit'],
  ['like2', 'k2.z / v.unit'],
];

/** Joins that only some columns ask for, by the alias that gives it away. */
const OPTIONAL_JOINS: readonly (readonly [alias: string, hour: string])[] = [
  ['d1', 'm.d1'],
  ['d2', 'm.d2'],
  ['d5', 'm.d5'],
  ['d6', 'm.d6'],
  ['w2', 'm.w2'],
  ['y0', 'm.y0'],
  ['yw', 'm.yw'],
  ['ya', `m.y0 - ${HALF_WEEK_HOURS + 1}`],
  ['yb', `m.y0 + ${HALF_WEEK_HOURS - 1}`],
];

function joinsFor(columns: readonly FeatureColumn[]): string[] {
  const join = (alias: string, hour: string): string =>
    `LEFT JOIN ${tables.grid} ${alias} ON ${alias}.lane = v.lane AND ${alias}.hour = ${hour}`;
  const sampleBefore = (alias: string): string =>
    `CASE m.like_class WHEN 0 THEN ${alias}.x0 WHEN 1 THEN ${alias}.x1 ELSE ${alias}.x2 END`;
  const within = (hour: string): string => `CASE WHEN ${hour} >= v.last - ${FAR_HOURS} THEN ${hour} END`;
  return [
    join('d0', 'm.d0'),
    join('w0', 'm.w0'),
    join('k0', within(`(CASE WHEN d0.own = m.like_class THEN d0.hour ELSE ${sampleBefore('d0')} END)`)),
    join('k1', within(`(${sampleBefore('k0')})`)),
    join('k2', within(`(${sampleBefore('k1')})`)),
    ...OPTIONAL_JOINS.filter(([alias]) => columns.some(({ sql }) => sql.includes(`${alias}.`))).map(
      ([alias, hour]) => join(alias, hour),
    ),
  ];
}

/** Adds the rows of a range to the output table, or creates it. */
export async function writeRows(
  engine: SqlEngine,
  { table, isFirst, ...options }: RowOptions & { readonly table: string; readonly isFirst: boolean },
): Promise<void> {
  const head = isFirst ? `CREATE OR REPLACE TABLE ${table} AS` : `INSERT INTO ${table}`;
  await engine.run(`${head} ${rowsSql(options)}`);
}
