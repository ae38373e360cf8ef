/** What proposes trials. */
import type { Settings, Space } from '../space.ts';
import type { Trial } from '../trial.ts';

export interface SamplerInput {
  readonly space: Space;
  /** What every proposal sets beside the space, unless the space has it too. */
  readonly kept?: Settings;
  readonly seed: number;
  /** Proposals of the whole sweep. */
  readonly trials: number;
  /** Of earlier generations only, in the order of their numbers: what runs at the same time is never looked at. */
  readonly earlier: readonly Trial[];
}

/** Proposes the settings of one trial; the same input and number give the same settings. */
export type Sampler = (input: SamplerInput, number: number, attempt: number) => Settings;
