/** What a training set is, and how it gets its name. */
import { canonicalJson, hashJson, type HourUtc, type Json } from '../../core/index.ts';
import {
  applyDefinitions,
  declaredDefinitions,
  planDefinitions,
  type ColumnFinding,
  type FittedTransform,
  type Scale,
} from '../../features/index.ts';
import { putTrainingDataset } from '../../store/index.ts';
import type { FeatureHome } from './feature-home.ts';
import type { Split } from './splits.ts';
import type { ColumnStatistics } from './statistics.ts';
import type { TrainingPart } from './write-parts.ts';

/** What a training set is: its manifest, kept in the lake; its hash is the set's identity. */
export interface TrainingSet {
  readonly view: string;
  readonly asOf: HourUtc;
  readonly delayHours: number;
  readonly country: string;
  readonly unit: string;
  readonly keyNames: readonly string[];
  readonly scales: readonly Scale[];
  readonly features: readonly string[];
  readonly rows: number;
  readonly splits: readonly (Split & { readonly rows: number })[];
  /** Rows that belong to no split: their truth was not known when the next one begins. */
  readonly purgedRows: number;
  readonly statistics: Readonly<Record<string, ColumnStatistics>>;
  readonly parts: readonly TrainingPart[];
  /** What was done to the columns after they were computed; absent: nothing. */
  readonly transforms?: TrainingSetTransforms;
}

/** How a training set was made from another. */
export interface TrainingSetTransforms {
  /** The hash of the training set that it was made from. */
  readonly from: string;
  /** The fitted state: see `FittedColumns`. */
  readonly objectKey: string;
  /** Columns of no use to a model, judged on the train split; absent: not asked. */
  readonly findings?: readonly ColumnFinding[];
  /** Those of them that were left out. */
  readonly dropped: readonly string[];
}

/** What transforms learned, by scale and column; one object of the lake. */
export type FittedColumns = Readonly<
  Partial<Record<Scale, Readonly<Record<string, readonly FittedTransform[]>>>>
>;

/** A training set under its name. */
export interface NamedTrainingSet extends TrainingSet {
  readonly sha256: string;
  readonly objectKey: string;
}

/** Puts the manifest into the lake, and names it and its objects in the catalogue. */
export async function registerTrainingSet(home: FeatureHome, set: TrainingSet): Promise<NamedTrainingSet> {
  const { store, codeVersion } = home;
  const object = await store.lake.putBytes('training', 'json', canonicalJson(set as unknown as Json));
  const { parts, transforms } = set;
  const details = {
    parts: parts.map(({ objectKey }) => objectKey),
    codeVersion,
    ...(transforms !== undefined && { transforms: transforms.objectKey }),
  };
  await store.catalogue.transaction().execute(async (transaction) => {
    await applyDefinitions(transaction, await planDefinitions(transaction, declaredDefinitions), {
      asOf: set.asOf,
      codeVersion,
    });
    await putTrainingDataset(transaction, {
      sha256: object.sha256,
      object_key: object.key,
      view: set.view,
      as_of: set.asOf,
      rows: set.rows,
      details: JSON.stringify(details),
      run_id: hashJson({ trainingSet: object.sha256, codeVersion }).slice(0, 32),
    });
  });
  return { ...set, sha256: object.sha256, objectKey: object.key };
}
