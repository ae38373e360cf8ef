import { GridcastError } from '../../core/index.ts';
import type { Command } from '../command.ts';
import { deleteVerb } from '../runs/delete.ts';
import { diffVerb } from '../runs/diff.ts';
import { listVerb } from '../runs/list.ts';
import { openVerb } from '../runs/open.ts';
import { showVerb } from '../runs/show.ts';
import { syncVerb } from '../runs/sync.ts';
import type { RunsVerb } from '../runs/verb.ts';

/** A verb is one file in `cli/runs/` and one line here. */
const verbs: Readonly<Record<string, RunsVerb>> = {
  list: listVerb,
  show: showVerb,
  diff: diffVerb,
  open: openVerb,
  delete: deleteVerb,
  sync: syncVerb,
};

export const command: Command = {
  summary:
    'past runs, sweeps and backtests, and what they measured: list, show, compare, open as a page, delete, hand to MLflow',
  usage: Object.values(verbs)
    .map(({ usage }) => `runs ${usage}`)
    .join('\n       gridcast '),
  examples: [
    'runs list --limit 5 --json',
    'runs show 3f2a',
    'runs diff 3f2a 91bc',
    'runs open 3f2a --out run.html',
    'runs delete 3f2a --dry-run',
    'runs sync',
  ],
  flags: { limit: { type: 'string' }, out: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  flagHelp: {
    limit: 'list: runs, show: trials of a sweep at most (default 20)',
    out: 'open: where the page is written (default: <home>/pages)',
    'dry-run': 'delete: say what would go, delete nothing',
  },
  run: (context) => {
    const [name = 'list', ...names] = context.positionals;
    const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
    if (verb !== undefined) return verb.run(context, names);
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name: 'gridcast runs',
      value: name,
      expected: `one of ${Object.keys(verbs).join(', ')} is wanted`,
    });
  },
};
