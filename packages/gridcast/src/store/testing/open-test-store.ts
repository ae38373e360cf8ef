/** Stores in a temporary folder, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type OpenStoreOptions } from '../open-store.ts';
import type { Store } from '../store.ts';

/** A fresh store that is removed when it is closed; its path is odd on purpose. */
export async function openTestStore(settings: Omit<OpenStoreOptions, 'home'> = {}): Promise<Store> {
  const home = await mkdtemp(join(tmpdir(), "gridcast [store] it's env=prod "));
  const store = await openStore({ home, ...settings });
  return {
    home,
    settings: store.settings,
    lake: store.lake,
    catalogue: store.catalogue,
    async [Symbol.asyncDispose](): Promise<void> {
      await store[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true });
    },
  };
}
