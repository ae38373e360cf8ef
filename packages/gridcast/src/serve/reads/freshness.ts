/** The freshness of the home's feed. */
import { keyNamesOf } from '../../collect/index.ts';
import { hourOfMs } from '../../core/index.ts';
import { measureFreshness, promisedDelay, type FreshnessReport } from '../../monitor/index.ts';
import { latestSnapshotId } from '../../store/index.ts';
import { readSource } from './publication.ts';
import type { Reads } from './reads.ts';

/** Measured once an hour and snapshot. @throws SERVE_NOTHING_PUBLISHED */
export async function readFreshness(reads: Reads, nowMs: number): Promise<FreshnessReport> {
  const { source } = await readSource(reads);
  const delayHours = reads.delayHours ?? (await promisedDelay(reads.store, source.defaultDelayHours));
  const nowHour = hourOfMs(nowMs);
  const snapshotId = await latestSnapshotId(reads.store.catalogue, 'observations');
  return reads.memory(`freshness ${JSON.stringify([snapshotId, nowHour, delayHours])}`, () =>
    measureFreshness({
      store: reads.store,
      engine: reads.engine,
      keyNames: keyNamesOf(source),
      nowHour,
      finished: source.finished,
      delayHours,
    }),
  );
}
