import { availableParallelism } from 'node:os';
import { GridcastError } from '../../core/index.ts';
import { resetTuning, tuneHome, type TuneOptions } from '../../pipeline/index.ts';
import { gridSize, presets, pruningNames, samplerNames, type Space } from '../../train/index.ts';
import type { Command, CommandContext, CommandResult, FlagValues } from '../command.ts';
import { numberWithin } from '../global-flags.ts';
import { withStore } from '../open-home.ts';
import { withRun } from '../open-run.ts';
import { readSpace } from '../tuning/read-space.ts';
import { listedSweeps, shownSweep } from '../tuning/show-sweep.ts';
import { reportText, reportJson } from '../tuning/tune-report.ts';

/** A sweep keeps every trial; more than so many are no longer looked through. */
const MOST_TRIALS = 5_000;
const DEFAULT_TRIALS = 50;
const MOST_FOLDS = 10;
const MOST_WORKERS = 64;
const LEAST_MEMORY_MIB = 200;

export const command: Command = {
  summary: 'search for a better configuration of the trees, and put it in force where it proves itself',
  usage:
    'tune [--space NAME|FILE] [flags] | tune list | tune show SWEEP [--out F.html] | tune reset --reason TEXT',
  examples: [
    'tune --trials 30 --workers 2',
    'tune --space full --sampler tpe --prune halving --budget 20',
    'tune --space tutorial --sampler grid --trials 12',
    'tune --space space.json      where space.json holds {"rounds": {"kind": "int", "low": 40, "high": 320, "scale": "log"},',
    '                               "loss": {"kind": "choice", "values": ["huber", "squares"]}}',
    'tune show 3f2a --out sweep.html',
  ],
  flags: {
    space: { type: 'string' },
    sampler: { type: 'string' },
    trials: { type: 'string' },
    folds: { type: 'string' },
    prune: { type: 'string' },
    workers: { type: 'string' },
    'worker-memory': { type: 'string' },
    budget: { type: 'string' },
    out: { type: 'string' },
    reason: { type: 'string' },
  },
  flagHelp: {
    space: `${Object.keys(presets).join(', ')}, or a JSON file (default quick)`,
    sampler: `${samplerNames.join(', ')} (default tpe)`,
    trials: `configurations to try (default ${DEFAULT_TRIALS}; of a grid all)`,
    folds: 'expanding windows that each is scored on (default 3)',
    prune: `${pruningNames.join(', ')}: what is given up after some folds (default none)`,
    workers: 'processes that fit at once; never changes a result (default one a core)',
    'worker-memory': 'MiB that each may use; a trial that needs more fails (default 2048)',
    budget: 'minutes after which nothing new is begun; the same command goes on',
    out: 'show: write the plots as one HTML file',
    reason: 'reset: why; kept with the change',
  },
  run: (context) => {
    const [verb, sweep] = context.positionals;
    const { out, reason } = context.flags;
    if (verb === undefined) return tuned(context);
    if (verb === 'list') return withStore(context, listedSweeps);
    if (verb === 'show' && sweep !== undefined)
      return withStore(context, (store) => shownSweep(store, sweep, out as string | undefined));
    if (verb === 'reset' && typeof reason === 'string') return reset(context, reason);
    const example = { show: 'gridcast tune show SWEEP', reset: 'gridcast tune reset --reason TEXT' };
    throw new GridcastError('USAGE_MISSING_VALUE', {
      name: verb === 'show' ? 'the sweep' : verb === 'reset' ? '--reason' : 'what to do',
      example: verb in example ? example[verb as keyof typeof example] : 'gridcast tune list',
    });
  },
};

async function tuned(context: CommandContext): Promise<CommandResult> {
  const options = await readOptions(context.flags);
  return withRun(context, async (run) => {
    const report = await tuneHome(run, options);
    return { json: reportJson(report), text: reportText(report) };
  });
}

async function reset(context: CommandContext, reason: string): Promise<CommandResult> {
  return withRun(context, async (run) => {
    const changed = await resetTuning(run, reason);
    const text = changed ? 'The defaults are in force again.' : 'Nothing to do: the defaults are in force.';
    return { json: { changed }, text };
  });
}

async function readOptions(flags: FlagValues): Promise<TuneOptions> {
  const spaceName = (flags['space'] as string | undefined) ?? 'quick';
  const space = await readSpace(spaceName);
  const sampler = oneOf('--sampler', flags['sampler'] ?? 'tpe', samplerNames);
  const number = (flag: string, least: number, most: number): number | undefined =>
    numberWithin(`--${flag}`, flags[flag], { least, most });
  const wanted = number('trials', 1, MOST_TRIALS);
  return {
    spaceName,
    space,
    sampler,
    trials: sampler === 'grid' ? gridTrials(spaceName, space, wanted) : (wanted ?? DEFAULT_TRIALS),
    pruning: oneOf('--prune', flags['prune'] ?? 'none', pruningNames),
    folds: number('folds', 1, MOST_FOLDS) ?? 3,
    workers: number('workers', 1, MOST_WORKERS) ?? Math.min(MOST_WORKERS, availableParallelism()),
    memoryMiB: number('worker-memory', LEAST_MEMORY_MIB, 1_048_576) ?? 2048,
    budgetMinutes: number('budget', 0, 100_000),
  };
}

/** All points of a grid, or so many of them as are wanted. */
function gridTrials(name: string, space: Space, wanted: number | undefined): number {
  const points = gridSize(space);
  if (wanted !== undefined) return Math.min(wanted, points);
  if (points <= MOST_TRIALS) return points;
  throw new GridcastError('TUNE_GRID_TOO_LARGE', { space: name, points, most: MOST_TRIALS });
}

function oneOf<Name extends string>(name: string, value: unknown, names: readonly Name[]): Name {
  const found = names.find((one) => one === value);
  if (found !== undefined) return found;
  const expected = `one of ${names.join(', ')} is wanted`;
  throw new GridcastError('USAGE_INVALID_VALUE', { name, value: String(value), expected });
}
