import { GridcastError, isoOfHour, type Json } from '../../core/index.ts';
import { collectGarbage, listSnapshots, openStore, type Store } from '../../store/index.ts';
import type { Command, CommandContext, CommandResult } from '../command.ts';
import { withStore } from '../open-home.ts';
import { formatNumber, formatTable } from '../table.ts';

export const command: Command = {
  summary: 'what the store holds: snapshots, datasets, garbage',
  usage: 'store list | store gc [--dry-run]',
  examples: ['store list', 'store gc --dry-run'],
  flags: { 'dry-run': { type: 'boolean' } },
  flagHelp: { 'dry-run': 'say what would be removed, remove nothing' },
  run: (context) => {
    const [verb = 'list'] = context.positionals;
    if (verb === 'list') return withStore(context, listed);
    if (verb === 'gc') return swept(context);
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name: 'gridcast store',
      value: verb,
      expected: 'list or gc is wanted',
    });
  },
};

async function listed(store: Store): Promise<CommandResult> {
  const snapshots = await listSnapshots(store.catalogue, { limit: 50 });
  const rows = snapshots.items.map(({ id, dataset, as_of: asOf, run_id: runId }) => [
    id,
    dataset,
    isoOfHour(asOf),
    runId.slice(0, 12),
  ]);
  return {
    json: snapshots as unknown as Json,
    text: formatTable(['snapshot', 'dataset', 'as of', 'run'], rows).join('\n'),
  };
}

async function swept({ settings, logger, flags, nowMs }: CommandContext): Promise<CommandResult> {
  await using store = await openStore({ home: settings.config.home, logger });
  const dryRun = flags['dry-run'] === true;
  const swept = await collectGarbage(store, { dryRun, nowMs: nowMs() });
  const text = `${formatNumber(swept.objects.length)} objects, ${formatNumber(swept.bytes)} bytes ${dryRun ? 'would be' : 'were'} removed`;
  return { json: { dryRun, ...(swept as unknown as { readonly [name: string]: Json }) }, text };
}
