/** Sums of series over the calibration rows: the total, and one for each value of every key. */
import type { SeriesKey } from '../core/index.ts';
import type { ScoredSums } from '../model/index.ts';
import type { BandEnds } from './calibration-rows.ts';

const HORIZON = 24;

export interface SumInput {
  readonly keyNames: readonly string[];
  /** Of the scored series, in their order. */
  readonly keys: readonly SeriesKey[];
  /** By origin, series, lead, as the columns after it. */
  readonly truth: Float64Array;
  readonly ensemble: Float64Array;
  readonly ends: readonly BandEnds[];
}

/** One scope for the total and one for each key; sums of a single series are left out, and rows without truth or band. */
export function scoredSums(input: SumInput): ScoredSums[] {
  const { keyNames, keys } = input;
  const groupings = [keys.map(() => ''), ...keyNames.map((_, place) => keys.map((key) => key[place] ?? ''))];
  return groupings.map((groups) => sumsBy(input, groups));
}

function sumsBy({ keys, truth, ensemble, ends }: SumInput, groups: readonly string[]): ScoredSums {
  const numbers = new Map([...new Set(groups)].map((name, number) => [name, number]));
  const groupOf = groups.map((name) => numbers.get(name) ?? 0);
  const blocks = truth.length / (keys.length * HORIZON);
  const cells = blocks * numbers.size * HORIZON;
  const [count, deviation] = [new Uint32Array(cells), new Float64Array(cells)];
  // below and above the forecast, by band
  const reach = ends.map(() => [0, 1].map(() => [new Float64Array(cells), new Float64Array(cells)] as const));
  const added = ends.flatMap(({ lower, upper }, band) =>
    [lower, upper].map((end, side) => {
      const [gaps = new Float64Array(), squares = new Float64Array()] = reach[band]?.[side] ?? [];
      return { end, gaps, squares };
    }),
  );
  for (let row = 0; row < truth.length; row++) {
    const block = Math.floor(row / HORIZON);
    const group = groupOf[block % keys.length] as number;
    const cell = (Math.floor(block / keys.length) * numbers.size + group) * HORIZON + (row % HORIZON);
    const point = ensemble[row] as number;
    const off = (truth[row] as number) - point;
    if (!Number.isFinite(off) || !ends.every(({ lower }) => Number.isFinite(lower[row]))) continue;
    count[cell] = (count[cell] as number) + 1;
    deviation[cell] = (deviation[cell] as number) + off;
    for (const { end, gaps, squares } of added) {
      const gap = (end[row] as number) - point;
      gaps[cell] = (gaps[cell] as number) + gap;
      squares[cell] = (squares[cell] as number) + gap ** 2;
    }
  }
  const scored = Array.from(count.keys()).filter((cell) => (count[cell] as number) > 1);
  return {
    miss: scored.map((cell) => Math.abs(deviation[cell] as number)),
    sides: reach.map((sides) =>
      scored.map((cell) => {
        const [gaps, squares] = sides[(deviation[cell] as number) < 0 ? 0 : 1] ?? [];
        return { gap: gaps?.[cell] ?? Number.NaN, squares: squares?.[cell] ?? Number.NaN };
      }),
    ),
  };
}
