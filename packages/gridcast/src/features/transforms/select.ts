/** Which columns teach a model nothing, or something that has gone: judged on the rows before the cut. */
import { sha256Hex, type HourUtc } from '../../core/index.ts';

/** Why a column is of no use, with the figure that says so. */
export interface ColumnFinding {
  readonly column: string;
  /** `constant`: one value or none; `duplicate`: the same as an earlier column in every row; `unstable`: later rows are unlike earlier. */
  readonly reason: 'constant' | 'duplicate' | 'unstable';
  /** The one value; null where all is missing. Of `constant`. */
  readonly value?: number | null;
  /** The earlier column. Of `duplicate`. */
  readonly of?: string;
  /** Kolmogorov–Smirnov distance of the later half from the earlier, 0 to 1. Of `unstable`. */
  readonly ks?: number;
}

/** The largest gap between the cumulative shares that still passes; a choice, not measured. */
const UNSTABLE_KS = 0.5;
/** Fewer rows in a half prove no shift. */
const FEWEST_ROWS = 100;

/** Judges columns one by one, in their order; holds a hash of each. */
export function createSelection(): (
  column: string,
  values: Float64Array,
  origins: ArrayLike<HourUtc>,
) => ColumnFinding | undefined {
  const seen = new Map<string, string>();
  return (column, values, origins) => {
    const first = values[0] ?? Number.NaN;
    if (values.every((value) => same(value, first))) {
      return { column, reason: 'constant', value: Number.isFinite(first) ? first : null };
    }
    const plain = values.map((value) => (Number.isNaN(value) ? Number.NaN : value + 0));
    const hash = sha256Hex(new Uint8Array(plain.buffer));
    const of = seen.get(hash);
    if (of !== undefined) return { column, reason: 'duplicate', of };
    seen.set(hash, column);
    const ks = shiftOf(values, origins);
    return ks > UNSTABLE_KS ? { column, reason: 'unstable', ks } : undefined;
  };
}

function same(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** The distance of the rows in the later half of the origins from the earlier; what is missing counts as least. */
export function shiftOf(values: Float64Array, origins: ArrayLike<HourUtc>): number {
  const distinct = [...new Set(Array.from(origins))].sort((a, b) => a - b);
  const middle = distinct[Math.ceil(distinct.length / 2)] ?? Number.POSITIVE_INFINITY;
  const place = (value: number): number => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value);
  const early = values
    .filter((_, row) => (origins[row] as number) < middle)
    .map(place)
    .sort();
  const late = values
    .filter((_, row) => (origins[row] as number) >= middle)
    .map(place)
    .sort();
  if (Math.min(early.length, late.length) < FEWEST_ROWS) return 0;
  return largestGap(early, late);
}

function largestGap(a: Float64Array, b: Float64Array): number {
  let [i, j, gap] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const at = Math.min(a[i] as number, b[j] as number);
    while (i < a.length && (a[i] as number) <= at) i++;
    while (j < b.length && (b[j] as number) <= at) j++;
    gap = Math.max(gap, Math.abs(i / a.length - j / b.length));
  }
  return Number(gap.toFixed(6));
}
