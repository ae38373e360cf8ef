/**
 * The tree-structured Parzen estimator: values are drawn where good trials lie denser than the others, each parameter by itself.
 * Source: Bergstra et al., Algorithms for Hyper-Parameter Optimization, 2011.
 */
import type { Json } from '../../../core/index.ts';
import { drawsFor, normalOf } from '../draw.ts';
import { placeOf, valueAt, type Choice, type NumberRange } from '../space.ts';
import { meanMase, type Trial } from '../trial.ts';
import { sampleRandom } from './random.ts';
import type { Sampler } from './sampler.ts';

/** Fewer scored trials say nothing yet: values are drawn evenly. */
const LEAST_SCORED = 10;
/** The share of trials that count as good, and how many at most. */
const GOOD_SHARE = 0.2;
const MOST_GOOD = 25;
/** Values that are drawn where good trials lie, of which the likeliest is taken; of more, a generation's trials would be alike. */
const CANDIDATES = 2;
/** The width of a bump on the scale from 0 to 1: that of one good trial, which shrinks with their number, and the least. */
const WIDEST = 0.2;
const LEAST_WIDTH = 0.05;

export const sampleTpe: Sampler = (input, number, attempt) => {
  const ranked = rankedTrials(input.earlier);
  if (ranked.length < LEAST_SCORED) return sampleRandom(input, number, attempt);
  const goodCount = Math.min(MOST_GOOD, Math.max(2, Math.ceil(GOOD_SHARE * ranked.length)));
  const [good, rest] = [ranked.slice(0, goodCount), ranked.slice(goodCount)];
  return Object.fromEntries(
    Object.entries(input.space).map(([name, parameter]) => {
      const draw = drawsFor('tpe', input.seed, number, attempt, name);
      const values = (trials: readonly Trial[]): Json[] =>
        trials.map(({ settings }) => settings[name] ?? null);
      const seen = { good: values(good), rest: values(rest) };
      return [name, parameter.kind === 'choice' ? pick(parameter, seen, draw) : place(parameter, seen, draw)];
    }),
  );
};

/** Proposals with a score, the best first: those with more folds before the others, for theirs is better known. */
function rankedTrials(trials: readonly Trial[]): Trial[] {
  return trials
    .filter(({ number, status, folds }) => number > 0 && status !== 'failed' && folds.length > 0)
    .sort(
      (a, b) =>
        b.folds.length - a.folds.length || (meanMase(a) ?? 0) - (meanMase(b) ?? 0) || a.number - b.number,
    );
}

interface Seen {
  readonly good: readonly Json[];
  readonly rest: readonly Json[];
}

/** The value of which good trials have more than their share; drawn, for others must be tried too. */
function pick({ values }: Choice, { good, rest }: Seen, draw: () => number): Json {
  const texts = values.map((value) => JSON.stringify(value));
  const shares = (seen: readonly Json[]): number[] => {
    const found = seen.map((value) => JSON.stringify(value));
    const counts = texts.map((text) => 1 + found.filter((one) => one === text).length);
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => count / total);
  };
  const [goodShares, restShares] = [shares(good), shares(rest)];
  let best = { at: 0, ratio: -1 };
  // as many draws as there are values: the likeliest does not win each time
  for (let i = 0; i < values.length; i++) {
    const at = drawByShare(goodShares, draw());
    const ratio = (goodShares[at] ?? 0) / (restShares[at] ?? 1);
    if (ratio > best.ratio) best = { at, ratio };
  }
  return values[best.at] ?? null;
}

function drawByShare(shares: readonly number[], at: number): number {
  let sum = 0;
  for (const [place, share] of shares.entries()) {
    sum += share;
    if (at < sum) return place;
  }
  return shares.length - 1;
}

function place(range: NumberRange, seen: Seen, draw: () => number): number {
  const places = (values: readonly Json[]): number[] => values.map((value) => placeOf(range, Number(value)));
  const [good, rest] = [places(seen.good), places(seen.rest)];
  // one width for both: else the best place would be a gap between narrow bumps of the rest
  const width = Math.max(LEAST_WIDTH, WIDEST * good.length ** -0.5);
  let best = { at: 0.5, ratio: -1 };
  for (let i = 0; i < CANDIDATES; i++) {
    const at = drawFrom(good, width, draw);
    const ratio = density(good, width, at) / density(rest, width, at);
    if (ratio > best.ratio) best = { at, ratio };
  }
  return valueAt(range, best.at);
}

/** One of the bumps, or the even part, which counts as much as one bump. */
function drawFrom(places: readonly number[], width: number, draw: () => number): number {
  const bump = Math.floor(draw() * (places.length + 1));
  const centre = places[bump];
  if (centre === undefined) return draw();
  const at = centre + width * normalOf(draw);
  // what falls outside is folded back, so that ends are tried too
  return Math.min(1, Math.max(0, at < 0 ? -at : at > 1 ? 2 - at : at));
}

function density(places: readonly number[], width: number, at: number): number {
  const bumps = places.reduce(
    (sum, centre) => sum + Math.exp(-0.5 * ((at - centre) / width) ** 2) / width,
    0,
  );
  return (1 + bumps / Math.sqrt(2 * Math.PI)) / (places.length + 1);
}
