import { GridcastError } from '../../core/index.ts';
import type { Command, CommandContext, CommandResult } from '../command.ts';
import { monitorConsistency } from '../monitor/consistency.ts';
import { stepCommand } from '../step-command.ts';

const step = stepCommand('monitor', 'compare earlier forecasts with the truth that has arrived');

const verbs: Readonly<Record<string, (context: CommandContext) => Promise<CommandResult>>> = {
  consistency: monitorConsistency,
};

export const command: Command = {
  summary: 'compare forecasts with the truth; consistency, drift, freshness, errors',
  usage: `monitor [--as-of T] | monitor ${Object.keys(verbs).join('|')}`,
  examples: ['monitor', 'monitor consistency --days 3'],
  flags: { days: { type: 'string' } },
  flagHelp: { days: 'consistency: vectors served in the last so many days (default 7)' },
  run: (context) => {
    const [name] = context.positionals;
    if (name === undefined) return step.run(context);
    const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
    if (verb !== undefined) return verb(context);
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name: 'gridcast monitor',
      value: name,
      expected: `nothing (the step), or one of ${Object.keys(verbs).join(', ')} is wanted`,
    });
  },
};
