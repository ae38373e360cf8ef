/** Registered training datasets. */
import { GridcastError } from '../../core/index.ts';
import type { Catalogue } from '../store.ts';
import type { TrainingDataset } from './models.ts';
import { readPage, type Page, type PageOptions } from './page.ts';

/** A training dataset by its hash or the beginning of it. @throws STORE_TRAINING_DATASET_UNKNOWN */
export async function getTrainingDataset(catalogue: Catalogue, sha256: string): Promise<TrainingDataset> {
  const found = await catalogue
    .selectFrom('training_dataset')
    .selectAll()
    .where('sha256', '>=', sha256)
    .where('sha256', '<', `${sha256}g`)
    .limit(2)
    .execute();
  const [only, other] = found;
  if (only !== undefined && other === undefined) return only;
  throw new GridcastError('STORE_TRAINING_DATASET_UNKNOWN', { asked: sha256, found: found.length });
}

/** Training datasets, those of the newest as-of first. */
export async function listTrainingDatasets(
  catalogue: Catalogue,
  options: PageOptions & { readonly view?: string } = {},
): Promise<Page<TrainingDataset>> {
  const rows = catalogue
    .selectFrom('training_dataset')
    .selectAll()
    .orderBy('as_of', 'desc')
    .orderBy('sha256');
  const { view } = options;
  return readPage(view === undefined ? rows : rows.where('view', '=', view), options);
}
