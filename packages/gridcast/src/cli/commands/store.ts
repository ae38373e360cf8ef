import { GridcastError, isoOfHour, type Json } from '../../core/index.ts';
import { collectGarbage, listSnapshots, type Store } from '../../store/index.ts';
import type { Command, CommandContext, CommandResult } from '../command.ts';
import { openHome, withStore } from '../open-home.ts';
import { backedUp, restored } from '../store-backup.ts';
import { formatNumber, formatTable } from '../table.ts';

export const command: Command = {
  summary: 'what the store holds: snapshots, datasets, garbage, backups',
  usage: 'store list | store gc [--dry-run] | store backup FOLDER | store restore FOLDER [--replace]',
  examples: [
    'store list',
    'store gc --dry-run',
    'store backup /backup/gridcast',
    'store restore /backup/gridcast --home .fresh',
  ],
  flags: { 'dry-run': { type: 'boolean' }, replace: { type: 'boolean' } },
  flagHelp: {
    'dry-run': 'say what would be removed, remove nothing',
    replace: "also replace the home's catalogue by the backup's; the old one is kept in <home>/backups",
  },
  run: (context) => {
    const [verb = 'list'] = context.positionals;
    if (verb === 'list') return withStore(context, listed);
    if (verb === 'gc') return swept(context);
    if (verb === 'backup') return backedUp(context);
    if (verb === 'restore') return restored(context);
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name: 'gridcast store',
      value: verb,
      expected: 'list, gc, backup or restore is wanted',
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

async function swept(context: CommandContext): Promise<CommandResult> {
  const { flags, nowMs } = context;
  await using store = await openHome(context);
  const dryRun = flags['dry-run'] === true;
  const swept = await collectGarbage(store, { dryRun, nowMs: nowMs() });
  const text = `${formatNumber(swept.objects.length)} objects, ${formatNumber(swept.bytes)} bytes ${dryRun ? 'would be' : 'were'} removed`;
  return { json: { dryRun, ...(swept as unknown as { readonly [name: string]: Json }) }, text };
}
