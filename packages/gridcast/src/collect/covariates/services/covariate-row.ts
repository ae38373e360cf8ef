/** Rows of covariates from services, and what a reader of one is. */
import type { HourUtc, HourWindow } from '../../../core/index.ts';

/** One value of a covariate, with the hour from which it counts as known. */
export interface CovariateRow {
  /** What it holds for, in the service's own words: a price area, or the name given to a group of places. */
  readonly entity: string;
  readonly hour: HourUtc;
  readonly value: number;
  readonly knownAtHour: HourUtc;
}

/** Asks an address for its text; every way to fail is an error of the catalogue. */
export type Ask = (url: string) => Promise<string>;

/**
 * Reads the rows of the hours of a window, in the order of entity, hour and known-at. Invariant: no row counts as known
 * before its value could be had.
 */
export type CovariateReader = (ask: Ask, window: HourWindow) => Promise<readonly CovariateRow[]>;

/** Rows in their order. */
export function sortedRows(rows: readonly CovariateRow[]): readonly CovariateRow[] {
  return rows.toSorted(
    (a, b) => compareText(a.entity, b.entity) || a.hour - b.hour || a.knownAtHour - b.knownAtHour,
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Gathers values by entity and hour, to give their mean. */
export class HourlyMeans {
  readonly #sums = new Map<string, { entity: string; hour: HourUtc; sum: number; count: number }>();

  add(entity: string, hour: HourUtc, value: number): void {
    const key = `${hour} ${entity}`;
    const found = this.#sums.get(key) ?? { entity, hour, sum: 0, count: 0 };
    found.sum += value;
    found.count += 1;
    this.#sums.set(key, found);
  }

  /** The means of at least so many values. */
  means(atLeast: number): { readonly entity: string; readonly hour: HourUtc; readonly value: number }[] {
    return [...this.#sums.values()]
      .filter(({ count }) => count >= atLeast)
      .map(({ entity, hour, sum, count }) => ({ entity, hour, value: sum / count }));
  }
}
