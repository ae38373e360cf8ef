/** Training sets that were made before, and their files. */
import { getTrainingDataset, openSqlEngine, writeTable, type Store } from '../../store/index.ts';
import type { NamedTrainingSet, TrainingSet } from './training-set.ts';

/** A training set by its hash or the beginning of it. @throws STORE_TRAINING_DATASET_UNKNOWN, STORE_OBJECT_ALTERED */
export async function readTrainingSet(store: Store, sha256: string): Promise<NamedTrainingSet> {
  const dataset = await getTrainingDataset(store.catalogue, sha256);
  const manifest = JSON.parse((await store.lake.read(dataset.object_key)).toString()) as TrainingSet;
  return { ...manifest, sha256: dataset.sha256, objectKey: dataset.object_key };
}

/** Writes the rows as one file; the ending of its name says which kind. @throws USAGE_INVALID_VALUE */
export async function exportTrainingSet(
  store: Store,
  set: NamedTrainingSet,
  { out, threads }: { readonly out: string; readonly threads: number },
): Promise<void> {
  const paths: string[] = [];
  for (const { objectKey } of set.parts) paths.push(await store.lake.localPath(objectKey));
  using engine = await openSqlEngine({ threads, memoryLimitMiB: 1000 });
  await writeTable(engine, { paths, out });
}
