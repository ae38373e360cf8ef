/** The lake: immutable objects named after their content. */
import { GridcastError } from '../../core/index.ts';

/** What an object is; also the first part of its key. */
export type LakeKind =
  | 'raw'
  | 'parsed'
  | 'observations'
  | 'covariates'
  | 'quarantine'
  | 'validation'
  | 'features'
  | 'training'
  | 'models'
  | 'forecasts'
  | 'errors'
  | 'served'
  | 'statistics'
  | 'reports'
  | 'trials'
  | 'sweeps'
  | 'selections'
  | 'configurations';

/** A stored object: `key` is `<kind>/<first two of sha256>/<sha256>.<extension>`. */
export interface LakeObject {
  readonly key: string;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Object storage with content names. An object appears whole or not at all; putting content that is already there leaves its
 * bytes as they are. Invariant: the bytes under a key always have the key's hash; a read that finds other bytes throws
 * STORE_OBJECT_ALTERED, a missing object throws STORE_OBJECT_MISSING. A
 * bucket that does not answer, or refuses, throws STORE_LAKE_FAILED.
 */
export interface Lake {
  /** Where it is, as a person would name it: a folder, or `gs://bucket/prefix`; never with credentials. */
  readonly name: string;
  putBytes(kind: LakeKind, extension: string, content: Uint8Array | string): Promise<LakeObject>;
  /** Takes a finished local file (made at `scratchPath`) into the lake; the file is moved. */
  putFile(kind: LakeKind, extension: string, path: string): Promise<LakeObject>;
  /** Reads an object and checks its hash. */
  read(key: string): Promise<Buffer>;
  /**
   * A local path of the object, for DuckDB and LightGBM; a remote lake keeps a cache by hash. The hash is checked at the
   * first call for a key in this process.
   */
  localPath(key: string): Promise<string>;
  has(key: string): Promise<boolean>;
  /** Whether the object is there with the content of its name, looked at where it is kept and past any cache. */
  isWhole(key: string): Promise<boolean>;
  remove(key: string): Promise<void>;
  /** A fresh path for a file that is being written, on the same file system as the lake. */
  scratchPath(extension: string): string;
  /** All objects, in no order; what is not named by content is passed over. */
  list(): AsyncIterable<StoredObject>;
  /** Returns where the lake answers. @throws STORE_LAKE_FAILED */
  reach(): Promise<void>;
  /** Gives connections back; the lake is not used afterwards. */
  close(): Promise<void>;
}

/** An object as the lake lists it. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  readonly modifiedAtMs: number;
}

/** Whether something was thrown because an object is missing or altered, so that another copy of it may help. */
export function isDamage(thrown: unknown): boolean {
  return (
    thrown instanceof GridcastError &&
    (thrown.code === 'STORE_OBJECT_MISSING' || thrown.code === 'STORE_OBJECT_ALTERED')
  );
}
