/** Errors apart for every calibration origin, over the panel and by slice: what the promotion gate compares. */
import { groupMeans, type Grouping, type SeriesKey } from '../core/index.ts';

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

function meanByGroup(
  { origins, rowsPerSeries, keys, truth, scale }: OriginRows,
  predicted: Float64Array,
  { groups, groupOf }: Grouping,
): Pick<SliceErrors, 'rows' | 'errors'>[] {
  const blockOf = (row: number): number => Math.floor(row / rowsPerSeries);
  const cellOf = (row: number): number =>
    groupOf(blockOf(row) % keys.length) * origins + Math.floor(blockOf(row) / keys.length);
  const { means, counts } = groupMeans(truth.length, { groups: groups * origins, groupOf: cellOf }, (row) => {
    const unit = scale[row] as number;
    return unit > 0 ? Math.abs((predicted[row] as number) - (truth[row] as number)) / unit : Number.NaN;
  });
  return Array.from({ length: groups }, (_, group) => {
    const own = { from: group * origins, to: (group + 1) * origins };
    return {
      rows: Array.from(counts.subarray(own.from, own.to)),
      errors: Array.from(means.subarray(own.from, own.to), (mean) => (Number.isNaN(mean) ? null : mean)),
    };
  });
}
