/** Opens the store and the context of a run, for the commands that act at a logical hour. */
import { GridcastError, hourOfMs, parseInstant, type HourUtc } from '../core/index.ts';
import { openRun, type RunContext } from '../pipeline/index.ts';
import type { CommandContext, FlagValues } from './command.ts';
import { deliverTrials } from './deliver-trials.ts';
import { readMachine } from './machine.ts';
import { openHome } from './open-home.ts';

/** Runs work in the context of the logical hour that `--as-of` names (default: the source's); then MLflow gets what it lacks. */
export async function withRun<Result>(
  context: CommandContext,
  work: (run: RunContext) => Promise<Result>,
): Promise<Result> {
  const { settings, logger, progress, signal, nowMs, network } = context;
  await using store = await openHome(context);
  await using opened = await openRun({
    store,
    config: settings.config,
    asOf: readInstantFlag('--as-of', context.flags['as-of']),
    nowMs,
    machine: () => readMachine(settings.config.threads),
    network,
    logger,
    progress,
    signal,
  });
  try {
    return await work(opened.context);
  } finally {
    // what failed is told too
    await deliverTrials(context, store);
  }
}

/** Reads a flag that is an instant, floored to the hour; absent stays absent. */
export function readInstantFlag(name: string, value: FlagValues[string]): HourUtc | undefined {
  if (value === undefined) return undefined;
  const ms = typeof value === 'string' ? parseInstant(value) : undefined;
  if (ms === undefined) {
    const expected = 'an ISO instant is wanted, such as 2023-01-21T23:00Z';
    throw new GridcastError('USAGE_INVALID_VALUE', { name, value: String(value), expected });
  }
  return hourOfMs(ms);
}
