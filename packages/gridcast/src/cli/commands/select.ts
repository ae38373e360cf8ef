import { availableParallelism } from 'node:os';
import { GridcastError, type Json } from '../../core/index.ts';
import { selectHome, useSelection, type SelectOptions } from '../../pipeline/index.ts';
import type { Command, CommandContext, CommandResult, FlagValues } from '../command.ts';
import { numberWithin } from '../global-flags.ts';
import { withStore } from '../open-home.ts';
import { withRun } from '../open-run.ts';
import { listedSelections, selectionText, shownSelection } from '../selection/show-selection.ts';

const MOST_FOLDS = 10;
const DEFAULT_FOLDS = 4;
const MOST_WORKERS = 64;
const LEAST_MEMORY_MIB = 200;

export const command: Command = {
  summary: 'measure what each feature column is worth, and leave out those that are worth nothing',
  usage:
    'select [--folds N] [--keep COLUMNS] [flags] | select list | select show SELECTION [--out F.html] | select use SELECTION --reason TEXT',
  examples: [
    'select',
    'select --keep class_target,daylight     a column, and a family of columns, that stay whatever they are worth',
    'select show 3f2a --out selection.html',
    'select use 3f2a --reason "half the columns, the same error"',
    'tune reset --reason "all columns again"',
  ],
  flags: {
    folds: { type: 'string' },
    keep: { type: 'string' },
    workers: { type: 'string' },
    'worker-memory': { type: 'string' },
    out: { type: 'string' },
    reason: { type: 'string' },
  },
  flagHelp: {
    folds: `expanding windows that columns are measured on (default ${DEFAULT_FOLDS})`,
    keep: 'columns and families that stay, with commas',
    workers: 'processes that fit at once; never changes a result (default one a core)',
    'worker-memory': 'MiB that each may use (default 2048)',
    out: 'show: write the report as one HTML file',
    reason: 'use: why; kept with the change',
  },
  run: (context) => {
    const [verb, selection] = context.positionals;
    const { out, reason } = context.flags;
    if (verb === undefined) return selected(context);
    if (verb === 'list') return withStore(context, listedSelections);
    if (verb === 'show' && selection !== undefined)
      return withStore(context, (store) => shownSelection(store, selection, out as string | undefined));
    if (verb === 'use' && selection !== undefined && typeof reason === 'string')
      return used(context, selection, reason);
    throw missing(verb, selection);
  },
};

function missing(verb: string, selection: string | undefined): GridcastError {
  const isVerb = verb === 'show' || verb === 'use';
  const name = !isVerb ? 'what to do' : selection === undefined ? 'the selection' : '--reason';
  const example =
    verb === 'use' ? 'use SELECTION --reason TEXT' : verb === 'show' ? 'show SELECTION' : 'list';
  return new GridcastError('USAGE_MISSING_VALUE', { name, example: `gridcast select ${example}` });
}

async function selected(context: CommandContext): Promise<CommandResult> {
  const options = readOptions(context.flags);
  return withRun(context, async (run) => {
    const report = await selectHome(run, options);
    return { json: report as unknown as Json, text: selectionText(report) };
  });
}

async function used(context: CommandContext, selection: string, reason: string): Promise<CommandResult> {
  return withRun(context, async (run) => {
    const { columns, leftOut } = await useSelection(run, selection, reason);
    const text = `${leftOut.length} columns are left out and ${columns.length} stay. The next gridcast train uses them.`;
    return { json: { columns, leftOut }, text };
  });
}

function readOptions(flags: FlagValues): SelectOptions {
  const number = (flag: string, least: number, most: number): number | undefined =>
    numberWithin(`--${flag}`, flags[flag], { least, most });
  const keep = (flags['keep'] as string | undefined) ?? '';
  return {
    folds: number('folds', 1, MOST_FOLDS) ?? DEFAULT_FOLDS,
    keep: keep
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    workers: number('workers', 1, MOST_WORKERS) ?? Math.min(MOST_WORKERS, availableParallelism()),
    memoryMiB: number('worker-memory', LEAST_MEMORY_MIB, 1_048_576) ?? 2048,
  };
}
