import { GridcastError } from '../../core/index.ts';
import type { Command, CommandContext, CommandResult } from '../command.ts';
import { monitorConsistency } from '../monitor/consistency.ts';
import { monitorDrift } from '../monitor/drift.ts';
import { monitorErrors } from '../monitor/errors.ts';
import { monitorFreshness } from '../monitor/freshness.ts';
import { monitorStatistics } from '../monitor/statistics.ts';
import { stepCommand } from '../step-command.ts';

const step = stepCommand('monitor', 'compare earlier forecasts with the truth that has arrived');

const verbs: Readonly<Record<string, (context: CommandContext) => Promise<CommandResult>>> = {
  consistency: monitorConsistency,
  drift: monitorDrift,
  errors: monitorErrors,
  freshness: monitorFreshness,
  statistics: monitorStatistics,
};

export const command: Command = {
  summary: 'compare forecasts with the truth; consistency, drift, freshness, errors',
  usage: `monitor [--as-of T] | monitor ${Object.keys(verbs).join('|')}`,
  examples: [
    'monitor',
    'monitor consistency --days 3',
    'monitor drift --kind features',
    'monitor drift --window 2023-01-08..2023-01-22 --reference 2022-12-25..2023-01-08',
    'monitor errors --by lead',
    'monitor freshness --json',
  ],
  flags: {
    days: { type: 'string' },
    kind: { type: 'string' },
    window: { type: 'string' },
    reference: { type: 'string' },
    by: { type: 'string' },
  },
  flagHelp: {
    days: 'consistency: vectors served in the last so many days (default 7)',
    kind: 'drift, statistics: observations (default), features or predictions',
    window: 'drift, statistics, errors: days FROM..TO, TO not included (default the last four weeks)',
    reference:
      'drift: days FROM..TO, or auto (default): the same season a year before and the eight weeks before',
    by: 'errors: lead, hour, weekday, day (default), week, rung or a key',
  },
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
