/** Scores of one contender on one case: in all, and by origin, slice, lead and weekday. */
import { quoteText, type SqlEngine } from '../../packages/gridcast/src/store/index.ts';
import { makeErrorTable, scoreColumns } from '../errors.ts';
import type { AccuracyPanel } from './panels.ts';

/** Errors of some rows; what a contender does not forecast is null. */
export interface Scores extends Readonly<Record<string, unknown>> {
  readonly mase: number;
  readonly wape: number;
  readonly mape: number | null;
  /** Mean pinball loss over the quantiles, over the MASE scale. */
  readonly pinball: number | null;
  readonly coverage80: number | null;
  readonly coverage90: number | null;
}

export interface CaseScores {
  readonly all: Scores;
  /** Keyed by ISO origin. */
  readonly byOrigin: Readonly<Record<string, Scores>>;
  readonly bySlice: Readonly<Record<string, Scores>>;
  readonly byLead: Readonly<Record<string, Scores>>;
  readonly byWeekday: Readonly<Record<string, Scores>>;
  /** Rows by rung of the ladder, of our own forecasts. */
  readonly rungs?: Readonly<Record<string, number>>;
}

export interface ScoreInput {
  readonly panel: AccuracyPanel;
  readonly panelPath: string;
  readonly delayHours: number;
  readonly forecasts: string;
  readonly origins: readonly string[];
}

const QUANTILES = ['p05', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95'];

/**
 * Scores a forecast file.
 *
 * @throws Error where it lacks an origin asked for.
 */
export async function scoreCase(engine: SqlEngine, input: ScoreInput): Promise<CaseScores> {
  const { panel, panelPath, delayHours, forecasts, origins } = input;
  const asked = origins.map((origin) => `TIMESTAMP ${quoteText(origin.slice(0, 16).replace('T', ' '))}`);
  await makeErrorTable(engine, {
    truth: `SELECT * FROM read_parquet(${quoteText(panelPath)})`,
    forecasts: `SELECT * FROM read_parquet(${quoteText(forecasts)}) WHERE origin_utc IN (${asked.join(', ')})`,
    delayHours,
  });
  const columns = await columnNames(engine);
  const measured = columns.has('p90') ? `${scoreColumns}, ${bandColumns}` : `${scoreColumns}, ${noBands}`;
  const by = async (expression: string): Promise<Record<string, Scores>> => {
    const rows = await engine.rows<Scores & { readonly word: string }>(
      `SELECT CAST(${expression} AS VARCHAR) AS word, ${measured} FROM error GROUP BY word ORDER BY word`,
    );
    return Object.fromEntries(rows.map(({ word, ...scores }) => [word, scores as unknown as Scores]));
  };
  const byOrigin = await by(`strftime(origin_utc, '%Y-%m-%dT%H:%MZ')`);
  if (Object.keys(byOrigin).length !== origins.length) throw new Error(`${forecasts} lacks an origin`);
  const all = (await by(`'all'`))['all'] as Scores;
  return {
    all,
    byOrigin,
    bySlice: await by(panel.slice),
    byLead: await by(`CAST(date_diff('hour', origin_utc, target_hour_utc) AS INTEGER)`),
    byWeekday: await by('isodow(target_hour_utc)'),
    ...(columns.has('rung') ? { rungs: await countRungs(engine) } : {}),
  };
}

async function columnNames(engine: SqlEngine): Promise<ReadonlySet<string>> {
  const rows = await engine.rows<{ column_name: string }>('DESCRIBE forecast');
  return new Set(rows.map((row) => row.column_name));
}

async function countRungs(engine: SqlEngine): Promise<Record<string, number>> {
  const rows = await engine.rows<{ rung: string; rows: number }>(
    'SELECT rung, CAST(count(*) AS INTEGER) AS rows FROM error GROUP BY rung ORDER BY rung',
  );
  return Object.fromEntries(rows.map((row) => [row.rung, row.rows]));
}

const loss = (name: string): string => {
  const level = Number(name.slice(1)) / 100;
  return `greatest(${level} * (value - ${name}), ${level - 1} * (value - ${name}))`;
};

const inside = (lower: string, upper: string): string =>
  `avg(CASE WHEN value BETWEEN ${lower} AND ${upper} THEN 1.0 ELSE 0.0 END)`;

const bandColumns = `avg((${QUANTILES.map(loss).join(' + ')}) / ${QUANTILES.length} / scale) AS pinball,
  ${inside('p10', 'p90')} AS coverage80, ${inside('p05', 'p95')} AS coverage90`;

const noBands = 'NULL AS pinball, NULL AS coverage80, NULL AS coverage90';
