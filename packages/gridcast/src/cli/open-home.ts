/** Opens the home that the settings name, for one command. */
import { openStore, type Store } from '../store/index.ts';
import type { CommandContext } from './command.ts';

/** Runs work on the home's store, opened for reading only: a home that is not there is an error. */
export async function withStore<Result>(
  { settings, logger }: CommandContext,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  await using store = await openStore({ home: settings.config.home, readOnly: true, logger });
  return await work(store);
}
