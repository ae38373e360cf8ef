/** The rows of the feature table: every spine row with its lags, windows and calendar. */
import type { CovariateFacts } from '../../core/index.ts';
import type { SqlEngine } from '../../store/index.ts';
import type { AnchorName, FeatureColumn } from '../columns.ts';
import { addCovariates, lookupHours } from './covariates.ts';
import { tables } from './names.ts';
import { makeSlice, type GridSource, type RowChunk } from './slice.ts';
import { FAR_HOURS } from './sums.ts';

export interface RowOptions extends RowColumns {
  readonly spine: string;
  readonly delayHours: number;
  readonly chunk: RowChunk;
}

/** What a row has beside its `rowColumns`. */
export interface RowColumns {
  /** Without those of covariates. */
  readonly columns: readonly FeatureColumn[];
  readonly covariates: readonly CovariateFacts[];
  readonly anchors: readonly AnchorName[];
}

/** Identifying columns of a row, before its anchors and features; `valid` is 0 where nothing is known to start from. */
export const rowColumns = ['series', 'target', 'origin', 'lead', 'link', 'scale', 'valid'] as const;

/** The query of feature rows, in no order; with covariates they have the hours that those are looked up at, too. */
function rowsSql(options: RowOptions, source: GridSource): string {
  const { spine, columns, anchors, covariates, chunk } = options;
  const raw = columns.filter(({ name }) => name !== 'series' && name !== 'lead');
  const parts = [...FALLBACK_PARTS, ...(looksForLikes(options) ? LIKE_PARTS : [])];
  const helpers = parts.filter(([name]) => !raw.some((column) => column.name === name));
  const hours = covariates.length === 0 ? [] : lookupHours;
  const selected = [
    ...raw.map(({ name, sql }) => `${sql} AS ${name}`),
    ...[...helpers, ...hours].map(([name, sql]) => `${sql} AS ${name}`),
  ];
  const wanted = [
    ...anchors.map((anchor) => `${ANCHOR_SQL[anchor]} AS ${anchor}`),
    ...raw.map(({ name }) => name),
    ...hours.map(([name]) => name),
  ];
  return `WITH base AS (
    SELECT s.series, s.target, s.origin, m.lead, v.link, v.scale, v.lev_far AS far, ${selected.join(',\n      ')}
    FROM ${spine} s
    JOIN ${tables.moment} m ON m.target = s.target AND m.origin = s.origin
    JOIN ${tables.level} v ON v.series = s.series AND v.origin = s.origin
    ${joinsFor(options, source).join('\n    ')}
    WHERE ${chunk.where})
  SELECT series, target, origin, lead, link, scale,
    CASE WHEN COALESCE(${FALLBACK}) IS NULL THEN 0 ELSE 1 END AS valid${wanted.map((sql) => `,\n    ${sql}`).join('')}
  FROM base`;
}

const FALLBACK = 'w0, d0, lev_336, far';

/** Of two or one sample where the third is out of reach. */
const LIKE_MEAN = '(like0 + like1 + like2) / 3.0, (like0 + like1) / 2.0, like0';

const ANCHOR_SQL: Readonly<Record<AnchorName, string>> = {
  anchor_week: `COALESCE(${FALLBACK})`,
  anchor_day: `COALESCE(d0, ${FALLBACK})`,
  anchor_weeklev: `COALESCE(w0 + r_24, ${FALLBACK})`,
  anchor_like1: `COALESCE(like0, ${FALLBACK})`,
  anchor_like3: `COALESCE(${LIKE_MEAN}, ${FALLBACK})`,
};

type Parts = readonly (readonly [name: string, sql: string])[];

const FALLBACK_PARTS: Parts = [
  ['d0', 'd0.z / v.unit'],
  ['w0', 'w0.z / v.unit'],
  ['r_24', 'v.r_24'],
  ['lev_336', 'v.lev_336'],
];

const LIKE_PARTS: Parts = [
  ['like0', 'k0.z / v.unit'],
  ['like1', 'k1.z / v.unit'],
  ['like2', 'k2.z / v.unit'],
];

/** Whether rows look for samples of the same local hour and kind of day. */
export function looksForLikes({ columns, anchors, covariates }: RowColumns): boolean {
  return (
    covariates.length > 0 ||
    anchors.some((anchor) => anchor.startsWith('anchor_like')) ||
    columns.some(({ name }) => name.startsWith('like'))
  );
}

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

function joinsFor(wanted: RowColumns, { lags, likes }: GridSource): string[] {
  const join = (table: string, alias: string, hour: string): string =>
    `LEFT JOIN ${table} ${alias} ON ${alias}.lane = v.lane AND ${alias}.hour = ${hour}`;
  const lagJoins = lookedUp(wanted.columns).map((hour) => join(lags, hour, `m.${hour}`));
  if (!looksForLikes(wanted)) return lagJoins;
  const sampleBefore = (alias: string): string =>
    `CASE m.like_class WHEN 0 THEN ${alias}.x0 WHEN 1 THEN ${alias}.x1 ELSE ${alias}.x2 END`;
  const within = (hour: string): string => `CASE WHEN ${hour} >= v.last - ${FAR_HOURS} THEN ${hour} END`;
  const newest = `(CASE WHEN d0.own = m.like_class THEN d0.hour ELSE ${sampleBefore('d0')} END)`;
  return [
    ...lagJoins,
    join(likes, 'k0', within(newest)),
    join(likes, 'k1', within(`(${sampleBefore('k0')})`)),
    join(likes, 'k2', within(`(${sampleBefore('k1')})`)),
  ];
}

/** Makes what the rows of a chunk look at, and gives their query; it holds until the next chunk is made. */
export async function prepareRows(engine: SqlEngine, options: RowOptions): Promise<string> {
  const { spine, chunk, columns, covariates, delayHours } = options;
  const rows = rowsSql(
    options,
    await makeSlice(engine, { spine, chunk, hours: lookedUp(columns), withLikes: looksForLikes(options) }),
  );
  if (covariates.length === 0) return rows;
  await engine.run(`CREATE OR REPLACE TABLE ${tables.chunk} AS ${rows}`);
  await addCovariates(engine, { table: tables.chunk, covariates, delayHours });
  const hours = lookupHours.map(([name]) => name).join(', ');
  return `SELECT * EXCLUDE (${hours}) FROM ${tables.chunk}`;
}
