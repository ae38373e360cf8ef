/** Settings from the environment: GRIDCAST_HOME, _LAKE, _LAKE_ENDPOINT, _CATALOGUE, _THREADS, _LOG_LEVEL, _SEED. */
import { wholeNumber } from './global-flags.ts';

/** The configuration layer that the environment makes. */
export function environmentLayer(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  return {
    home: environment['GRIDCAST_HOME'],
    lake: environment['GRIDCAST_LAKE'],
    lakeEndpoint: environment['GRIDCAST_LAKE_ENDPOINT'],
    catalogue: environment['GRIDCAST_CATALOGUE'],
    threads: wholeNumber('GRIDCAST_THREADS', environment['GRIDCAST_THREADS']),
    seed: wholeNumber('GRIDCAST_SEED', environment['GRIDCAST_SEED']),
    logLevel: environment['GRIDCAST_LOG_LEVEL'],
  };
}
