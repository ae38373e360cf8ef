/** A forecast as tables for people: sums over the 24 hours, or the hours of one series. */
import { formatKey, isoOfHour, type HourUtc } from '../core/index.ts';
import type { ForecastColumns } from '../store/index.ts';
import type { ForecastSummary, GroupSummary } from './forecast-summary.ts';
import { formatNumber, formatTable } from './table.ts';

/** The sums of a forecast with their bands, the total first; the largest groups where not all are wanted. */
export function summaryTable({ total, groups }: ForecastSummary, name: string, most = Infinity): string[] {
  const shown = [total, ...groups.slice(0, most)].map(summaryLine);
  const more = groups.length - most;
  return [
    ...formatTable([name, '24 h sum', '90 % band', 'peak (UTC)', 'rung'], shown),
    ...(more > 0 ? [`… and ${more} more`] : []),
  ];
}

function summaryLine({ name, total, low, high, peakHour, rungs }: GroupSummary): string[] {
  return [name, formatNumber(total), band(low, high), shortHour(peakHour), rungs.join(', ')];
}

/** The hours of a forecast of one series. */
export function hoursTable({ key, targetHour, quantiles, rung, rows }: ForecastColumns): string[] {
  const largest = Math.max(...quantiles.p95.map(Math.abs), Number.MIN_VALUE);
  const decimals = Math.min(6, Math.max(0, 3 - Math.floor(Math.log10(largest))));
  const lines = Array.from({ length: rows }, (_, row) => {
    const at = (name: keyof typeof quantiles): number => quantiles[name][row] as number;
    return [
      shortHour(targetHour[row] as number),
      formatNumber(at('p50'), decimals),
      band(at('p10'), at('p90'), decimals),
      band(at('p05'), at('p95'), decimals),
      rung[row] ?? '',
    ];
  });
  return formatTable(
    [`${formatKey(key[0] ?? [])} (UTC)`, 'forecast', '80 % band', '90 % band', 'rung'],
    lines,
  );
}

function band(low: number, high: number, decimals = 0): string {
  return `${formatNumber(low, decimals)} … ${formatNumber(high, decimals)}`;
}

function shortHour(hour: HourUtc): string {
  return isoOfHour(hour).slice(5, 16).replace('T', ' ');
}
