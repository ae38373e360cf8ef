/** Whose values a scored row takes when columns are moved. */
import { drawsFor } from '../tuning/draw.ts';

/**
 * Draws, for each fold and repetition, the place among the scored rows of all folds in turn whose values each row of the fold takes.
 * Every row gives its values once, so that a column keeps its distribution while it no longer belongs to its row.
 *
 * Rows of all folds, series and leads are mixed: the calendar hardly changes within a fold, the sun and the hour not within a lead, and
 * the spread of a series not within the series; what is not moved would look useless.
 *
 * Invariant: depends on the numbers of rows, the seed and the repetition alone.
 */
export function drawDonors(
  rowsByFold: readonly number[],
  { seed, repetitions }: { readonly seed: number; readonly repetitions: number },
): Int32Array[][] {
  const total = rowsByFold.reduce((sum, rows) => sum + rows, 0);
  const byRepetition = Array.from({ length: repetitions }, (_, repetition) =>
    permutation(total, drawsFor('donors', seed, repetition)),
  );
  let first = 0;
  return rowsByFold.map((rows) => {
    const own = byRepetition.map((places) => places.slice(first, first + rows));
    first += rows;
    return own;
  });
}

/** The numbers below a length, mixed. Source: Fisher and Yates, Statistical Tables, 1938. */
function permutation(length: number, draw: () => number): Int32Array {
  const places = Int32Array.from({ length }, (_, place) => place);
  for (let last = length - 1; last > 0; last--) {
    const other = Math.floor(draw() * (last + 1));
    [places[last], places[other]] = [places[other] as number, places[last] as number];
  }
  return places;
}
