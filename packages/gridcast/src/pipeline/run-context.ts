/** What every step of a run works with. */
import type { LightGbm } from '@gridcast/lightgbm';
import type { Covariate, Input, Network, Source } from '../collect/index.ts';
import type { Config } from '../config/index.ts';
import type { HourUtc, Logger, ProgressListener } from '../core/index.ts';
import type { Calendar } from '../features/index.ts';
import type { Store } from '../store/index.ts';
import type { ServingEngine } from './serving-engine.ts';
import type { MachineReading } from './tracking/machine.ts';

/** One logical hour's surroundings: all that a step may read; steps hand results on through the store. */
export interface RunContext {
  readonly store: Store;
  readonly config: Config;
  readonly source: Source;
  readonly input: Input;
  readonly covariates: readonly Covariate[];
  readonly network: Network;
  /** The origin: the as-of floored to the hour. */
  readonly origin: HourUtc;
  /** The hour that the wall clock stands in; rows of hours that end after its start are quarantined. */
  readonly presentHour: HourUtc;
  readonly delayHours: number;
  readonly calendar: Calendar;
  /** Identity of the code that decides results. */
  readonly codeVersion: string;
  readonly nowMs: () => number;
  /** Reads the machine, for tracking alone: decides no result. */
  readonly machine: () => MachineReading;
  readonly logger: Logger;
  readonly progress: ProgressListener;
  readonly signal: AbortSignal;
  /** The observations that features, monitor and predict read, loaded once a run. */
  readonly serving: ServingEngine;
  /** Opens the native library on first use; undefined, with the reason logged, where it cannot be had. */
  readonly openLightGbm: () => Promise<LightGbm | undefined>;
}
