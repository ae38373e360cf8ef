import { LightGbmUsageError } from './errors.ts';
import type { ObjectId } from './protocol/operations.ts';
import type { WorkerConnection } from './worker/connection.ts';

const registries = new WeakMap<WorkerConnection, FinalizationRegistry<ObjectId>>();

/** Something that lives in the worker; its memory goes with `using`, `free()` or garbage collection. */
export abstract class RemoteObject implements Disposable {
  readonly #connection: WorkerConnection;
  readonly #id: ObjectId;
  #isFreed = false;

  protected constructor(connection: WorkerConnection, id: ObjectId) {
    this.#connection = connection;
    this.#id = id;
    registryOf(connection).register(this, id, this);
  }

  /** How an error names this object. */
  protected abstract readonly label: string;

  /** Frees the native memory; a second call does nothing, any other use afterwards is an error. */
  free(): void {
    if (this.#isFreed) return;
    this.#isFreed = true;
    registryOf(this.#connection).unregister(this);
    freeQuietly(this.#connection, this.#id);
  }

  [Symbol.dispose](): void {
    this.free();
  }

  /**
   * The number the worker knows this object by.
   *
   * @internal
   * @throws LightGbmUsageError when it was freed or belongs to another LightGbm.
   */
  idIn(connection: WorkerConnection): ObjectId {
    if (this.#isFreed) throw new LightGbmUsageError(`The ${this.label} was freed.`);
    if (connection !== this.#connection) {
      throw new LightGbmUsageError(`The ${this.label} belongs to another LightGbm.`);
    }
    return this.#id;
  }
}

function registryOf(connection: WorkerConnection): FinalizationRegistry<ObjectId> {
  const found = registries.get(connection);
  if (found !== undefined) return found;
  const registry = new FinalizationRegistry<ObjectId>((id) => freeQuietly(connection, id));
  registries.set(connection, registry);
  return registry;
}

function freeQuietly(connection: WorkerConnection, id: ObjectId): void {
  // A closed worker has freed everything already, so its refusal is no news.
  connection.request('free', { id }).catch(() => undefined);
}
