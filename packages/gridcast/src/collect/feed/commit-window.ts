/** The catalogue rows of one window: observations, raw responses, rows set aside and the state of the feed, together. */
import type { HourUtc } from '../../core/index.ts';
import {
  recordQuarantine,
  recordRawInput,
  saveFeedState,
  type CatalogueTransaction,
  type FeedState,
  type Store,
} from '../../store/index.ts';
import { fixSource } from '../fixed-source.ts';
import { quarantineRow } from '../record-input.ts';
import type { Source } from '../source.ts';
import type { ReadWindow } from './collect-feed.ts';

export interface WindowToCommit extends ReadWindow {
  readonly source: Source;
  readonly asOfHour: HourUtc;
}

/** Publishes a window and moves the mark of what has been read, in one transaction. */
export async function commitWindow(store: Store, window: WindowToCommit, state: FeedState): Promise<void> {
  await store.catalogue.transaction().execute(async (transaction) => {
    await fixSource(transaction, window.source);
    await window.staged?.commit(transaction);
    await recordResponses(transaction, window);
    await saveFeedState(transaction, state);
  });
}

async function recordResponses(transaction: CatalogueTransaction, window: WindowToCommit): Promise<void> {
  const { asOfHour, runId } = window;
  const made = { as_of: asOfHour, run_id: runId };
  for (const { key, sha256, bytes, url } of window.raw) {
    await recordRawInput(transaction, { sha256, object_key: key, origin_name: url, bytes, ...made });
  }
  const first = window.raw[0]?.sha256 ?? '';
  const rows = window.staged?.quarantined ?? [];
  await recordQuarantine(
    transaction,
    rows.map((some) => quarantineRow(some, first, { asOfHour, runId })),
  );
}
