/** Flags that every command takes, and the configuration they stand for. */
import type { FlagTable, FlagValues } from './command.ts';
import { GridcastError } from '../core/index.ts';

export const globalFlags: FlagTable = {
  'as-of': { type: 'string' },
  home: { type: 'string' },
  config: { type: 'string' },
  json: { type: 'boolean' },
  threads: { type: 'string' },
  seed: { type: 'string' },
  'log-level': { type: 'string' },
  source: { type: 'string' },
  path: { type: 'string' },
  time: { type: 'string' },
  keys: { type: 'string' },
  value: { type: 'string' },
  timezone: { type: 'string' },
  unit: { type: 'string' },
  delay: { type: 'string' },
  'known-at': { type: 'string' },
  country: { type: 'string' },
  from: { type: 'string' },
  'base-url': { type: 'string' },
  version: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
};

export const globalFlagHelp: readonly (readonly [string, string])[] = [
  [
    '--as-of T',
    'the instant to act at, ISO (default: now; for a finished source when all its rows are known)',
  ],
  ['--home DIR', 'folder of all state (default .gridcast)'],
  [
    '--config FILE',
    'settings as JSON (default gridcast.config.json where it exists); "covariates" names weather, load, prices',
  ],
  ['--json', 'print one JSON document'],
  ['--threads N', 'threads of the engines; never changes a result (default 2)'],
  ['--seed N', 'seed of sampling and training (default 1)'],
  ['--log-level L', 'debug, info, warn, error or silent (default warn)'],
  ['--source S', 'de35 (bundled real rows, default), file or eds:DATASET; fixed at the first collect'],
  ['--path F --time C --value C', 'file source: file (CSV, Parquet, JSON lines), time and value columns'],
  ['--keys A,B', 'file source: key columns, in order (default: one series)'],
  ['--timezone Z --unit U', 'file source: zone of naive times (default UTC), unit label'],
  ['--known-at C --country CC', 'file source: column that says when a row became known; calendar country'],
  ['--from T --base-url U', 'eds source: first hour of history (default: 3 years back), mirror of the API'],
  ['--delay H', "publication delay in hours, overriding the source's"],
  ['--version, --help', ''],
];

const SOURCE_OPTION_FLAGS = [
  'path',
  'time',
  'keys',
  'value',
  'timezone',
  'unit',
  'known-at',
  'country',
  'from',
  'base-url',
] as const;

/**
 * The configuration layer that the global flags make.
 *
 * @param own flags that the command itself declares: where one has the name of a source's option, the command means it
 */
export function flagLayer(flags: FlagValues, own: readonly string[] = []): Record<string, unknown> {
  return {
    home: flags['home'],
    threads: wholeNumber('--threads', flags['threads']),
    seed: wholeNumber('--seed', flags['seed']),
    logLevel: flags['log-level'],
    delayHours: wholeNumber('--delay', flags['delay']),
    source: sourceOf(flags, own),
  };
}

function sourceOf(flags: FlagValues, own: readonly string[]): Record<string, unknown> | undefined {
  const options = SOURCE_OPTION_FLAGS.filter((name) => flags[name] !== undefined && !own.includes(name));
  const name = flags['source'];
  if (name === undefined && options.length > 0) {
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name: `--${options[0]}`,
      value: String(flags[options[0] ?? '']),
      expected: 'it belongs to a source: add --source file, or --source eds:DATASET',
    });
  }
  if (name === undefined) return undefined;
  return { name, ...Object.fromEntries(options.map((option) => [camelCase(option), flags[option]])) };
}

function camelCase(flag: string): string {
  return flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Reads a flag that is a whole number; absent stays absent. */
export function wholeNumber(name: string, value: FlagValues[string]): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !/^\d+$/.test(value)) {
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name,
      value: String(value),
      expected: 'a whole number is wanted',
    });
  }
  return Number(value);
}

/** The same with limits, both included. */
export function numberWithin(
  name: string,
  value: FlagValues[string],
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  const number = wholeNumber(name, value);
  if (number === undefined || (number >= least && number <= most)) return number;
  const expected = `a whole number from ${least} to ${most} is wanted`;
  throw new GridcastError('USAGE_INVALID_VALUE', { name, value: String(value), expected });
}
