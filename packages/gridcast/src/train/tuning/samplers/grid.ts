import { gridSize, gridValues, type Settings } from '../space.ts';
import type { Sampler } from './sampler.ts';

/** The points of the grid, the last parameter fastest; where fewer trials are wanted, spread evenly over it. */
export const sampleGrid: Sampler = ({ space, trials }, number) => {
  const size = gridSize(space);
  let place = Math.floor(((number - 1) * size) / Math.min(trials, size)) % size;
  const settings: Settings[] = [];
  for (const [name, parameter] of Object.entries(space).reverse()) {
    const values = gridValues(parameter);
    settings.unshift({ [name]: values[place % values.length] ?? null });
    place = Math.floor(place / values.length);
  }
  return Object.assign({}, ...settings) as Settings;
};
