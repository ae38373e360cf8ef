/** Running sums of the grid at the ends of the windows that origins and rows ask for. */
import type { SqlEngine } from '../../store/index.ts';
import { fixedSql, sumsAtSql, type SumColumns } from './fixed-point.ts';
import { YEAR_HOURS, YEAR_WEEK_AFTER_ORIGIN_HOURS } from './lags.ts';
import { tables } from './names.ts';

/** Widths of the means of changes from the week before. */
export const RATIO_HOURS = [1, 3, 6, 12, 24, 48, 168] as const;
/** Widths of the means of changes from 24 h before. */
export const DAY_CHANGE_HOURS = [1, 3, 6, 12, 24, 48] as const;
/** Widths of the means of values. */
export const LEVEL_HOURS = [1, 24, 168, 336] as const;
/** Hours to the last known one that a link, a scale and a deviation are taken from. */
export const LINK_HOURS = 672;
/** Hours to the last known one in which anything is looked for where nearer values are missing. */
export const FAR_HOURS = 1344;

/** Which windows a build has. */
export interface WindowOptions {
  readonly delayHours: number;
  readonly withYear: boolean;
}

/** Hours before the last known one at which windows begin or end. */
export function windowEnds({ delayHours, withYear }: WindowOptions): number[] {
  const ends = [0, ...RATIO_HOURS, ...DAY_CHANGE_HOURS, ...LEVEL_HOURS, LINK_HOURS, FAR_HOURS];
  const yearEnds = [YEAR_HOURS, YEAR_HOURS + 168, YEAR_HOURS + 336, ...yearWeek(delayHours)];
  return [...new Set([...ends, ...(withYear ? yearEnds : [])])];
}

/** The week round noon of the forecast's day, 364 days before: its newer and its older end, in hours before the last known one. */
export function yearWeek(delayHours: number): readonly [newer: number, older: number] {
  const newer = YEAR_HOURS - YEAR_WEEK_AFTER_ORIGIN_HOURS - 1 - delayHours;
  return [newer, newer + 168];
}

/** n, s, q: count, sum and sum of squares of z; r, a: of the change z - p and its size; c: of the change z - b. */
const GRID_SUMS: SumColumns = [
  ['nz', 'CASE WHEN z IS NULL THEN 0 ELSE 1 END', 'BIGINT'],
  ['sz', fixedSql('z'), 'HUGEINT'],
  ['qz', `CAST(${fixedSql('z')} AS HUGEINT) * ${fixedSql('z')}`, 'HUGEINT'],
  ['nr', 'CASE WHEN z - p IS NULL THEN 0 ELSE 1 END', 'BIGINT'],
  ['sr', fixedSql('z - p'), 'BIGINT'],
  ['ar', fixedSql('ABS(z - p)'), 'BIGINT'],
  ['nc', 'CASE WHEN z - b IS NULL THEN 0 ELSE 1 END', 'BIGINT'],
  ['sc', fixedSql('z - b'), 'BIGINT'],
  ['ac', fixedSql('ABS(z - b)'), 'BIGINT'],
];

/** Makes the empty table of sums. */
export async function makeSumTable(engine: SqlEngine): Promise<void> {
  const columns = GRID_SUMS.map(([name, , type]) => `${name} ${type}`).join(', ');
  await engine.run(`CREATE OR REPLACE TABLE ${tables.sum} (lane INTEGER, hour INTEGER, ${columns})`);
}

/** Adds the sums that the linked origins ask for. */
export async function addSums(engine: SqlEngine, options: WindowOptions): Promise<void> {
  const ends = windowEnds(options).map((hours) => `(${hours})`);
  const wanted = `SELECT o.lane, o.last - w.hours AS hour
    FROM ${tables.link} o CROSS JOIN (VALUES ${ends.join(', ')}) AS w(hours)
    WHERE o.lane IS NOT NULL`;
  await engine.run(`INSERT INTO ${tables.sum} ${sumsAtSql(tables.grid, wanted, GRID_SUMS)}`);
}
