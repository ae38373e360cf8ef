/**
 * The lake in a bucket. Every object passes through a folder of the home, named by its hash: DuckDB and LightGBM read files, and
 * a content name never goes stale. An upload is one request, so that an object appears whole or not at all.
 */
import { createReadStream } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { GridcastError } from '../../core/index.ts';
import { asStoreError, isDiskFull, systemCode } from '../file-errors.ts';
import { writePoint } from '../write-points.ts';
import { innermostReason, isAbsent, retrying } from './bucket-errors.ts';
import { openBucket, type Bucket, type BucketPage } from './buckets.ts';
import { trimCache } from './cache-trim.ts';
import { openFsLake, type FsLakeOptions } from './fs-lake.ts';
import { nameOfPlace, type BucketPlace } from './lake-place.ts';
import { isDamage, type Lake, type LakeKind, type LakeObject, type StoredObject } from './lake.ts';
import { checkedKey, isKey, partsOfKey, sha256OfKey } from './object-key.ts';
import { saveStream } from './save-stream.ts';

export interface BucketLakeOptions {
  readonly place: BucketPlace;
  /** The cache's folder, and unfinished files beside it. */
  readonly folders: FsLakeOptions;
  /** How much the cache may hold; what was used within the last hour stays even above it. */
  readonly cacheBytes: number;
  /** A download that gives nothing for so long is given up and tried again; default 30 s. */
  readonly stallMs?: number;
}

/** Opens the lake in a bucket; nothing is loaded or asked before it is first needed. */
export function openBucketLake(options: BucketLakeOptions): Lake {
  return new BucketLake(options);
}

class BucketLake implements Lake {
  readonly name: string;
  readonly #place: BucketPlace;
  readonly #cache: Lake;
  readonly #cacheRoot: string;
  readonly #cacheBytes: number;
  readonly #stallMs: number;
  #bucket: Promise<Bucket> | undefined;
  /** Bytes that came into the cache since it was last looked through; at first nothing is known. */
  #unseenBytes = Infinity;

  constructor({ place, folders, cacheBytes, stallMs = 30_000 }: BucketLakeOptions) {
    this.name = nameOfPlace(place);
    this.#place = place;
    this.#cache = openFsLake(folders);
    this.#cacheRoot = folders.root;
    this.#cacheBytes = cacheBytes;
    this.#stallMs = stallMs;
  }

  async putBytes(kind: LakeKind, extension: string, content: Uint8Array | string): Promise<LakeObject> {
    return this.#upload(await this.#cache.putBytes(kind, extension, content));
  }

  async putFile(kind: LakeKind, extension: string, path: string): Promise<LakeObject> {
    return this.#upload(await this.#cache.putFile(kind, extension, path));
  }

  async read(key: string): Promise<Buffer> {
    return this.#fromCache(key, () => this.#cache.read(key));
  }

  async localPath(key: string): Promise<string> {
    return this.#fromCache(key, async () => {
      const path = await this.#cache.localPath(key);
      // Sets the change time, by which the cache tells what is in use; fails where another process removed the file.
      await chmod(path, 0o644);
      return path;
    });
  }

  async has(key: string): Promise<boolean> {
    const path = this.#pathOf(key);
    return this.#ask(`looking for ${key}`, ({ disk }) => disk.exists(path));
  }

  async isWhole(key: string): Promise<boolean> {
    try {
      await this.#download(key);
      return true;
    } catch (thrown) {
      if (isDamage(thrown)) return false;
      throw thrown;
    }
  }

  async remove(key: string): Promise<void> {
    const path = this.#pathOf(key);
    await this.#ask(`removing ${key}`, ({ disk }) => disk.delete(path));
    await this.#cache.remove(key);
  }

  scratchPath(extension: string): string {
    return this.#cache.scratchPath(extension);
  }

  async *list(): AsyncIterable<StoredObject> {
    const { prefix } = this.#place;
    let token: string | undefined;
    do {
      const page = await this.#page(token);
      for (const object of page.objects) {
        const key = object.key.slice(prefix.length);
        if (isKey(key)) yield { ...object, key };
      }
      token = page.next;
    } while (token !== undefined && token !== '');
  }

  async reach(): Promise<void> {
    await this.#page(undefined);
  }

  async close(): Promise<void> {
    const bucket = await this.#bucket?.catch(() => undefined);
    bucket?.close();
  }

  async #page(token: string | undefined): Promise<BucketPage> {
    return this.#ask('listing its objects', ({ listPage }) => listPage(token));
  }

  #pathOf(key: string): string {
    return this.#place.prefix + checkedKey(key);
  }

  /** Uploads what the cache holds, over an equal that may be there: its new age keeps it from collection. */
  async #upload(object: LakeObject): Promise<LakeObject> {
    const path = this.#pathOf(object.key);
    const local = await this.#cache.localPath(object.key);
    writePoint('lake upload, before');
    await this.#ask(`writing ${object.key}`, async ({ disk, putOptions }) => {
      const content = createReadStream(local);
      try {
        await disk.putStream(path, content, putOptions(object));
      } finally {
        content.destroy();
      }
    });
    writePoint('lake upload, after');
    await this.#trim(object.bytes);
    return object;
  }

  async #fromCache<Result>(key: string, read: () => Promise<Result>): Promise<Result> {
    try {
      return await read();
    } catch (thrown) {
      if (!isDamage(thrown) && systemCode(thrown) !== 'ENOENT') throw thrown;
    }
    await this.#download(key);
    return read();
  }

  async #download(key: string): Promise<void> {
    const path = this.#pathOf(key);
    const { kind, extension } = partsOfKey(key);
    const local = await this.#ask(`reading ${key}`, async ({ disk }) => {
      const unfinished = this.scratchPath(extension);
      try {
        await saveStream(await disk.getStream(path), unfinished, this.#stallMs);
        return unfinished;
      } catch (thrown) {
        await rm(unfinished, { force: true });
        throw isAbsent(thrown) ? this.#missing(key, thrown) : thrown;
      }
    });
    const object = await this.#cache.putFile(kind, extension, local);
    if (object.key !== key) {
      await this.#cache.remove(object.key);
      const found = { key, path: `${this.name}, ${path}`, foundSha256: sha256OfKey(object.key) };
      throw new GridcastError('STORE_OBJECT_ALTERED', found);
    }
    await this.#trim(object.bytes);
  }

  #missing(key: string, cause: unknown): GridcastError {
    return new GridcastError('STORE_OBJECT_MISSING', { key, path: this.name }, { cause });
  }

  async #trim(newBytes: number): Promise<void> {
    this.#unseenBytes += newBytes;
    if (this.#unseenBytes < this.#cacheBytes / 20) return;
    this.#unseenBytes = 0;
    await trimCache(this.#cacheRoot, this.#cacheBytes);
  }

  async #ask<Result>(doing: string, question: (bucket: Bucket) => Promise<Result>): Promise<Result> {
    try {
      this.#bucket ??= openBucket(this.#place);
      const bucket = await this.#bucket;
      return await retrying(() => question(bucket));
    } catch (thrown) {
      if (thrown instanceof GridcastError) throw thrown;
      if (isDiskFull(thrown)) throw asStoreError(thrown, this.scratchPath('part'), doing);
      const reason = innermostReason(thrown);
      throw new GridcastError('STORE_LAKE_FAILED', { lake: this.name, doing, reason }, { cause: thrown });
    }
  }
}
