/** The key columns of a home's observations. */
import { GridcastError } from '../../core/index.ts';
import { findSetting, fixSetting } from '../catalogue/settings.ts';
import type { Catalogue } from '../store.ts';

const KEY_NAMES = 'observation_keys';
const OWN_COLUMNS: readonly string[] = ['target_hour_utc', 'value', 'known_at_utc', 'version'];

/** The names of the key columns, in the source's order; undefined where nothing was ever observed. */
export async function findKeyNames(catalogue: Catalogue): Promise<readonly string[] | undefined> {
  const text = await findSetting(catalogue, KEY_NAMES);
  return text === undefined ? undefined : (JSON.parse(text) as string[]);
}

/** Fixes the key columns of a home. @throws STORE_SETTING_FIXED where it has others. */
export async function fixKeyNames(catalogue: Catalogue, keyNames: readonly string[]): Promise<void> {
  await fixSetting(catalogue, KEY_NAMES, JSON.stringify(keyNames));
}

/** Refuses key columns that no file could hold: empty, repeated (whatever the case), or named as one of the store's own. */
export function assertKeyNames(keyNames: readonly string[]): void {
  const seen = new Set(OWN_COLUMNS);
  for (const name of keyNames) {
    const folded = name.toLowerCase();
    if (name === '') throw invalid(keyNames, 'a column needs a name');
    if (OWN_COLUMNS.includes(folded)) throw invalid(keyNames, `"${name}" is a column of the store's own`);
    if (seen.has(folded)) throw invalid(keyNames, `"${name}" is there twice (case is not told apart)`);
    seen.add(folded);
  }
}

function invalid(keyNames: readonly string[], reason: string): GridcastError {
  return new GridcastError('STORE_KEY_NAMES_INVALID', { keyNames, reason });
}
