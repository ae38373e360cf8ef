import { gridSize, gridValues, type Settings } from '../space.ts';
import type { Sampler } from './sampler.ts';

/** Changes fastest along a grid: trials that differ in it alone share their trees, if they are of one generation. */
const FASTEST = 'rounds';

/** The points of the grid; where fewer trials are wanted, spread evenly over it. */
export const sampleGrid: Sampler = ({ space, trials }, number) => {
  const size = gridSize(space);
  let place = Math.floor(((number - 1) * size) / Math.min(trials, size)) % size;
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
