/** Opens what a run of one logical hour works with. */
import { openInput, resolveCovariates, resolveSource, type Network } from '../collect/index.ts';
import type { Config } from '../config/index.ts';
import { hourOfMs, type HourUtc, type Logger, type ProgressListener } from '../core/index.ts';
import { createCalendar } from '../features/index.ts';
import type { Store } from '../store/index.ts';
import { readCodeVersion } from './code-version.ts';
import { LazyLightGbm } from './lazy-lightgbm.ts';
import type { RunContext } from './run-context.ts';
import { ServingEngine } from './serving-engine.ts';
import type { MachineReading } from './tracking/machine.ts';

export interface OpenRunOptions {
  readonly store: Store;
  readonly config: Config;
  readonly network: Network;
  /** The hour to act at; default: now, or for a finished source the first at which all its rows are known. */
  readonly asOf?: HourUtc | undefined;
  readonly nowMs: () => number;
  readonly machine: () => MachineReading;
  readonly logger: Logger;
  readonly progress: ProgressListener;
  readonly signal: AbortSignal;
}

/** A run's context, closed with `await using`. */
export interface OpenedRun extends AsyncDisposable {
  readonly context: RunContext;
}

/** Opens the source's input and settles the origin. @throws the errors of `resolveSource` and `openInput` */
export async function openRun(options: OpenRunOptions): Promise<OpenedRun> {
  const { store, config, nowMs, machine, logger, progress, signal } = options;
  const source = await resolveSource(store, config.source);
  const covariates = await resolveCovariates(store.catalogue, source, config.covariates);
  const input = await openInput({ ...options, source, threads: config.threads });
  const presentHour = hourOfMs(nowMs());
  const delayHours = config.delayHours ?? source.declaration.defaultDelayHours;
  const origin = options.asOf ?? (await input.defaultAsOf({ presentHour, delayHours }));
  const library = new LazyLightGbm(config.threads, logger);
  const context: RunContext = {
    store,
    config,
    source,
    input,
    covariates,
    network: options.network,
    origin,
    presentHour,
    delayHours,
    calendar: createCalendar(source.declaration.country),
    codeVersion: await readCodeVersion(),
    nowMs,
    machine,
    logger,
    progress,
    signal,
    serving: new ServingEngine(),
    openLightGbm: () => library.open(),
  };
  return { context, [Symbol.asyncDispose]: () => library[Symbol.asyncDispose]() };
}
