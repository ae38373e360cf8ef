/** A forecast in short: totals over all series and by the last key. */
import type { HourUtc } from '../core/index.ts';
import { quantileOfSum } from '../model/index.ts';
import type { ForecastColumns } from '../store/index.ts';

/** One group of series over the 24 hours. */
export interface GroupSummary {
  readonly name: string;
  /** Sum of p50 over series and hours. */
  readonly total: number;
  /** The 90 % band of each hour's sum, summed up over the hours: errors of hours go together, those of series as far as was learnt. */
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

/** Sums a forecast up; the error correlation is that of the model that made it. */
export function summariseForecast(columns: ForecastColumns, errorCorrelation: number): ForecastSummary {
  const byGroup = new Map<string, number[]>();
  for (const [row, key] of columns.key.entries()) {
    const name = key.at(-1) ?? 'all';
    const rows = byGroup.get(name);
    if (rows === undefined) byGroup.set(name, [row]);
    else rows.push(row);
  }
  const all = Array.from({ length: columns.rows }, (_, row) => row);
  return {
    total: summarise(columns, { name: 'total', rows: all, errorCorrelation }),
    groups: [...byGroup]
      .map(([name, rows]) => summarise(columns, { name, rows, errorCorrelation }))
      .sort((a, b) => b.total - a.total),
  };
}

interface Group {
  readonly name: string;
  readonly rows: readonly number[];
  readonly errorCorrelation: number;
}

function summarise(columns: ForecastColumns, { name, rows, errorCorrelation }: Group): GroupSummary {
  const { p05, p50, p95 } = columns.quantiles;
  const hours = [...Map.groupBy(rows, (row) => columns.targetHour[row] as number)].map(([hour, own]) => ({
    hour,
    point: own.reduce((sum, row) => sum + (p50[row] as number), 0),
    low: endOfSum(own, { point: p50, end: p05 }, errorCorrelation),
    high: endOfSum(own, { point: p50, end: p95 }, errorCorrelation),
  }));
  const peak = hours.reduce((best, one) => (one.point > best.point ? one : best));
  const sum = (pick: (hour: (typeof hours)[number]) => number): number =>
    hours.reduce((total, hour) => total + pick(hour), 0);
  return {
    name,
    total: sum(({ point }) => point),
    low: sum(({ low }) => low),
    high: sum(({ high }) => high),
    peakHour: peak.hour,
    rungs: [...new Set(rows.map((row) => columns.rung[row] as string))],
  };
}

function endOfSum(
  rows: readonly number[],
  { point, end }: { readonly point: Float64Array; readonly end: Float64Array },
  errorCorrelation: number,
): number {
  const gaps = rows.map((row) => (end[row] as number) - (point[row] as number));
  return quantileOfSum(
    {
      point: rows.reduce((sum, row) => sum + (point[row] as number), 0),
      gap: gaps.reduce((sum, gap) => sum + gap, 0),
      squares: gaps.reduce((sum, gap) => sum + gap ** 2, 0),
    },
    errorCorrelation,
  );
}
