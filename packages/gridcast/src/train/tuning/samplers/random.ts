import type { Json } from '../../../core/index.ts';
import { drawsFor } from '../draw.ts';
import { valueAt, type Parameter } from '../space.ts';
import type { Sampler } from './sampler.ts';

/** Every parameter by itself, evenly over its values or its scale. */
export const sampleRandom: Sampler = ({ space, seed }, number, attempt) =>
  Object.fromEntries(
    Object.entries(space).map(([name, parameter]) => {
      const draw = drawsFor('random', seed, number, attempt, name);
      return [name, drawEvenly(parameter, draw)];
    }),
  );

/** One value of a parameter. */
export function drawEvenly(parameter: Parameter, draw: () => number): Json {
  if (parameter.kind === 'choice') {
    return parameter.values[Math.floor(draw() * parameter.values.length)] ?? null;
  }
  return valueAt(parameter, draw());
}
