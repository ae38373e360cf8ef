/** Realised errors and coverage along one dimension: leads, hours, days, slices. */
import { GridcastError, isoOfHour, type HourWindow } from '../core/index.ts';
import { openErrors, type Selected, type SqlEngine, type Store } from '../store/index.ts';

/** Errors of one group; fractions, null where nothing could be scored. */
export interface ErrorGroup {
  /** A lead, an hour of the day (UTC), a weekday (1 Monday), the start of a day or week (UTC), a rung, or a key's value. */
  readonly group: string;
  readonly rows: number;
  /** Σ|error| / Σ|truth|, of the forecast and of both naives over the rows that have one. */
  readonly wape: number | null;
  readonly wapeNaive24: number | null;
  readonly wapeNaive168: number | null;
  /** Mean |error| / |truth|, truths of 0 left out. */
  readonly mape: number | null;
  /** Σ(forecast − truth) / Σ|truth|. */
  readonly bias: number | null;
  /** Share of the truths inside the bands of 50, 80 and 90 %. */
  readonly coverage50: number;
  readonly coverage80: number;
  readonly coverage90: number;
}

const dimensions: Readonly<Record<string, string>> = {
  lead: 'lead',
  hour: 'target % 24',
  weekday: '(target // 24 + 3) % 7 + 1',
  day: 'target // 24 * 24',
  week: '((target // 24 + 3) // 7 * 7 - 3) * 24',
  rung: 'rung',
};
const instants = new Set(['day', 'week']);

/** What errors can be grouped by, beside the names of the keys. */
export const errorDimensions = Object.keys(dimensions);

export interface ErrorProfileOptions {
  readonly store: Store;
  readonly engine: SqlEngine;
  readonly keyNames: readonly string[];
  /** Target hours. */
  readonly window: HourWindow;
  /** One of `errorDimensions`, or a key's name; a key named like a dimension gives way to it. */
  readonly by: string;
}

/** Errors by groups, ascending. @throws USAGE_INVALID_VALUE where there is no such dimension */
export async function readErrorProfile(options: ErrorProfileOptions): Promise<ErrorGroup[]> {
  const { store, engine, keyNames, window, by } = options;
  const place = keyNames.indexOf(by);
  const expression = Object.hasOwn(dimensions, by) ? dimensions[by] : undefined;
  if (expression === undefined && place === -1) {
    const expected = `one of ${[...errorDimensions, ...keyNames].join(', ')} is wanted`;
    throw new GridcastError('USAGE_INVALID_VALUE', { name: 'by', value: by, expected });
  }
  const opened = await openErrors(store, engine, { window });
  if (opened === undefined) return [];
  const order = `ORDER BY ${[...opened.keys, 'target', 'origin'].join(', ')}`;
  // sums over lists in a fixed order: a plain sum depends on the number of threads
  const sum = (value: string, filter = 'true'): string =>
    `list_sum(list(${value} ${order}) FILTER (WHERE ${filter}))`;
  const wape = (point: string): string =>
    `${sum(`abs(${point} - actual)`, `${point} IS NOT NULL`)} / nullif(${sum('abs(actual)', `${point} IS NOT NULL`)}, 0)`;
  const inside = (low: string, high: string): string =>
    `count(*) FILTER (WHERE actual BETWEEN ${low} AND ${high}) / count(*)`;
  const rows = await engine.rows<Selected<Omit<ErrorGroup, 'group'> & { group: string | number }>>(
    `SELECT ${expression ?? `key_${place}`} AS "group", count(*)::INTEGER AS rows, ${wape('p50')} AS wape,
       ${wape('naive_24')} AS "wapeNaive24", ${wape('naive_168')} AS "wapeNaive168",
       ${sum('abs(actual - p50) / abs(actual)', 'actual <> 0')} / nullif(count(*) FILTER (WHERE actual <> 0), 0) AS mape,
       ${sum('p50 - actual')} / nullif(${sum('abs(actual)')}, 0) AS bias,
       ${inside('p25', 'p75')} AS coverage50, ${inside('p10', 'p90')} AS coverage80, ${inside('p05', 'p95')} AS coverage90
     FROM ${opened.from} GROUP BY 1 ORDER BY 1`,
  );
  return rows.map(({ group, ...rest }) => ({
    group: instants.has(by) ? isoOfHour(Number(group)) : String(group),
    ...rest,
  }));
}
