/** Series and panels: what is forecast, and its values on an hourly grid. */
import type { HourUtc } from './time.ts';

/** The values of a source's keys, in the source's order: `['DK1', '111']`; empty for a source without keys. */
export type SeriesKey = readonly string[];

/** Compares keys column by column, by UTF-16 code unit. */
export function compareKeys(a: SeriesKey, b: SeriesKey): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left, right] = [a[i] as string, b[i] as string];
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

/** A key as one readable word, `DK1/111`; a source without keys has the single series `all`. */
export function formatKey(key: SeriesKey): string {
  return key.length === 0 ? 'all' : key.join('/');
}

/**
 * The values of several series on one hourly grid, as known at one instant.
 *
 * Invariants: `series` is strictly ascending by `compareKeys`; `values` has `series.length x hours` items, series-major;
 * a missing hour is NaN.
 */
export interface Panel {
  readonly keyNames: readonly string[];
  readonly series: readonly SeriesKey[];
  readonly startHour: HourUtc;
  readonly hours: number;
  readonly values: Float64Array;
}

/** The values of one series of a panel, as a view. */
export function seriesValues(panel: Panel, index: number): Float64Array {
  return panel.values.subarray(index * panel.hours, (index + 1) * panel.hours);
}
