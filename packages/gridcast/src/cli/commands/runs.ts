import { GridcastError, isoOfHour, type Json } from '../../core/index.ts';
import { findRun, listRuns, listSteps } from '../../store/index.ts';
import type { Command } from '../command.ts';
import { wholeNumber } from '../global-flags.ts';
import { withStore } from '../open-home.ts';
import { formatTable } from '../table.ts';

export const command: Command = {
  summary: 'list past runs, or show the steps of one',
  usage: 'runs list [--limit N] | runs show RUN',
  examples: ['runs list', 'runs list --limit 5 --json', 'runs show 3f2a'],
  flags: { limit: { type: 'string' } },
  flagHelp: { limit: 'runs at most (default 20)' },
  run: (context) =>
    withStore(context, async (store) => {
      const [verb = 'list', id] = context.positionals;
      if (verb === 'list') {
        const limit = wholeNumber('--limit', context.flags['limit']) ?? 20;
        const runs = await listRuns(store.catalogue, { limit });
        const rows = runs.items.map((run) => [
          run.id.slice(0, 12),
          isoOfHour(run.logical_hour),
          run.status,
          run.started_at,
          run.error ?? '',
        ]);
        const header = ['run', 'logical hour', 'status', 'started', 'error'];
        return { json: runs as unknown as Json, text: formatTable(header, rows).join('\n') };
      }
      if (verb === 'show' && id !== undefined) {
        const run = await findRun(store.catalogue, id);
        if (run === undefined) {
          throw new GridcastError('USAGE_INVALID_VALUE', {
            name: 'RUN',
            value: id,
            expected: 'gridcast runs list names the runs',
          });
        }
        const steps = await listSteps(store.catalogue, run.id);
        const rows = steps.map((step) => [
          step.name,
          step.status,
          step.duration_ms,
          step.output.slice(0, 160),
        ]);
        const json = { run: run as unknown as Json, steps: steps as unknown as Json };
        const title = `run ${run.id} of ${isoOfHour(run.logical_hour)}: ${run.status}`;
        return { json, text: [title, ...formatTable(['step', 'status', 'ms', 'result'], rows)].join('\n') };
      }
      throw new GridcastError('USAGE_MISSING_VALUE', { name: 'what to do', example: 'gridcast runs list' });
    }),
};
