/** The units of a series' own movement. */
import { createWideSums, doubleOf, fillSizes, SIZE_ONE, wideWindowSum, type WideSums } from './exact-sums.ts';
import { leastValues } from './fixed-point.ts';
import { dayChanges } from './lanes.ts';
import { FAR_HOURS, LINK_HOURS } from './levels.ts';

/**
 * Linear lanes are divided by a power of two below the scale, which loses no bit; steps of 16 keep a series whose movement comes
 * and goes with the seasons in one lane or two.
 */
const EXPONENT_STEP = 4;

/**
 * Gives the scales of a series at the places after its last known hours: the mean size of the change over 24 hours in the last 28
 * days, or 56 where fewer than 48 changes are known; NaN where that is 0.
 */
export function openScales(values: Float64Array): (end: number) => number {
  const sizes = new Float64Array(values.length);
  dayChanges(values, sizes);
  const counts = new Int32Array(values.length + 1);
  const sums = createWideSums(values.length);
  fillSizes(counts, sums, sizes.map(Math.abs));
  return (end) => {
    const near = meanSize(counts, sums, end, { hours: LINK_HOURS, least: leastValues(LINK_HOURS) });
    const size = Number.isNaN(near) ? meanSize(counts, sums, end, { hours: FAR_HOURS, least: 1 }) : near;
    return size > 0 ? size : Number.NaN;
  };
}

function meanSize(
  counts: Int32Array,
  sums: WideSums,
  end: number,
  { hours, least }: { readonly hours: number; readonly least: number },
): number {
  const from = Math.max(0, end - hours);
  const count = (counts[end] as number) - (counts[from] as number);
  return count < least ? Number.NaN : doubleOf(wideWindowSum(sums, from, end)) / SIZE_ONE / count;
}

/** The power of two below a scale, in whole steps. */
export function exponentOf(scale: number): number {
  let exponent = Math.floor(Math.log2(scale));
  if (2 ** exponent > scale) exponent -= 1;
  if (2 ** (exponent + 1) <= scale) exponent += 1;
  return EXPONENT_STEP * Math.floor(exponent / EXPONENT_STEP);
}
