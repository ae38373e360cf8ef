/** The rows of the feature table: every spine row with its lags, windows and calendar. */
import type { CovariateFacts } from '../../core/index.ts';
import type { SqlEngine } from '../../store/index.ts';
import type { FeatureColumn } from '../columns.ts';
import { addCovariates, lookupHours } from './covariates.ts';
import { tables } from './names.ts';
import { makeSlice, type GridSource, type RowChunk } from './slice.ts';
import { FAR_HOURS } from './sums.ts';

export interface RowOptions {
  readonly spine: string;
  /** Without those of covariates. */
  readonly columns: readonly FeatureColumn[];
  readonly covariates: readonly CovariateFacts[];
  readonly delayHours: number;
  readonly chunk: RowChunk;
}

/** Identifying columns of a row, before its anchors and features; `valid` is 0 where nothing is known to start from. */
export const rowColumns = ['series', 'target', 'origin', 'lead', 'link', 'scale', 'valid'] as const;

/** The query of feature rows, ordered by origin, series, target. */
function rowsSql({ spine, columns, covariates, chunk }: RowOptions, source: GridSource): string {
  const raw = columns.filter(({ name }) => name !== 'series' && name !== 'lead');
  const helpers = ANCHOR_PARTS.filter(([name]) => !raw.some((column) => column.name === name));
  const hours = covariates.length === 0 ? [] : lookupHours;
  const selected = [
    ...raw.map(({ name, sql }) => `${sql} AS ${name}`),
    ...[...helpers, ...hours].map(([name, sql]) => `${sql} AS ${name}`),
  ];
  return `WITH base AS (
    SELECT s.series, s.target, s.origin, m.lead, v.link, v.scale, v.lev_far AS far, ${selected.join(',\n      ')}
    FROM ${spine} s
    JOIN ${tables.moment} m ON m.target = s.target AND m.origin = s.origin
    JOIN ${tables.level} v ON v.series = s.series AND v.origin = s.origin
    ${joinsFor(columns, source).join('\n    ')}
    WHERE ${chunk.where})
  SELECT series, target, origin, lead, link, scale,
    CASE WHEN COALESCE(${FALLBACK}) IS NULL THEN 0 ELSE 1 END AS valid,
    COALESCE(${FALLBACK}) AS anchor_week,
    COALESCE(d0, ${FALLBACK}) AS anchor_day,
    COALESCE(w0 + r_24, ${FALLBACK}) AS anchor_weeklev,
    COALESCE(like0, ${FALLBACK}) AS anchor_like1,
    COALESCE(${LIKE_MEAN}, ${FALLBACK}) AS anchor_like3,
    ${[...raw.map(({ name }) => name), ...hours.map(([name]) => name)].join(', ')}
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

/** Hours of the table of moments that rows look up in the grid, each under an alias of its own name. */
function lookedUp(columns: readonly FeatureColumn[]): readonly string[] {
  return [
    'd0',
    'w0',
    ...OPTIONAL_HOURS.filter((hour) => columns.some(({ sql }) => sql.includes(`${hour}.`))),
  ];
}

/** Hours that only some columns ask for, by the alias that gives it away. */
const OPTIONAL_HOURS = ['d1', 'd2', 'd5', 'd6', 'w2', 'y0', 'yw'];

function joinsFor(columns: readonly FeatureColumn[], { lags, likes }: GridSource): string[] {
  const join = (table: string, alias: string, hour: string): string =>
    `LEFT JOIN ${table} ${alias} ON ${alias}.lane = v.lane AND ${alias}.hour = ${hour}`;
  const sampleBefore = (alias: string): string =>
    `CASE m.like_class WHEN 0 THEN ${alias}.x0 WHEN 1 THEN ${alias}.x1 ELSE ${alias}.x2 END`;
  const within = (hour: string): string => `CASE WHEN ${hour} >= v.last - ${FAR_HOURS} THEN ${hour} END`;
  const newest = `(CASE WHEN d0.own = m.like_class THEN d0.hour ELSE ${sampleBefore('d0')} END)`;
  return [
    ...lookedUp(columns).map((hour) => join(lags, hour, `m.${hour}`)),
    join(likes, 'k0', within(newest)),
    join(likes, 'k1', within(`(${sampleBefore('k0')})`)),
    join(likes, 'k2', within(`(${sampleBefore('k1')})`)),
  ];
}

/** Adds the rows of a chunk to the output table, or creates it. */
export async function writeRows(
  engine: SqlEngine,
  { table, isFirst, ...options }: RowOptions & { readonly table: string; readonly isFirst: boolean },
): Promise<void> {
  const { spine, chunk, columns, covariates, delayHours } = options;
  const source = await makeSlice(engine, { spine, chunk, hours: lookedUp(columns) });
  const head = isFirst ? `CREATE OR REPLACE TABLE ${table} AS` : `INSERT INTO ${table}`;
  const rows = rowsSql(options, source);
  if (covariates.length === 0) return engine.run(`${head} ${rows}`);
  await engine.run(`CREATE OR REPLACE TABLE ${tables.chunk} AS ${rows}`);
  await addCovariates(engine, { table: tables.chunk, covariates, delayHours });
  const hours = lookupHours.map(([name]) => name).join(', ');
  await engine.run(
    `${head} SELECT * EXCLUDE (${hours}) FROM ${tables.chunk} ORDER BY origin, series, target`,
  );
}
