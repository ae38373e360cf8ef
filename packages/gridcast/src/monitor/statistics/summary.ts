/** Statistics as people and programs read them, from the merged cells of one subject. */
import { valueOfBin } from './bins.ts';
import { REGISTERS, TOP_VALUES } from './sketch.ts';

/** One merged cell; see `sketchSql`. */
export interface Cell {
  readonly kind: string;
  readonly cell: number;
  readonly value: number | null;
  readonly n: number;
}

/** Counts by bin, ascending. */
export type Histogram = readonly (readonly [bin: number, count: number])[];

export interface Statistics {
  /** Values that are there; `nulls` are not. */
  readonly count: number;
  readonly nulls: number;
  /** Estimated by 256 registers, standard error 6.5 %; near exact below some hundred. */
  readonly distinct: number;
  readonly least: number | null;
  readonly largest: number | null;
  /** Read off the histogram, at most 1 % wrong; null where there are no values. */
  readonly quantiles: Readonly<Record<'p01' | 'p05' | 'p25' | 'p50' | 'p75' | 'p95' | 'p99', number | null>>;
  readonly histogram: Histogram;
  readonly top: readonly { readonly value: number; readonly count: number }[];
}

const LEVELS = { p01: 0.01, p05: 0.05, p25: 0.25, p50: 0.5, p75: 0.75, p95: 0.95, p99: 0.99 } as const;

/** Sums cells up; they are of one subject and merged. */
export function summarise(cells: readonly Cell[]): Statistics {
  const ofKind = (kind: string): Cell[] => cells.filter((cell) => cell.kind === kind);
  const histogram = ofKind('bin')
    .map(({ cell, n }) => [cell, n] as const)
    .sort(([a], [b]) => a - b);
  const [low, high] = [ofKind('low')[0]?.value ?? null, ofKind('high')[0]?.value ?? null];
  const clip = (value: number): number => Math.min(high ?? value, Math.max(low ?? value, value));
  const quantile = (level: number): number | null => {
    const bin = quantileBin(histogram, level);
    return bin === undefined ? null : clip(valueOfBin(bin));
  };
  return {
    count: countOf(histogram),
    nulls: ofKind('null')[0]?.n ?? 0,
    distinct: distinctOf(ofKind('register')),
    least: low,
    largest: high,
    quantiles: Object.fromEntries(
      Object.entries(LEVELS).map(([name, level]) => [name, quantile(level)]),
    ) as Statistics['quantiles'],
    histogram,
    top: ofKind('top')
      .map(({ value, n }) => ({ value: value ?? 0, count: n }))
      .sort((a, b) => b.count - a.count || a.value - b.value)
      .slice(0, TOP_VALUES),
  };
}

export function countOf(histogram: Histogram): number {
  return histogram.reduce((sum, [, count]) => sum + count, 0);
}

/** The first bin at which a share of the values is reached; undefined for an empty histogram. */
export function quantileBin(histogram: Histogram, level: number): number | undefined {
  const wanted = level * countOf(histogram);
  let reached = 0;
  for (const [bin, count] of histogram) {
    reached += count;
    if (reached >= wanted) return bin;
  }
  return undefined;
}

/** HyperLogLog (Flajolet et al. 2007), with linear counting where registers are still empty. */
function distinctOf(registers: readonly Cell[]): number {
  const empty = REGISTERS - registers.length;
  const harmonic = registers.reduce((sum, { n }) => sum + 2 ** -n, empty);
  const estimate = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS) / harmonic;
  const isSmall = estimate <= 2.5 * REGISTERS && empty > 0;
  return Math.round(isSmall ? REGISTERS * Math.log(REGISTERS / empty) : estimate);
}
