/** Reads every stored version of a few series as it was stored: no as-of, no delay, nothing held in memory. */
import type { SeriesKey } from '../../core/index.ts';
import { amongSeries } from '../forecasts/forecast-relation.ts';
import type { SqlEngine } from '../sql/engine.ts';
import type { Store } from '../store.ts';
import { findKeyNames } from './key-names.ts';
import { localPaths, observationFiles } from './observation-files.ts';
import { observationRows } from './observation-sql.ts';

/** A version as stored; `known` is NaN for a regular first version. Columns of one length, ordered by hour and version. */
export interface StoredVersions {
  readonly hour: Float64Array;
  readonly value: Float64Array;
  readonly known: Float64Array;
  readonly version: Float64Array;
}

export interface ReadVersionsOptions {
  readonly key: SeriesKey;
  /** First and last hour, both inclusive. */
  readonly firstHour: number;
  readonly lastHour: number;
  /** Default: the latest snapshot. */
  readonly snapshotId?: number | undefined;
}

/** The stored versions of one series. @throws STORE_SNAPSHOT_UNKNOWN */
export async function readVersions(
  store: Store,
  engine: SqlEngine,
  { key, firstHour, lastHour, snapshotId }: ReadVersionsOptions,
): Promise<StoredVersions> {
  const hours = { firstHour, lastHour };
  const files = await observationFiles(store, { snapshotId, ...hours });
  const nothing = new Float64Array();
  if (files.length === 0) return { hour: nothing, value: nothing, known: nothing, version: nothing };
  const keyNames = (await findKeyNames(store.catalogue)) ?? [];
  const paths = await localPaths(store, files);
  const { columns } = await engine.numbers(
    `SELECT hour, value, known, version FROM (${observationRows({ paths, keyNames, ...hours })})
     WHERE ${amongSeries([key])} ORDER BY hour, version`,
  );
  const column = (name: string): Float64Array => columns[name] ?? nothing;
  return {
    hour: column('hour'),
    value: column('value'),
    known: column('known'),
    version: column('version'),
  };
}
