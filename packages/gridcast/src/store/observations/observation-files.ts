/** The files of the observations, pruned by hours. */
import type { HourUtc } from '../../core/index.ts';
import { snapshotFiles, type SnapshotFile } from '../snapshots/snapshots.ts';
import type { Store } from '../store.ts';

/** The datasets that hold versions of hourly values: their names in the catalogue, and the kinds of their objects. */
export type VersionedDataset = 'observations' | 'covariates';

export const OBSERVATIONS: VersionedDataset = 'observations';

export interface ObservationFilesOptions {
  /** Default: the observations. */
  readonly dataset?: VersionedDataset | undefined;
  readonly snapshotId?: number | undefined;
  /** First and last hour wanted, both inclusive; absent means unbounded. */
  readonly firstHour?: HourUtc | undefined;
  readonly lastHour?: HourUtc | undefined;
}

/** The files of a snapshot that may hold rows of the hours wanted, in the order they were added. */
export async function observationFiles(
  store: Store,
  options: ObservationFilesOptions,
): Promise<SnapshotFile[]> {
  const files = await snapshotFiles(store.catalogue, {
    dataset: options.dataset ?? OBSERVATIONS,
    snapshotId: options.snapshotId,
  });
  const { firstHour = -Infinity, lastHour = Infinity } = options;
  return files.filter((file) => file.max_hour >= firstHour && file.min_hour <= lastHour);
}

/** Local paths of files, their content checked. */
export async function localPaths(store: Store, files: readonly SnapshotFile[]): Promise<string[]> {
  const paths: string[] = [];
  for (const file of files) paths.push(await store.lake.localPath(file.object_key));
  return paths;
}
