/** Spines: the (series, target, origin) rows that a feature view is asked for, and the same as leads of (series, origin) pairs. */
import type { HourUtc } from '../core/index.ts';
import type { SqlEngine } from '../store/index.ts';
import { drawSql } from './draw.ts';
import { LEADS } from './view/lags.ts';

export interface ServingSpine {
  readonly origin: HourUtc;
  readonly table: string;
}

/** Makes the spine of a forecast: every series of the table `series` at leads 0..23 of one origin. */
export async function servingSpine(engine: SqlEngine, { origin, table }: ServingSpine): Promise<void> {
  await engine.run(`CREATE OR REPLACE TABLE ${table} AS
    SELECT s.series, CAST(${origin} + l.lead AS INTEGER) AS target, CAST(${origin} AS INTEGER) AS origin
    FROM series s CROSS JOIN (SELECT lead FROM range(0, ${LEADS}) AS t(lead)) l ORDER BY s.series, target`);
}

export interface SampledSpine {
  /** Origins are firstOrigin, firstOrigin + stepHours, ... up to and including lastOrigin. */
  readonly firstOrigin: HourUtc;
  readonly lastOrigin: HourUtc;
  readonly stepHours: number;
  readonly maxRows: number;
  /** Whole number from 0; another seed draws other rows. */
  readonly seed: number;
  /** Only rows are taken whose truth is known at this instant. */
  readonly asOf: HourUtc;
  readonly table: string;
}

/** Draws beyond the rows wanted: for rows drawn twice and rows without a truth. */
const SPARE_DRAWS = 4;
/** Leads that are drawn at once, six hours apart: they share what is worked out of their origin. */
const LEADS_PER_DRAW = 4;
const LEAD_STEP = LEADS / LEADS_PER_DRAW;

/**
 * Makes a spine for training: up to `maxRows` rows of all series, origins and leads 0..23, drawn in fours by an integer hash of
 * their number and the seed, so that the same call gives the same rows on every machine.
 *
 * Up to four times `maxRows` rows are looked at; fewer come back where most of those have no known truth.
 *
 * Invariant: every row's truth is known at `asOf`.
 */
export async function sampleSpine(engine: SqlEngine, options: SampledSpine): Promise<void> {
  const { firstOrigin, lastOrigin, stepHours, maxRows, asOf, table } = options;
  const [counted] = await engine.rows<{ series: number }>(
    'SELECT CAST(COUNT(*) AS INTEGER) AS series FROM series',
  );
  const origins = Math.max(0, Math.floor((lastOrigin - firstOrigin) / stepHours) + 1);
  const perSeries = origins * LEAD_STEP;
  const candidates = (counted?.series ?? 0) * perSeries;
  const atMost = Math.ceil((SPARE_DRAWS * maxRows) / LEADS_PER_DRAW);
  const draws = drawSql({ from: candidates, atMost, seed: options.seed });
  await engine.run(`CREATE OR REPLACE TABLE ${table} AS
    WITH drawn AS (${draws}),
    placed AS (
      SELECT CAST(FLOOR(item / ${Math.max(1, perSeries)}) AS INTEGER) AS place,
        CAST(${firstOrigin} + ${stepHours} * FLOOR((item % ${Math.max(1, perSeries)}) / ${LEAD_STEP}) AS INTEGER) AS origin,
        CAST(item % ${LEAD_STEP} + ${LEAD_STEP} * turn AS INTEGER) AS lead, priority
      FROM drawn CROSS JOIN range(0, ${LEADS_PER_DRAW}) AS t(turn)),
    ranked AS (SELECT series, CAST(ROW_NUMBER() OVER (ORDER BY series) - 1 AS INTEGER) AS place FROM series),
    known AS (
      SELECT r.series, p.origin + p.lead AS target, p.origin, p.priority
      FROM placed p JOIN ranked r ON r.place = p.place
      WHERE EXISTS (
        SELECT 1 FROM observation_versions v
        WHERE v.series = r.series AND v.hour = p.origin + p.lead AND v.known_hour <= ${asOf})),
    taken AS (SELECT series, target, origin FROM known ORDER BY priority, series, origin, target LIMIT ${maxRows})
    SELECT series, target, origin FROM taken ORDER BY origin, series, target`);
}

/** Makes the table of the leads 0..23 of every series at some origins; see `FeatureQuestion.asked`. */
export async function askEverySeries(
  engine: SqlEngine,
  origins: readonly HourUtc[],
  table: string,
): Promise<void> {
  await engine.createTable(table, { origin: Int32Array.from(origins) });
  await engine.run(`CREATE OR REPLACE TABLE ${table} AS
    SELECT s.series, o.origin, CAST(${2 ** LEADS - 1} AS INTEGER) AS leads FROM series s CROSS JOIN ${table} o`);
}
