/** The samplers by name; one line each. */
import { canonicalJson } from '../../../core/index.ts';
import type { Settings } from '../space.ts';
import { sampleGrid } from './grid.ts';
import { sampleRandom } from './random.ts';
import type { Sampler, SamplerInput } from './sampler.ts';
import { sampleTpe } from './tpe.ts';

export type { SamplerInput } from './sampler.ts';

const samplers = { grid: sampleGrid, random: sampleRandom, tpe: sampleTpe } as const satisfies Record<
  string,
  Sampler
>;

/** Whether a sampler looks at what earlier trials found. */
export const looksBack = (name: SamplerName): boolean => name === 'tpe';

export type SamplerName = keyof typeof samplers;

export const samplerNames = Object.keys(samplers) as readonly SamplerName[];

/** How often another value is drawn where the settings were proposed before. */
const ATTEMPTS = 20;

/** Proposes some trials at once; none is one that was proposed before, as long as the space has others. */
export function propose(name: SamplerName, input: SamplerInput, numbers: readonly number[]): Settings[] {
  const seen = new Set(input.earlier.map(({ settings }) => canonicalJson(settings)));
  return numbers.map((number) => {
    let settings: Settings = {};
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      settings = { ...input.kept, ...samplers[name](input, number, attempt) };
      if (!seen.has(canonicalJson(settings))) break;
    }
    seen.add(canonicalJson(settings));
    return settings;
  });
}
