/** Opens the lake that the settings name. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asStoreError } from '../file-errors.ts';
import { openFsLake } from './fs-lake.ts';
import { parseLakePlace } from './lake-place.ts';
import type { Lake } from './lake.ts';

/** Where a lake is. */
export interface LakeSettings {
  /** `file` (default): a folder of the home. Otherwise `gs://bucket/prefix` or `s3://bucket/prefix`. */
  readonly lake?: string | undefined;
  /** Address of the bucket's service, where it is not the provider's own. */
  readonly lakeEndpoint?: string | undefined;
  /** How much of a bucket's objects the home keeps, in GiB; default 10. */
  readonly lakeCacheGiB?: number | undefined;
}

const GIB = 2 ** 30;

/** Opens the lake of a home. A reader of a folder makes nothing; a bucket needs its cache. @throws STORE_PLACE_INVALID */
export async function openLake(
  home: string,
  { lake = 'file', lakeEndpoint, lakeCacheGiB = 10 }: LakeSettings,
  options: { readonly makeFolders: boolean },
): Promise<Lake> {
  const place = parseLakePlace(lake, lakeEndpoint);
  const folders = {
    root: join(home, place === undefined ? 'lake' : 'cache'),
    scratch: join(home, 'scratch'),
  };
  if (options.makeFolders || place !== undefined) await makeFolders(home, [folders.root, folders.scratch]);
  if (place === undefined) return openFsLake(folders);
  const { openBucketLake } = await import('./bucket-lake.ts');
  return openBucketLake({ place, folders, cacheBytes: lakeCacheGiB * GIB });
}

async function makeFolders(home: string, folders: readonly string[]): Promise<void> {
  try {
    for (const folder of folders) await mkdir(folder, { recursive: true });
  } catch (thrown) {
    throw asStoreError(thrown, home, 'making the home');
  }
}
