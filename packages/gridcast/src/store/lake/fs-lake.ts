/**
 * The lake in a folder. flydrive looks up, lists and deletes. Writing is done with `node:fs`, for flydrive's `put` neither
 * syncs nor renames, and a crash must leave an object whole or absent; reading is too, so that it need not be loaded.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disk } from 'flydrive';
import { GridcastError, reasonOf, sha256Hex } from '../../core/index.ts';
import { asStoreError, systemCode } from '../file-errors.ts';
import { moveDurably, syncPath, writeSynced } from './durable-files.ts';
import { isDamage, type Lake, type LakeKind, type LakeObject, type StoredObject } from './lake.ts';
import { checkedKey, isKey, objectKey, sha256OfKey } from './object-key.ts';

export interface FsLakeOptions {
  /** Folder of the objects. */
  readonly root: string;
  /** Folder of unfinished files, on the same file system. */
  readonly scratch: string;
}

/** Opens the lake in a folder; flydrive is loaded when it is first needed. */
export function openFsLake(options: FsLakeOptions): Lake {
  return new FsLake(options);
}

class FsLake implements Lake {
  readonly name: string;
  readonly #root: string;
  readonly #scratch: string;
  readonly #verified = new Set<string>();
  #disk: Promise<Disk> | undefined;

  constructor(options: FsLakeOptions) {
    this.name = options.root;
    this.#root = options.root;
    this.#scratch = options.scratch;
  }

  async putBytes(kind: LakeKind, extension: string, content: Uint8Array | string): Promise<LakeObject> {
    const bytes = Buffer.byteLength(content);
    const object = named(kind, extension, { sha256: sha256Hex(content), bytes });
    const path = this.scratchPath(extension);
    return this.#guarded(path, async () => {
      await writeSynced(path, content);
      await this.#publish(path, object);
      return object;
    });
  }

  async putFile(kind: LakeKind, extension: string, path: string): Promise<LakeObject> {
    return this.#guarded(path, async () => {
      const object = named(kind, extension, await digest(createReadStream(path)));
      await syncPath(path);
      await this.#publish(path, object);
      return object;
    });
  }

  async read(key: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    await this.#verify(key, (chunk) => chunks.push(chunk));
    return Buffer.concat(chunks);
  }

  async localPath(key: string): Promise<string> {
    if (!this.#verified.has(key)) await this.#verify(key, () => undefined);
    return this.#path(key);
  }

  async has(key: string): Promise<boolean> {
    checkedKey(key);
    return (await this.#open()).exists(key);
  }

  async isWhole(key: string): Promise<boolean> {
    try {
      await this.#verify(key, () => undefined);
      return true;
    } catch (thrown) {
      if (isDamage(thrown)) return false;
      throw thrown;
    }
  }

  async remove(key: string): Promise<void> {
    checkedKey(key);
    this.#verified.delete(key);
    await (await this.#open()).delete(key);
  }

  scratchPath(extension: string): string {
    return join(this.#scratch, `${randomUUID()}.${extension}`);
  }

  async *list(): AsyncIterable<StoredObject> {
    const disk = await this.#open();
    const { objects } = await disk.listAll('', { recursive: true });
    for (const object of objects) {
      if (!object.isFile || !isKey(object.key)) continue;
      const { contentLength, lastModified } = await object.getMetaData();
      yield { key: object.key, bytes: contentLength, modifiedAtMs: lastModified.getTime() };
    }
  }

  async reach(): Promise<void> {
    await access(this.#root).catch((thrown: unknown) => {
      throw new GridcastError(
        'STORE_LAKE_FAILED',
        { lake: this.name, doing: 'looking whether it is there', reason: reasonOf(thrown) },
        { cause: thrown },
      );
    });
  }

  async close(): Promise<void> {}

  #path(key: string): string {
    return join(this.#root, checkedKey(key));
  }

  async #open(): Promise<Disk> {
    this.#disk ??= loadDisk(this.#root);
    return this.#disk;
  }

  /** Replaces an object that is there by its equal: that mends a torn one, and its new age keeps it from collection. */
  async #publish(path: string, object: LakeObject): Promise<void> {
    await moveDurably(path, this.#path(object.key));
    this.#verified.add(object.key);
  }

  async #verify(key: string, take: (chunk: Buffer) => void): Promise<void> {
    const path = this.#path(key);
    const { sha256 } = await digest(createReadStream(path), take).catch((thrown: unknown) => {
      if (systemCode(thrown) !== 'ENOENT') throw thrown;
      throw new GridcastError('STORE_OBJECT_MISSING', { key, path }, { cause: thrown });
    });
    if (sha256 !== sha256OfKey(key)) {
      this.#verified.delete(key);
      throw new GridcastError('STORE_OBJECT_ALTERED', { key, path, foundSha256: sha256 });
    }
    this.#verified.add(key);
  }

  async #guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      await rm(path, { force: true });
      throw asStoreError(thrown, this.#root, 'writing an object');
    }
  }
}

async function loadDisk(root: string): Promise<Disk> {
  const [{ Disk }, { FSDriver }] = await Promise.all([import('flydrive'), import('flydrive/drivers/fs')]);
  return new Disk(new FSDriver({ location: root, visibility: 'private' }));
}

function named(
  kind: LakeKind,
  extension: string,
  content: { readonly sha256: string; readonly bytes: number },
): LakeObject {
  return { key: objectKey(kind, content.sha256, extension), ...content };
}

async function digest(
  chunks: AsyncIterable<Buffer>,
  take?: (chunk: Buffer) => void,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
    take?.(chunk);
  }
  return { sha256: hash.digest('hex'), bytes };
}
