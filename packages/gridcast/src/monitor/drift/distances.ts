/** How far apart two histograms over the same bins are. */
import { countOf, type Histogram } from '../statistics/summary.ts';

export interface Distances {
  /** Population stability index over the reference's tenths: Σ (a − b) ln(a / b). */
  readonly psi: number;
  /** Kolmogorov–Smirnov: the largest gap between the cumulative shares, 0 to 1. */
  readonly ks: number;
  /** Jensen–Shannon divergence over the same tenths in bits, 0 to 1. */
  readonly js: number;
}

const GROUPS = 10;
/** Added to each group's count, so that an empty one is no infinite distance. */
const SMOOTHING = 0.5;

/** The distances of a histogram from its reference; undefined where one of them is empty. */
export function distancesOf(histogram: Histogram, reference: Histogram): Distances | undefined {
  if (histogram.length === 0 || reference.length === 0) return undefined;
  const edges = tenths(reference);
  const [shares, expected] = [sharesOf(histogram, edges), sharesOf(reference, edges)];
  let [psi, js] = [0, 0];
  for (const [i, a] of shares.entries()) {
    const b = expected[i] as number;
    const middle = (a + b) / 2;
    psi += (a - b) * Math.log(a / b);
    js += (a * Math.log2(a / middle) + b * Math.log2(b / middle)) / 2;
  }
  return { psi, ks: largestGap(histogram, reference), js };
}

/** The last bins of the reference's tenths, fewer where one value is more than a tenth; what lies outside makes groups of its own. */
function tenths(reference: Histogram): number[] {
  const total = countOf(reference);
  const [least, largest] = [reference[0]?.[0] ?? 0, reference.at(-1)?.[0] ?? 0];
  const edges: number[] = [];
  let reached = 0;
  for (const [bin, count] of reference) {
    reached += count;
    if (reached >= (total * (edges.length + 1)) / GROUPS && edges.length < GROUPS - 1) edges.push(bin);
  }
  return [...new Set([least - 1, ...edges, largest])];
}

function sharesOf(histogram: Histogram, edges: readonly number[]): number[] {
  const counts = Array.from({ length: edges.length + 1 }, () => SMOOTHING);
  let group = 0;
  for (const [bin, count] of histogram) {
    while (group < edges.length && bin > (edges[group] as number)) group++;
    counts[group] = (counts[group] as number) + count;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}

function largestGap(a: Histogram, b: Histogram): number {
  const [totalA, totalB] = [countOf(a), countOf(b)];
  const steps = new Map(a.map(([bin, count]) => [bin, count / totalA]));
  for (const [bin, count] of b) steps.set(bin, (steps.get(bin) ?? 0) - count / totalB);
  let [apart, gap] = [0, 0];
  for (const [, step] of [...steps].sort(([left], [right]) => left - right)) {
    apart += step;
    gap = Math.max(gap, Math.abs(apart));
  }
  return Math.min(1, gap);
}
