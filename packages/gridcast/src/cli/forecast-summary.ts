/** A forecast in short: totals over all series and by the last key. */
import type { HourUtc } from '../core/index.ts';
import type { ForecastColumns } from '../store/index.ts';

/** One group of series over the 24 hours. */
export interface GroupSummary {
  readonly name: string;
  /** Sum of p50 over series and hours. */
  readonly total: number;
  /** Sums of p05 and p95: what holds where all errors go together. */
  readonly low: number;
  readonly high: number;
  /** The target hour with the largest sum of p50. */
  readonly peakHour: HourUtc;
  readonly rungs: readonly string[];
}

export interface ForecastSummary {
  readonly total: GroupSummary;
  /** By the value of the last key, the largest first. */
  readonly groups: readonly GroupSummary[];
}

/** Sums a forecast up. */
export function summariseForecast(columns: ForecastColumns): ForecastSummary {
  const byGroup = new Map<string, number[]>();
  for (const [row, key] of columns.key.entries()) {
    const name = key.at(-1) ?? 'all';
    const rows = byGroup.get(name);
    if (rows === undefined) byGroup.set(name, [row]);
    else rows.push(row);
  }
  const all = Array.from({ length: columns.rows }, (_, row) => row);
  return {
    total: summarise(columns, 'total', all),
    groups: [...byGroup]
      .map(([name, rows]) => summarise(columns, name, rows))
      .sort((a, b) => b.total - a.total),
  };
}

function summarise(columns: ForecastColumns, name: string, rows: readonly number[]): GroupSummary {
  const sum = (values: Float64Array): number =>
    rows.reduce((total, row) => total + (values[row] as number), 0);
  const { p05, p50, p95 } = columns.quantiles;
  const byHour = new Map<HourUtc, number>();
  for (const row of rows) {
    const hour = columns.targetHour[row] as number;
    byHour.set(hour, (byHour.get(hour) ?? 0) + (p50[row] as number));
  }
  const [peakHour] = [...byHour].reduce(
    (best, entry) => (entry[1] > best[1] ? entry : best),
    [0, Number.NEGATIVE_INFINITY],
  );
  return {
    name,
    total: sum(p50),
    low: sum(p05),
    high: sum(p95),
    peakHour,
    rungs: [...new Set(rows.map((row) => columns.rung[row] as string))],
  };
}
