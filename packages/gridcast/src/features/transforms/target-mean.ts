import type { HourUtc } from '../../core/index.ts';
import { categoriesOf, placesOf } from './categories.ts';
import { mapValues } from './numbers.ts';
import type { FitRows, Transformer } from './transformer.ts';

/** The means as known at an origin, which serve it and those after it up to the next table. */
type MeanTable = {
  readonly from: HourUtc;
  /** The mean of all truths, for unknown categories. */
  readonly prior: number;
  /** By place of the category. */
  readonly means: readonly number[];
};

type State = {
  readonly categories: readonly number[];
  /** By time. */
  readonly tables: readonly MeanTable[];
};

/** Runs of origins that are encoded by what was known before them. */
const FOLDS = 5;
/** Rows that the prior weighs as much as. */
const PRIOR_ROWS = 20;

/**
 * The mean truth of a category, out of fold and never from the future: the origins are cut into runs, and each run is encoded by the
 * truths that were known when it began. So no row's encoding depends on a truth of its own run, or on any that was not known at its
 * origin; serving reads the last table by the same rule.
 */
export const targetMean = {
  name: 'target_mean',
  meaning:
    'mean truth of the code, drawn to the mean of all by 20 rows, as known when its run of origins began; the mean of all for an unknown one; missing before any truth was known',
  fit: (rows) => {
    const categories = categoriesOf(rows.values);
    const tables = starts(rows).flatMap((from) => tableAt(from, categories, rows) ?? []);
    return { categories, tables };
  },
  apply: ({ categories, tables }, { values, origins }) => {
    const places = placesOf(categories);
    return mapValues(values, (code, row) => {
      const table = tables.findLast(({ from }) => from <= (origins[row] ?? Number.NaN));
      return table?.means[places.get(code) ?? -1] ?? table?.prior ?? Number.NaN;
    });
  },
} satisfies Transformer<State>;

/** Where each run after the first begins, and when all is known. */
function starts({ origins, knownHours }: FitRows): HourUtc[] {
  const distinct = [...new Set(Array.from(origins))].sort((a, b) => a - b);
  const inside = Array.from(
    { length: FOLDS - 1 },
    (_, fold) => distinct[Math.ceil(((fold + 1) * distinct.length) / FOLDS)] ?? Number.NaN,
  );
  const last = knownHours.reduce((most, hour) => (hour > most ? hour : most), Number.NEGATIVE_INFINITY);
  return [...new Set([...inside, last])].filter(Number.isFinite).sort((a, b) => a - b);
}

function tableAt(
  from: HourUtc,
  categories: readonly number[],
  { values, truths, knownHours }: FitRows,
): MeanTable | undefined {
  const places = placesOf(categories);
  const sums = new Float64Array(categories.length);
  const counts = new Float64Array(categories.length);
  let [sum, count] = [0, 0];
  for (const [row, truth] of truths.entries()) {
    if (!((knownHours[row] as number) <= from) || !Number.isFinite(truth)) continue;
    sum += truth;
    count += 1;
    const place = places.get(values[row] as number);
    if (place === undefined) continue;
    sums[place] = (sums[place] as number) + truth;
    counts[place] = (counts[place] as number) + 1;
  }
  if (count === 0) return undefined;
  const prior = sum / count;
  const means = [...sums].map(
    (of, place) => (of + PRIOR_ROWS * prior) / ((counts[place] as number) + PRIOR_ROWS),
  );
  return { from, prior, means };
}
