/** `store gc`: removes what nothing names any more. */
import type { Json } from '../../core/index.ts';
import { collectGarbage } from '../../store/index.ts';
import { openHome } from '../open-home.ts';
import { readInstantFlag } from '../open-run.ts';
import { formatNumber } from '../table.ts';
import type { StoreVerb } from './verb.ts';

export const gcVerb: StoreVerb = {
  usage: 'gc [--before T] [--dry-run]',
  run: async (context) => {
    const { flags, nowMs } = context;
    await using store = await openHome(context);
    const dryRun = flags['dry-run'] === true;
    const forgetBeforeHour = readInstantFlag('--before', flags['before']);
    const swept = await collectGarbage(store, { dryRun, nowMs: nowMs(), forgetBeforeHour });
    const done = dryRun ? 'would be' : 'were';
    const { snapshots, runs } = swept.forgotten;
    const forgotten = `${formatNumber(snapshots)} snapshots and ${formatNumber(runs)} runs ${done} forgotten`;
    const removed = `${formatNumber(swept.objects.length)} objects, ${formatNumber(swept.bytes)} bytes ${done} removed`;
    return {
      json: { dryRun, ...(swept as unknown as { readonly [name: string]: Json }) },
      text: forgetBeforeHour === undefined ? removed : `${forgotten}\n${removed}`,
    };
  },
};
