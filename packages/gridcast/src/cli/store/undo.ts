/** `store undo`: takes the latest ingestion back; what it brought stays readable by its snapshot. */
import { GridcastError, hashJson, hourOfMs, type Json } from '../../core/index.ts';
import { latestSnapshotId, undoSnapshot, type UndoneSnapshot } from '../../store/index.ts';
import { openHome } from '../open-home.ts';
import { wholeNumber } from '../global-flags.ts';
import { readInstantFlag } from '../open-run.ts';
import type { StoreVerb } from './verb.ts';

class DryRun extends Error {}

export const undoVerb: StoreVerb = {
  usage: 'undo DATASET [--snapshot N] [--dry-run]',
  run: async (context, [dataset]) => {
    const { flags, nowMs } = context;
    if (dataset === undefined) {
      throw new GridcastError('USAGE_MISSING_VALUE', {
        name: 'the dataset',
        example: 'gridcast store undo observations',
      });
    }
    await using store = await openHome(context);
    const dryRun = flags['dry-run'] === true;
    const asOf = readInstantFlag('--as-of', flags['as-of']) ?? hourOfMs(nowMs());
    const asked = wholeNumber('--snapshot', flags['snapshot']);
    const snapshotId = asked ?? (await latestSnapshotId(store.catalogue, dataset)) ?? 0;
    const runId = hashJson({ undo: dataset, snapshotId }).slice(0, 32);
    let undone: UndoneSnapshot | undefined;
    try {
      await store.catalogue.transaction().execute(async (transaction) => {
        undone = await undoSnapshot(transaction, { dataset, snapshotId, asOf, runId });
        if (dryRun) throw new DryRun();
      });
    } catch (thrown) {
      if (!(thrown instanceof DryRun)) throw thrown;
    }
    return {
      json: { dryRun, undone: snapshotId, ...(undone as unknown as Record<string, Json>) },
      text: textOf(dataset, snapshotId, { dryRun, undone }),
    };
  },
};

function textOf(
  dataset: string,
  snapshotId: number,
  { dryRun, undone }: { readonly dryRun: boolean; readonly undone: UndoneSnapshot | undefined },
): string {
  const [verb, now] = dryRun ? ['would be', 'would be'] : ['was', 'is'];
  const like = undone?.restored === undefined ? 'empty' : `as in snapshot ${undone.restored}`;
  return (
    `Snapshot ${snapshotId} of ${dataset} ${verb} undone: the newest ${now} ${like} ` +
    `(${undone?.removedFiles ?? 0} files out, ${undone?.addedFiles ?? 0} back in). What it brought stays readable by its number.`
  );
}
