import { gridSize, gridValues, type Settings } from '../space.ts';
import type { Sampler } from './sampler.ts';

/** Changes fastest along a grid: trials that differ in it alone share their trees, if they are of one generation. */
const FASTEST = 'rounds';
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The points of the grid; where fewer trials are wanted, some that are spread over it. */
export const sampleGrid: Sampler = ({ space, trials }, number) => {
  const size = gridSize(space);
  let place = trials >= size ? (number - 1) % size : (spreadPlaces(size, trials)[number - 1] ?? 0);
  const settings = new Map(Object.keys(space).map((name) => [name, null as Settings[string]]));
  const fastestFirst = Object.entries(space)
    .reverse()
    .sort(([a], [b]) => Number(b === FASTEST) - Number(a === FASTEST));
  for (const [name, parameter] of fastestFirst) {
    const values = gridValues(parameter);
    settings.set(name, values[place % values.length] ?? null);
    place = Math.floor(place / values.length);
  }
  return Object.fromEntries(settings) as Settings;
};

/**
 * Distinct places, ascending. They are steps of the golden section: even steps would be multiples of how often the fast parameters
 * come round, and show one value of each.
 */
function spreadPlaces(size: number, trials: number): Float64Array {
  let step = Math.round(GOLDEN * size);
  while (commonDivisor(step, size) !== 1) step++;
  return Float64Array.from({ length: trials }, (_, i) =>
    Number((BigInt(i) * BigInt(step)) % BigInt(size)),
  ).sort();
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
