/** Which snapshots were undone: what was computed from them rests on rows that are no longer in force. */
import { findSetting, setSetting } from '../catalogue/settings.ts';
import type { Catalogue, CatalogueTransaction } from '../store.ts';

const settingOf = (dataset: string): string => `undone:${dataset}`;

/** The ids of a dataset's snapshots that were undone and not brought back. */
export async function undoneSnapshots(catalogue: Catalogue, dataset: string): Promise<ReadonlySet<number>> {
  const text = await findSetting(catalogue, settingOf(dataset));
  return new Set(text === undefined ? [] : (JSON.parse(text) as number[]));
}

/** Remembers an undoing; part of its commit. The snapshot that it brings back is in force again. */
export async function markUndone(
  transaction: CatalogueTransaction,
  dataset: string,
  { undone, restored }: { readonly undone: number; readonly restored: number | undefined },
): Promise<void> {
  const ids = new Set(await undoneSnapshots(transaction, dataset)).add(undone);
  if (restored !== undefined) ids.delete(restored);
  await setSetting(transaction, settingOf(dataset), JSON.stringify([...ids].sort((a, b) => a - b)));
}
