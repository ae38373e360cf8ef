/** Settings from the environment: GRIDCAST_HOME, GRIDCAST_THREADS, GRIDCAST_LOG_LEVEL, GRIDCAST_SEED. */
import { wholeNumber } from './global-flags.ts';

/** The configuration layer that the environment makes. */
export function environmentLayer(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  return {
    home: environment['GRIDCAST_HOME'],
    threads: wholeNumber('GRIDCAST_THREADS', environment['GRIDCAST_THREADS']),
    seed: wholeNumber('GRIDCAST_SEED', environment['GRIDCAST_SEED']),
    logLevel: environment['GRIDCAST_LOG_LEVEL'],
  };
}
