/** Reads loaded observations as a dense panel, as known at one origin. */
import type { HourUtc, Panel, SeriesKey } from '../../core/index.ts';
import type { SqlEngine } from '../sql/engine.ts';

export interface ReadPanelOptions {
  readonly keyNames: readonly string[];
  /** The series as `loadObservations` gave them. */
  readonly series: readonly SeriesKey[];
  readonly originHour: HourUtc;
  readonly delayHours: number;
  /** Takes the series numbered `first` to `end` (exclusive) alone; default: all. */
  readonly range?: { readonly first: number; readonly end: number } | undefined;
  /** No hour before this one; default: the first hour with a value. */
  readonly sinceHour?: HourUtc | undefined;
  /** The first hour of the grid. Default: the first hour with a value. */
  readonly startHour?: HourUtc | undefined;
}

const CELLS_PER_READ = 2_000_000;

/**
 * The latest version of each hour that is known at the origin. The grid ends at the newest usable hour, origin − 1 −
 * delay, even where the values end earlier.
 *
 * Invariant (leakage): reads no version with known_hour > origin and no hour > origin − 1 − delay.
 */
export async function readPanel(engine: SqlEngine, options: ReadPanelOptions): Promise<Panel> {
  const { keyNames, originHour, delayHours, sinceHour } = options;
  const { first, end } = options.range ?? { first: 0, end: options.series.length };
  const series = options.series.slice(first, end);
  const endHour = originHour - delayHours;
  const usable = `known_hour <= ${originHour} AND hour < ${endHour} AND hour >= ${sinceHour ?? -2147483648}`;
  const [row] = await engine.rows<{ first: number | null }>(
    `SELECT min(hour) AS first FROM observation_versions WHERE ${usable}`,
  );
  const startHour = options.startHour ?? row?.first ?? endHour;
  const hours = endHour - startHour;
  const values = new Float64Array(series.length * hours).fill(Number.NaN);
  const seriesPerRead = Math.max(1, Math.floor(CELLS_PER_READ / Math.max(1, hours)));
  for (let from = 0; from < series.length; from += seriesPerRead) {
    const to = Math.min(from + seriesPerRead, series.length);
    const { columns } = await engine.numbers(
      `SELECT series, hour, value, known_hour FROM observation_versions
       WHERE series >= ${first + from} AND series < ${first + to} AND ${usable}`,
    );
    fillLatest(
      values.subarray(from * hours, to * hours),
      columns,
      (s, hour) => (s - first - from) * hours + hour - startHour,
    );
  }
  return { keyNames, series, startHour, hours, values };
}

function fillLatest(
  values: Float64Array,
  rows: Readonly<Record<string, Float64Array>>,
  cellOf: (series: number, hour: number) => number,
): void {
  const { series, hour, value, known_hour: known } = rows;
  if (series === undefined || hour === undefined || value === undefined || known === undefined) return;
  const latest = new Int32Array(values.length).fill(-2147483648);
  for (let i = 0; i < series.length; i++) {
    const cell = cellOf(series[i] as number, hour[i] as number);
    if ((known[i] as number) < (latest[cell] as number)) continue;
    latest[cell] = known[i] as number;
    values[cell] = value[i] as number;
  }
}
