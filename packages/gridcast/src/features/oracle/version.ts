/** What the row-by-row oracle reads and what it is asked for. */

/** One version of one value. */
export interface Version {
  readonly series: number;
  readonly hour: number;
  readonly value: number;
  readonly knownHour: number;
}

/** One row of a spine. */
export interface SpineRow {
  readonly series: number;
  readonly target: number;
  readonly origin: number;
}
