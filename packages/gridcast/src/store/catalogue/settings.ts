/** Settings of a home: one text per name. */
import { GridcastError } from '../../core/index.ts';
import type { Catalogue } from '../store.ts';

/** The value of a setting; undefined where it was never set. */
export async function findSetting(catalogue: Catalogue, name: string): Promise<string | undefined> {
  const row = await catalogue
    .selectFrom('setting')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.value;
}

/** Sets a setting, replacing what it was. */
export async function setSetting(catalogue: Catalogue, name: string, value: string): Promise<void> {
  await catalogue
    .insertInto('setting')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/**
 * Sets a setting that the first writer fixes for the life of the home, such as its source; the same value again is fine.
 *
 * @throws STORE_SETTING_FIXED where another value stands.
 */
export async function fixSetting(catalogue: Catalogue, name: string, value: string): Promise<void> {
  await catalogue
    .insertInto('setting')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const stored = await findSetting(catalogue, name);
  if (stored !== value) {
    throw new GridcastError('STORE_SETTING_FIXED', { name, stored: stored ?? '', given: value });
  }
}
