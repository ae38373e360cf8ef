/** The log of served vectors: a fair sample of what was answered, kept to be recomputed later. */
import { setImmediate } from 'node:timers/promises';
import { formatKey, hourOfMs, reasonOf, type Logger } from '../core/index.ts';
import { links } from '../model/index.ts';
import {
  addLoggedBatches,
  openSqlEngine,
  putQuery,
  type NewLoggedBatch,
  type SqlEngine,
  type Store,
} from '../store/index.ts';
import type { OnlineVector } from './online-vectors.ts';

/** Counts since the log was opened. */
export interface VectorLogCounts {
  readonly served: number;
  /** Vectors that are written. */
  readonly logged: number;
  /** Batches that could not be written and were dropped. */
  readonly failedBatches: number;
}

/** Takes note of served vectors; never waits, never throws. */
export interface VectorLog extends AsyncDisposable {
  readonly add: (vectors: readonly OnlineVector[]) => void;
  readonly counts: () => VectorLogCounts;
  /** Writes what is held; also done when a vector comes after the end of a window, and at disposal. */
  readonly flush: () => Promise<void>;
}

export interface OpenVectorLogOptions {
  /** Opens the home for writing, for one batch; the log closes it. */
  readonly openStore: () => Promise<Store>;
  /** The wall clock, in milliseconds since the epoch. */
  readonly nowMs: () => number;
  readonly logger: Logger;
  /** Default ten minutes. */
  readonly windowMs?: number;
  /** Vectors kept of a window. Default 128. */
  readonly capacity?: number;
  /** Batches are forgotten so long after their last vector. Default 168: seven days. */
  readonly retentionHours?: number;
}

interface Held {
  readonly vectors: Map<string, OnlineVector>;
  served: number;
  /** Vectors that were not held already. */
  distinct: number;
  readonly endMs: number;
}

/**
 * Opens the log. The rule: within a window a series is kept once for each origin; up to `capacity` all are kept, and beyond
 * that each has the same chance (reservoir sampling by an integer hash of its number). A vector is held by reference, so
 * taking note costs a map entry; a batch is written in small pieces between answers. A batch that cannot be written, because
 * another process holds the catalogue or the disk is full, is dropped, counted and logged: answers never depend on it.
 */
export function openVectorLog(options: OpenVectorLogOptions): VectorLog {
  const { nowMs, logger, windowMs = 600_000, capacity = 128 } = options;
  const counts = { served: 0, logged: 0, failedBatches: 0 };
  const fresh = (): Held => ({
    vectors: new Map(),
    served: 0,
    distinct: 0,
    endMs: nowMs() + windowMs,
  });
  let held = fresh();
  let writing: Promise<void> = Promise.resolve();

  async function write(batch: Held, earlier: Promise<void>): Promise<void> {
    await earlier;
    try {
      await writeBatch(options, batch);
      counts.logged += batch.vectors.size;
    } catch (thrown) {
      counts.failedBatches++;
      const reason = reasonOf(thrown);
      logger.warn('served vectors not logged', { vectors: batch.vectors.size, reason });
    }
  }

  function flush(): Promise<void> {
    const batch = held;
    held = fresh();
    if (batch.vectors.size > 0) writing = write(batch, writing);
    return writing;
  }

  return {
    add: (vectors) => {
      if (nowMs() >= held.endMs) void flush();
      for (const vector of vectors) {
        counts.served++;
        keep(held, vector, capacity);
      }
    },
    counts: () => ({ ...counts }),
    flush,
    [Symbol.asyncDispose]: flush,
  };
}

function keep(held: Held, vector: OnlineVector, capacity: number): void {
  held.served++;
  const name = `${vector.origin} ${formatKey(vector.key)}`;
  if (held.vectors.has(name)) return;
  held.distinct++;
  if (held.vectors.size < capacity) {
    held.vectors.set(name, vector);
    return;
  }
  const place = hashOf(held.distinct) % held.distinct;
  if (place >= capacity) return;
  const dropped = [...held.vectors.keys()][place];
  if (dropped !== undefined) held.vectors.delete(dropped);
  held.vectors.set(name, vector);
}

/** A well mixed 32-bit hash of a whole number (murmur3's finaliser). */
function hashOf(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

async function writeBatch(options: OpenVectorLogOptions, held: Held): Promise<void> {
  const { openStore, nowMs, retentionHours = 168 } = options;
  await using store = await openStore();
  using engine = await openSqlEngine({ threads: 1 });
  const hour = hourOfMs(nowMs());
  const groups = Map.groupBy(held.vectors.values(), ({ view, origin, dataUntilHour, snapshotId }) =>
    JSON.stringify([view, origin, dataUntilHour, snapshotId]),
  );
  const batches: NewLoggedBatch[] = [];
  for (const vectors of groups.values()) {
    const [first] = vectors as [OnlineVector];
    const object = await putQuery(store.lake, engine, {
      kind: 'served',
      query: await rowsQuery(engine, vectors),
    });
    batches.push({
      object_key: object.key,
      view: first.view,
      origin: first.origin,
      delay_hours: first.origin - first.dataUntilHour,
      snapshot_id: first.snapshotId ?? null,
      vectors: vectors.length,
      served: held.served,
      last_served_hour: hour,
    });
  }
  await store.catalogue
    .transaction()
    .execute((transaction) =>
      addLoggedBatches(transaction, { batches, forgetBeforeHour: hour - retentionHours }),
    );
}

/** Vectors that are turned into columns without a pause: some 5 ms. */
const PIECE = 4;

/** The rows of vectors of one origin: key_0…, link, target and the features. */
async function rowsQuery(engine: SqlEngine, vectors: readonly OnlineVector[]): Promise<string> {
  // one origin can be made twice, with other covariates
  const names = new Set(
    vectors.flatMap((one) => links.flatMap((link) => one.links[link].map(({ name }) => name))),
  );
  for (let start = 0; start < vectors.length; start += PIECE) {
    const columns = columnsOf(vectors.slice(start, start + PIECE), names);
    await (start === 0 ? engine.createTable('served', columns) : engine.appendTable('served', columns));
    await setImmediate();
  }
  const keys = (vectors[0]?.key ?? []).map((_, i) => `key_${i}`);
  return `SELECT * FROM served ORDER BY ${[...keys, 'link', 'target'].join(', ')}`;
}

function columnsOf(
  vectors: readonly OnlineVector[],
  names: ReadonlySet<string>,
): Record<string, Float64Array | Int32Array | readonly string[]> {
  const parts = vectors.flatMap((vector) =>
    links.map((link, place) => ({
      vector,
      place,
      leads: vector.links[link][0]?.values.length ?? 0,
      features: new Map(vector.links[link].map(({ name, values }) => [name, values])),
    })),
  );
  const cells = parts.flatMap(({ vector, place, leads }) =>
    Array.from({ length: leads }, (_, lead) => ({ key: vector.key, place, target: vector.origin + lead })),
  );
  const joined = (name: string): Float64Array =>
    Float64Array.from(
      parts.flatMap(({ features, leads }) =>
        Array.from({ length: leads }, (_, i) => features.get(name)?.[i] ?? Number.NaN),
      ),
    );
  return {
    ...Object.fromEntries(
      (vectors[0]?.key ?? []).map((_, i) => [`key_${i}`, cells.map(({ key }) => key[i] ?? '')]),
    ),
    link: Int32Array.from(cells, ({ place }) => place),
    target: Int32Array.from(cells, ({ target }) => target),
    ...Object.fromEntries([...names].map((name) => [name, joined(name)])),
  };
}
