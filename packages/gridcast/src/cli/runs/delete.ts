/** `runs delete`: removes a run that nothing needs, with its objects. */
import { GridcastError, type Json } from '../../core/index.ts';
import {
  acquireLease,
  deleteRun,
  getRun,
  leaseOfRun,
  processHolder,
  releaseLease,
  type DeletedRun,
} from '../../store/index.ts';
import { openHome } from '../open-home.ts';
import { formatNumber } from '../table.ts';
import type { RunsVerb } from './verb.ts';

const LEASE_MS = 60_000;

export const deleteVerb: RunsVerb = {
  usage: 'delete RUN [--dry-run]',
  run: async (context, [id]) => {
    if (id === undefined)
      throw new GridcastError('USAGE_MISSING_VALUE', { name: 'RUN', example: 'gridcast runs delete 3f2a' });
    await using store = await openHome(context);
    const { catalogue } = store;
    const run = await getRun(catalogue, id);
    const dryRun = context.flags['dry-run'] === true;
    const lease = { name: leaseOfRun(run), holder: processHolder() };
    await acquireLease(catalogue, { ...lease, nowMs: context.nowMs(), ttlMs: LEASE_MS });
    try {
      const deleted = await deleteRun(store, run, { dryRun });
      const { neededBy } = deleted;
      if (neededBy.length > 0) throw new GridcastError('STORE_RUN_NEEDED', { run: run.id, neededBy });
      return {
        json: { run: run.id, dryRun, ...(deleted as unknown as { readonly [name: string]: Json }) },
        text: said(run.id, deleted, dryRun),
      };
    } finally {
      await releaseLease(catalogue, lease);
    }
  },
};

function said(id: string, { rows, objects }: DeletedRun, dryRun: boolean): string {
  const counts = Object.entries(rows).flatMap(([table, count]) => (count === 0 ? [] : [`${count} ${table}`]));
  const done = dryRun ? 'would be' : 'were';
  return `run ${id}: ${counts.join(', ')} rows and ${formatNumber(objects.length)} objects ${done} deleted`;
}
