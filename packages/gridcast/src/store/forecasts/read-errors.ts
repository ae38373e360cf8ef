/** Reads what became of published forecasts: rows of the dataset `errors`, plain and summed up. */
import type { HourWindow, SeriesKey } from '../../core/index.ts';
import { keyColumns } from '../observations/observation-sql.ts';
import { snapshotFiles } from '../snapshots/snapshots.ts';
import type { Selected, SqlEngine } from '../sql/engine.ts';
import { quoteText } from '../sql/quote.ts';
import type { Store } from '../store.ts';
import { amongSeries, forecastRelation } from './forecast-relation.ts';

/** The dataset's name in the catalogue. */
export const ERRORS = 'errors';

export interface ReadErrorsOptions {
  /** Target hours wanted. */
  readonly window: HourWindow;
  /** Default: all series. */
  readonly series?: readonly SeriesKey[] | undefined;
  /** Default: the latest snapshot. */
  readonly snapshotId?: number | undefined;
}

/** One forecast hour and its truth. */
export interface ErrorRow {
  readonly key: SeriesKey;
  readonly targetHour: number;
  readonly originHour: number;
  readonly leadHours: number;
  readonly actual: number;
  readonly p05: number;
  readonly p50: number;
  readonly p95: number;
  /** Errors of copying the value of a day and of a week before; null where there was none. */
  readonly naive24: number | null;
  readonly naive168: number | null;
  readonly rung: string;
}

/** Relative errors of the point forecast over some rows. */
export interface ErrorSummary {
  /** Mean |error| / |actual| as a fraction, hours whose actual is 0 left out; null where all are. */
  readonly mape: number | null;
  /** Σ|error| / Σ|actual| as a fraction; null where the actuals sum up to 0. */
  readonly wape: number | null;
  /** As `wape`, of copying the value of a day and of a week before, over the rows that have one. */
  readonly wapeNaive24: number | null;
  readonly wapeNaive168: number | null;
  /** Share of actuals within p05…p95. */
  readonly coverage90: number;
  readonly rows: number;
  /** Rows that `mape` leaves out. */
  readonly zeroActuals: number;
}

/** The rows of some series in a window, ordered by series, target hour and origin. Meant for a few series. */
export async function readErrors(
  store: Store,
  engine: SqlEngine,
  options: ReadErrorsOptions,
): Promise<ErrorRow[]> {
  const opened = await openErrors(store, engine, options);
  if (opened === undefined) return [];
  const { keys, from } = opened;
  const rows = await engine.rows<Record<string, unknown> & Omit<ErrorRow, 'key'>>(
    `SELECT ${keys.map((key) => `${key}, `).join('')} target AS "targetHour", origin AS "originHour", lead AS "leadHours",
       actual, p05, p50, p95, naive_24 AS naive24, naive_168 AS naive168, rung FROM ${from} ORDER BY ${[...keys, 'target', 'origin'].join(', ')}`,
  );
  return rows.map((row) => ({
    key: keys.map((name) => row[name] as string),
    targetHour: row.targetHour,
    originHour: row.originHour,
    leadHours: row.leadHours,
    actual: row.actual,
    p05: row.p05,
    p50: row.p50,
    p95: row.p95,
    naive24: row.naive24,
    naive168: row.naive168,
    rung: row.rung,
  }));
}

/** Errors summed up for each target hour over the series, ascending. */
export async function readErrorsByHour(
  store: Store,
  engine: SqlEngine,
  options: ReadErrorsOptions,
): Promise<(ErrorSummary & { readonly targetHour: number })[]> {
  const opened = await openErrors(store, engine, options);
  if (opened === undefined) return [];
  return engine.rows<Selected<ErrorSummary & { readonly targetHour: number }>>(
    `SELECT target AS "targetHour", ${summary([...opened.keys, 'origin'])}
     FROM ${opened.from} GROUP BY target ORDER BY target`,
  );
}

/** Errors summed up for each series over the window, in the order of the keys. */
export async function readErrorsBySeries(
  store: Store,
  engine: SqlEngine,
  options: ReadErrorsOptions,
): Promise<(ErrorSummary & { readonly key: SeriesKey })[]> {
  const opened = await openErrors(store, engine, options);
  if (opened === undefined) return [];
  const { keys, from } = opened;
  const grouping = keys.length === 0 ? '' : `GROUP BY ${keys.join(', ')} ORDER BY ${keys.join(', ')}`;
  const rows = await engine.rows<Record<string, unknown>>(
    `SELECT ${keys.map((key) => `${key}, `).join('')} ${summary(['target', 'origin'])}
     FROM ${from} ${grouping}`,
  );
  return rows
    .map((row) => ({
      key: keys.map((key) => row[key] as string),
      mape: row['mape'] as number | null,
      wape: row['wape'] as number | null,
      wapeNaive24: row['wapeNaive24'] as number | null,
      wapeNaive168: row['wapeNaive168'] as number | null,
      coverage90: row['coverage90'] as number,
      rows: row['rows'] as number,
      zeroActuals: row['zeroActuals'] as number,
    }))
    .filter((row) => row.rows > 0);
}

/** Errors of one model's forecasts beside those of copying the day before. */
export interface RealisedErrors {
  /** Σ|error| of the forecasts / Σ|error| of the copies, over rows that have a copy; null where the copies have no error. */
  readonly ratio: number | null;
  /** Target hours with such rows. */
  readonly hours: number;
}

/** What became of the forecasts that one model made, over target hours of a window. */
export async function readRealisedErrors(
  store: Store,
  engine: SqlEngine,
  options: ReadErrorsOptions & { readonly modelVersion: string },
): Promise<RealisedErrors> {
  const opened = await openErrors(store, engine, options);
  if (opened === undefined) return { ratio: null, hours: 0 };
  const order = [...opened.keys, 'target', 'origin'].join(', ');
  const sumOf = (value: string): string => `list_sum(list(abs(${value}) ORDER BY ${order}))`;
  const [found] = await engine.rows<Selected<RealisedErrors>>(
    `SELECT ${sumOf('actual - p50')} / nullif(${sumOf('actual - naive_24')}, 0) AS ratio, count(DISTINCT target)::INTEGER AS hours
     FROM ${opened.from} AND naive_24 IS NOT NULL AND model_version = ${quoteText(options.modelVersion)}`,
  );
  return found ?? { ratio: null, hours: 0 };
}

/** Sums over lists in a fixed order: a plain sum would depend on the number of threads in its last bits. */
function summary(order: readonly string[]): string {
  const sumOf = (value: string, filter = ''): string =>
    `list_sum(list(${value} ORDER BY ${order.join(', ')})${filter})`;
  const notZero = ' FILTER (WHERE actual <> 0)';
  const naive = (column: string): string => {
    const hasOne = ` FILTER (WHERE ${column} IS NOT NULL)`;
    return `${sumOf(`abs(${column})`, hasOne)} / nullif(${sumOf('abs(actual)', hasOne)}, 0)`;
  };
  return `${sumOf('abs(actual - p50) / abs(actual)', notZero)} / nullif(count(*)${notZero}, 0) AS mape,
    ${sumOf('abs(actual - p50)')} / nullif(${sumOf('abs(actual)')}, 0) AS wape,
    ${naive('naive_24')} AS "wapeNaive24", ${naive('naive_168')} AS "wapeNaive168",
    (count(*) FILTER (WHERE actual BETWEEN p05 AND p95)) / count(*) AS coverage90,
    count(*)::INTEGER AS rows, (count(*) FILTER (WHERE actual = 0))::INTEGER AS "zeroActuals"`;
}

/** The rows of a window as a FROM clause, with key_0…, target, origin, lead and the files' other columns; undefined where there are none. */
export async function openErrors(
  store: Store,
  engine: SqlEngine,
  options: ReadErrorsOptions,
): Promise<{ readonly keys: readonly string[]; readonly from: string } | undefined> {
  const { window, snapshotId } = options;
  const files = await snapshotFiles(store.catalogue, { dataset: ERRORS, snapshotId });
  const wanted = files.filter((file) => file.max_hour >= window.start && file.min_hour < window.end);
  if (wanted.length === 0) return undefined;
  const paths: string[] = [];
  for (const file of wanted) paths.push(await store.lake.localPath(file.object_key));
  const { keyNames, query } = await forecastRelation(engine, paths);
  const among = amongSeries(options.series);
  return {
    keys: keyColumns(keyNames),
    from: `(${query}) WHERE target >= ${window.start} AND target < ${window.end} AND ${among}`,
  };
}
