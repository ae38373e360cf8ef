/** Adds the columns of covariates to rows: windows as they were known at the origin, in units of the covariate's own spread. */
import type { CovariateFacts } from '../../core/index.ts';
import type { SqlEngine } from '../../store/index.ts';
import { columnName, newestOf, templatesOf } from '../covariates.ts';
import { FIXED_ONE, fixedSql, LARGEST_VALUE, leastValues } from './fixed-point.ts';
import { tables } from './names.ts';
import { lookupHours } from './rows.ts';

/** Distance and number of the changes that the spread is taken from: a year, every hour of the day alike. */
const YEAR_STEP_HOURS = 25;
const YEAR_VALUES = 350;
const LEAST_CHANGES = 12;

export interface CovariateOptions {
  /** The rows, with the columns of `lookupHours`; replaced. */
  readonly table: string;
  readonly covariates: readonly CovariateFacts[];
  readonly delayHours: number;
}

/**
 * Adds the columns of each covariate, from `covariate_versions` and `covariate_series` (see `loadCovariates`).
 *
 * A value counts where known_hour <= origin < until_hour: nothing else is asked, so no version that came later, and none that was
 * replaced by the origin, reaches the row. Sums are of fixed-point numbers whose unit comes from the same origin's values, so a row's
 * bits depend on nothing but what its origin knew.
 */
export async function addCovariates(engine: SqlEngine, options: CovariateOptions): Promise<void> {
  const { table, delayHours } = options;
  for (const [place, covariate] of options.covariates.entries()) {
    const one = { table, delayHours, place, covariate };
    await makePairs(engine, one);
    await makeSpots(engine, one);
    await joinColumns(engine, one);
  }
}

interface OneCovariate {
  readonly table: string;
  readonly delayHours: number;
  readonly place: number;
  readonly covariate: CovariateFacts;
}

/** The rows with the entity that stands for their series. */
const entityRows = ({ table, place }: OneCovariate): string =>
  `${table} r JOIN covariate_series e ON e.covariate = ${place} AND e.series = r.series`;

/** The version of each hour of a relation `l` (entity, origin, hour) that its origin sees. */
const seenVersion = ({ place }: OneCovariate): string => `JOIN covariate_versions v
      ON v.covariate = ${place} AND v.entity = l.entity AND v.hour = l.hour
      AND v.known_hour <= l.origin AND v.until_hour > l.origin AND v.value BETWEEN -1e300 AND 1e300`;

/** A value in units of the pair's exponent, as a fixed-point number; absurdly large ones are missing. */
const FIXED = `CASE WHEN ABS(value / POWER(2.0, exponent)) <= ${LARGEST_VALUE}
      THEN ${fixedSql('value / POWER(2.0, exponent)')} END AS fixed`;

function meanSql(where: string, least: number): string {
  const count = `COUNT(fixed) FILTER (WHERE ${where})`;
  return `CASE WHEN ${count} >= ${least}
    THEN CAST(SUM(fixed) FILTER (WHERE ${where}) AS DOUBLE) / ${FIXED_ONE}.0 / ${count} END`;
}

const NOW = 0;
const LAST = 1;
const YEAR = 2;
/** The hours a day before those of the year. */
const DAY_BEFORE = 3;

const windowMean = (part: number, hours: number): string =>
  meanSql(`part = ${part} AND back < ${hours}`, leastValues(hours));

/** Makes the windows of each (entity, origin): exponent, means to the newest hour and to last, the spread of a year. */
async function makePairs(engine: SqlEngine, one: OneCovariate): Promise<void> {
  const newest = newestOf(0, one.covariate);
  const [last, dayBefore] = [-1 - one.delayHours, newest - 24];
  const end = `CASE part WHEN ${LAST} THEN ${last} WHEN ${DAY_BEFORE} THEN ${dayBefore} ELSE ${newest} END`;
  await engine.run(`CREATE OR REPLACE TABLE ${tables.covariateCell} AS
    WITH pair AS (SELECT DISTINCT e.entity, r.origin FROM ${entityRows(one)}),
    back AS (
      SELECT ${NOW} AS part, CAST(i AS INTEGER) AS back FROM range(168) AS t(i)
      UNION ALL SELECT ${LAST}, CAST(i AS INTEGER) FROM range(168) AS t(i)
      UNION ALL SELECT ${YEAR}, CAST(${YEAR_STEP_HOURS} * i AS INTEGER) FROM range(${YEAR_VALUES}) AS t(i)
      UNION ALL SELECT ${DAY_BEFORE}, CAST(${YEAR_STEP_HOURS} * i AS INTEGER) FROM range(${YEAR_VALUES}) AS t(i)),
    look AS (
      SELECT p.entity, p.origin, b.part, b.back, p.origin + (${end}) - b.back AS hour FROM pair p CROSS JOIN back b)
    SELECT l.entity, l.origin, l.part, l.back, v.value FROM look l ${seenVersion(one)}`);
  const year = `part = ${YEAR}`;
  await engine.run(`CREATE OR REPLACE TABLE ${tables.covariatePair} AS
    WITH bound AS (
      SELECT entity, origin, CAST(COALESCE(CEIL(LN(NULLIF(MAX(ABS(value)), 0)) / LN(2.0)), 0) AS INTEGER) AS exponent
      FROM ${tables.covariateCell} WHERE ${year} GROUP BY entity, origin),
    scaled AS (
      SELECT c.entity, c.origin, c.part, c.back, b.exponent, ${FIXED}
      FROM ${tables.covariateCell} c JOIN bound b ON b.entity = c.entity AND b.origin = c.origin),
    changed AS (
      SELECT a.entity, a.origin,
        CASE WHEN COUNT(*) >= ${LEAST_CHANGES}
          THEN NULLIF(CAST(SUM(ABS(a.fixed - b.fixed)) AS DOUBLE), 0) / ${FIXED_ONE}.0 / COUNT(*) END AS spread
      FROM scaled a JOIN scaled b ON b.entity = a.entity AND b.origin = a.origin AND b.back = a.back
      WHERE a.part = ${YEAR} AND b.part = ${DAY_BEFORE} AND a.fixed - b.fixed IS NOT NULL
      GROUP BY a.entity, a.origin),
    averaged AS (
      SELECT entity, origin, exponent,
      ${windowMean(NOW, 24)} AS now_24, ${windowMean(NOW, 72)} AS now_72, ${windowMean(NOW, 168)} AS now_168,
      ${windowMean(LAST, 24)} AS last_24, ${windowMean(LAST, 168)} AS last_168
      FROM scaled GROUP BY entity, origin, exponent)
    SELECT m.*, c.spread FROM averaged m LEFT JOIN changed c ON c.entity = m.entity AND c.origin = m.origin`);
}

/** Makes the values at hours that rows look up, and the means over the 24 h that end there. */
async function makeSpots(engine: SqlEngine, one: OneCovariate): Promise<void> {
  const hours = lookupHours.map((name) => `CAST(r.${name} AS INTEGER)`);
  if (one.covariate.kind === 'forecast') hours.push('r.target');
  await engine.run(`CREATE OR REPLACE TABLE ${tables.covariateSpot} AS
    WITH asked AS (
      SELECT DISTINCT entity, origin, spot FROM (
        SELECT e.entity, r.origin, UNNEST([${hours.join(', ')}]) AS spot FROM ${entityRows(one)}) a
      WHERE spot IS NOT NULL),
    look AS (
      SELECT a.entity, a.origin, a.spot, b.back, a.spot - b.back AS hour
      FROM asked a CROSS JOIN (SELECT CAST(i AS INTEGER) AS back FROM range(24) AS t(i)) b),
    scaled AS (
      SELECT l.entity, l.origin, l.spot, l.back, ${FIXED}
      FROM look l ${seenVersion(one)}
      JOIN ${tables.covariatePair} p ON p.entity = l.entity AND p.origin = l.origin)
    SELECT entity, origin, spot AS hour, ${meanSql('back < 24', leastValues(24))} AS mean_24,
      CAST(MAX(fixed) FILTER (WHERE back = 0) AS DOUBLE) / ${FIXED_ONE}.0 AS point
    FROM scaled GROUP BY entity, origin, spot`);
}

async function joinColumns(engine: SqlEngine, one: OneCovariate): Promise<void> {
  const { table, place, covariate } = one;
  const columns = templatesOf(covariate).map(
    ({ suffix, sql }) => `(${sql}) / p.spread AS ${columnName(covariate, suffix)}`,
  );
  const spot = (alias: string, hour: string): string =>
    `LEFT JOIN ${tables.covariateSpot} ${alias}
      ON ${alias}.entity = e.entity AND ${alias}.origin = r.origin AND ${alias}.hour = CAST(r.${hour} AS INTEGER)`;
  const spots = [
    ['k0', 'hour_like0'],
    ['k1', 'hour_like1'],
    ['k2', 'hour_like2'],
    ['t', 'target'],
  ] as const;
  await engine.run(`CREATE OR REPLACE TABLE ${table} AS
    SELECT r.*, ${columns.join(',\n      ')}
    FROM ${table} r
    LEFT JOIN covariate_series e ON e.covariate = ${place} AND e.series = r.series
    LEFT JOIN ${tables.covariatePair} p ON p.entity = e.entity AND p.origin = r.origin
    ${spots.map(([alias, hour]) => spot(alias, hour)).join('\n    ')}`);
}
