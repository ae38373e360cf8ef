/** Errors apart for every calibration origin, over the panel and by slice: what the promotion gate compares. */
import type { SeriesKey } from '../core/index.ts';

/** More values of a key are no slices: the report has a bounded size. */
const MOST_SLICES = 64;

/** Mean |error| / scale at each origin of the report, in its order; null where nothing could be scored. */
export type ErrorsByOrigin = readonly (number | null)[];

/** The series with one value of a key. */
export interface SliceErrors {
  readonly key: string;
  readonly value: string;
  /** Scored rows at each origin. */
  readonly rows: readonly number[];
  readonly errors: ErrorsByOrigin;
}

/** Errors by origin; JSON-safe. */
export interface OriginErrors {
  readonly ensemble: ErrorsByOrigin;
  readonly naive24: ErrorsByOrigin;
  readonly naive168: ErrorsByOrigin;
  readonly slices: readonly SliceErrors[];
}

/** Rows in blocks of series within origins; a NaN truth or forecast, or a scale that is not above 0, leaves a row out. */
export interface OriginRows {
  readonly origins: number;
  readonly rowsPerSeries: number;
  readonly keyNames: readonly string[];
  readonly keys: readonly SeriesKey[];
  readonly truth: Float64Array;
  readonly scale: Float64Array;
  readonly ensemble: Float64Array;
  readonly naive24: Float64Array;
  readonly naive168: Float64Array;
}

/** Averages scaled errors by origin; the ensemble's also by each value of every key that has 2 to 64 of them. */
export function errorsByOrigin(rows: OriginRows): OriginErrors {
  const all = (predicted: Float64Array): ErrorsByOrigin =>
    meanByGroup(rows, predicted, { groups: 1, groupOf: () => 0 })[0]?.errors ?? [];
  return {
    ensemble: all(rows.ensemble),
    naive24: all(rows.naive24),
    naive168: all(rows.naive168),
    slices: rows.keyNames.flatMap((key, place) => slicesOf(rows, key, place)),
  };
}

function slicesOf(rows: OriginRows, key: string, place: number): SliceErrors[] {
  const ofSeries = rows.keys.map((series) => series[place] ?? '');
  const values = [...new Set(ofSeries)].sort();
  if (values.length < 2 || values.length > MOST_SLICES) return [];
  const numbers = new Map(values.map((value, number) => [value, number]));
  const grouping = { groups: values.length, groupOf: (s: number) => numbers.get(ofSeries[s] ?? '') ?? 0 };
  const means = meanByGroup(rows, rows.ensemble, grouping);
  return means.map((mean, number) => ({ key, value: values[number] ?? '', ...mean }));
}

interface Grouping {
  readonly groups: number;
  readonly groupOf: (series: number) => number;
}

function meanByGroup(
  { origins, rowsPerSeries, keys, truth, scale }: OriginRows,
  predicted: Float64Array,
  { groups, groupOf }: Grouping,
): Pick<SliceErrors, 'rows' | 'errors'>[] {
  const sums = new Float64Array(groups * origins);
  const counts = new Uint32Array(groups * origins);
  for (let row = 0; row < truth.length; row++) {
    const block = Math.floor(row / rowsPerSeries);
    const cell = groupOf(block % keys.length) * origins + Math.floor(block / keys.length);
    const unit = scale[row] as number;
    const error = Math.abs((predicted[row] as number) - (truth[row] as number)) / unit;
    if (!(unit > 0) || !Number.isFinite(error)) continue;
    sums[cell] = (sums[cell] as number) + error;
    counts[cell] = (counts[cell] as number) + 1;
  }
  return Array.from({ length: groups }, (_, group) => {
    const rows = Array.from(counts.subarray(group * origins, (group + 1) * origins));
    const errors = rows.map((count, o) =>
      count === 0 ? null : (sums[group * origins + o] as number) / count,
    );
    return { rows, errors };
  });
}
