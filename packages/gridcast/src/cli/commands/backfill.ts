import { GridcastError, isoOfHour, type HourUtc, type Json } from '../../core/index.ts';
import { runHour } from '../../pipeline/index.ts';
import type { Command, CommandContext, CommandResult } from '../command.ts';
import { wholeNumber } from '../global-flags.ts';
import { readInstantFlag, withRun } from '../open-run.ts';

export const command: Command = {
  summary: 'the cycle for each past hour of a window, freshest days first, resumable',
  usage: 'backfill --from T --to T [--every H] [--dry-run]',
  examples: [
    'backfill --from 2023-01-18T23:00Z --to 2023-01-21T23:00Z --every 24',
    'backfill --from 2023-01-20 --to 2023-01-21 --dry-run',
  ],
  flags: {
    from: { type: 'string' },
    to: { type: 'string' },
    every: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  flagHelp: {
    from: 'the first hour',
    to: 'the end of the window, not itself run',
    every: 'hours between runs (default 1)',
    'dry-run': 'list the hours, run nothing',
  },
  run: async (context) => {
    const hours = hoursOf(context);
    if (context.flags['dry-run'] === true) {
      const planned = inBlocks(hours, context.settings.config.train.maxAgeHours).map(isoOfHour);
      return { json: { hours: planned }, text: planned.join('\n') };
    }
    return backfilled(context, inBlocks(hours, context.settings.config.train.maxAgeHours));
  },
};

function hoursOf({ flags }: CommandContext): HourUtc[] {
  const [from, to] = [readInstantFlag('--from', flags['from']), readInstantFlag('--to', flags['to'])];
  if (from === undefined || to === undefined) {
    throw new GridcastError('USAGE_MISSING_VALUE', {
      name: '--from and --to',
      example: 'gridcast backfill --from 2023-01-20 --to 2023-01-21',
    });
  }
  const every = wholeNumber('--every', flags['every']) ?? 1;
  if (every < 1 || to <= from) {
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name: '--from, --to, --every',
      value: `${isoOfHour(from)}, ${isoOfHour(to)}, ${every}`,
      expected: 'a window that ends after it starts and a step of 1 or more are wanted',
    });
  }
  return Array.from({ length: Math.ceil((to - from) / every) }, (_, i) => from + i * every);
}

/** The freshest block of hours first and each in its own order: its first hour trains the model that serves the others. */
function inBlocks(hours: readonly HourUtc[], blockHours: number): HourUtc[] {
  const end = (hours.at(-1) ?? 0) + 1;
  const blocks = Map.groupBy(hours, (hour) => Math.floor((end - 1 - hour) / Math.max(1, blockHours)));
  return [...blocks].sort(([a], [b]) => a - b).flatMap(([, block]) => block);
}

async function backfilled(context: CommandContext, hours: readonly HourUtc[]): Promise<CommandResult> {
  const reports = [];
  for (const [place, hour] of hours.entries()) {
    const flags = { ...context.flags, 'as-of': isoOfHour(hour) };
    // MLflow is asked once, after the last hour
    const mlflow = place === hours.length - 1 ? context.mlflow : (): undefined => undefined;
    reports.push(await withRun({ ...context, flags, mlflow }, (run) => runHour(run)));
    context.progress({ task: 'backfill', done: place + 1, total: hours.length, note: isoOfHour(hour) });
  }
  const fresh = reports.filter(({ nothingToDo }) => !nothingToDo).length;
  const text = `${fresh} hours run, ${reports.length - fresh} had nothing to do`;
  return { json: { runs: reports as unknown as Json }, text };
}
