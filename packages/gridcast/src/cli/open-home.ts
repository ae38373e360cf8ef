/** Opens the home that the settings name, for one command. */
import type { Config } from '../config/index.ts';
import { openStore, type Store, type StoreSettings } from '../store/index.ts';
import type { CommandContext } from './command.ts';

/** Where the settings say that the store's parts are. */
export function storeSettings({ home, lake, lakeEndpoint, lakeCacheGiB, catalogue }: Config): StoreSettings {
  return { home, lake, lakeEndpoint, lakeCacheGiB, catalogue };
}

/** Opens the home's store for writing. */
export async function openHome({ settings, logger }: CommandContext): Promise<Store> {
  return openStore({ ...storeSettings(settings.config), logger });
}

/** Runs work on the home's store, opened for reading only: a home that is not there is an error. */
export async function withStore<Result>(
  { settings, logger }: CommandContext,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  await using store = await openStore({ ...storeSettings(settings.config), readOnly: true, logger });
  return await work(store);
}
