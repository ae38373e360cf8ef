/** What the routes read through: a home's store, one SQL engine, and a memory of results that cannot change. */
import { openSqlEngine, type SqlEngine, type Store } from '../../store/index.ts';
import { createMemory, type Memory } from './memory.ts';

/** Everything a route may read. */
export interface Reads extends Disposable {
  readonly store: Store;
  readonly engine: SqlEngine;
  /** Overrides the delay that the forecast was made with. */
  readonly delayHours: number | undefined;
  readonly memory: Memory;
}

export interface OpenReadsOptions {
  readonly store: Store;
  readonly delayHours?: number | undefined;
  /** Threads of the SQL engine; never changes a result. Default 2. */
  readonly threads?: number;
}

const REMEMBERED_RESULTS = 256;

/** Opens the reads of a store; disposing them leaves the store open. */
export async function openReads(options: OpenReadsOptions): Promise<Reads> {
  const engine = await openSqlEngine({ threads: options.threads ?? 2 });
  return {
    store: options.store,
    engine,
    delayHours: options.delayHours,
    memory: createMemory(REMEMBERED_RESULTS),
    [Symbol.dispose]: () => engine[Symbol.dispose](),
  };
}
