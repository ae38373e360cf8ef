/** Training datasets, models and the aliases that name the model in force. */
import type { Insertable, Selectable } from 'kysely';
import { GridcastError, type HourUtc } from '../../core/index.ts';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import { readPage, type Page, type PageOptions } from './page.ts';
import type { ModelAliasTable, ModelTable, TrainingDatasetTable } from './schema.ts';

export type TrainingDataset = Readonly<Selectable<TrainingDatasetTable>>;
export type Model = Readonly<Selectable<ModelTable>>;
export type ModelAlias = Readonly<Selectable<ModelAliasTable>>;

/** Registers a training dataset; one that is there stays as it is. */
export async function putTrainingDataset(
  transaction: CatalogueTransaction,
  dataset: Insertable<TrainingDatasetTable>,
): Promise<void> {
  await transaction
    .insertInto('training_dataset')
    .values(dataset)
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
}

/** Registers a model; one that is there stays as it is. */
export async function putModel(
  transaction: CatalogueTransaction,
  model: Insertable<ModelTable>,
): Promise<void> {
  await transaction
    .insertInto('model')
    .values(model)
    .onConflict((conflict) => conflict.column('version').doNothing())
    .execute();
}

/** A model by its version or by an alias, such as `champion`; undefined where there is none. */
export async function findModel(catalogue: Catalogue, versionOrAlias: string): Promise<Model | undefined> {
  const alias = await findAlias(catalogue, versionOrAlias);
  return catalogue
    .selectFrom('model')
    .selectAll()
    .where('version', '=', alias?.version ?? versionOrAlias)
    .executeTakeFirst();
}

/** As `findModel`. @throws STORE_MODEL_UNKNOWN */
export async function getModel(catalogue: Catalogue, versionOrAlias: string): Promise<Model> {
  const model = await findModel(catalogue, versionOrAlias);
  if (model === undefined) throw new GridcastError('STORE_MODEL_UNKNOWN', { model: versionOrAlias });
  return model;
}

/** Models, the most recently trained first. */
export async function listModels(catalogue: Catalogue, options: PageOptions = {}): Promise<Page<Model>> {
  const rows = catalogue.selectFrom('model').selectAll();
  return readPage(rows.orderBy('trained_as_of', 'desc').orderBy('version'), options);
}

export interface SetAliasOptions {
  readonly alias: string;
  readonly version: string;
  readonly reason: string;
  readonly asOf: HourUtc;
}

/** Points an alias at a model and keeps the earlier settings; the same model again changes nothing. @throws STORE_MODEL_UNKNOWN */
export async function setAlias(transaction: CatalogueTransaction, options: SetAliasOptions): Promise<void> {
  const { alias, version, reason, asOf } = options;
  const model = await transaction
    .selectFrom('model')
    .select('version')
    .where('version', '=', version)
    .executeTakeFirst();
  if (model === undefined) throw new GridcastError('STORE_MODEL_UNKNOWN', { model: version });
  if ((await findAlias(transaction, alias))?.version === version) return;
  await transaction.insertInto('model_alias').values({ alias, version, reason, set_as_of: asOf }).execute();
}

/** What an alias points at now. */
export async function findAlias(catalogue: Catalogue, alias: string): Promise<ModelAlias | undefined> {
  return catalogue
    .selectFrom('model_alias')
    .selectAll()
    .where('alias', '=', alias)
    .orderBy('id', 'desc')
    .executeTakeFirst();
}

/** The aliases in force, by name. */
export async function listAliases(catalogue: Catalogue): Promise<ModelAlias[]> {
  return catalogue
    .selectFrom('model_alias')
    .selectAll()
    .where('id', 'in', (e) =>
      e
        .selectFrom('model_alias')
        .select((f) => f.fn.max('id').as('id'))
        .groupBy('alias'),
    )
    .orderBy('alias')
    .execute();
}

/** All settings of an alias, the newest first: what a roll-back goes back through. */
export async function listAliasChanges(
  catalogue: Catalogue,
  options: PageOptions & { readonly alias: string },
): Promise<Page<ModelAlias>> {
  const rows = catalogue.selectFrom('model_alias').selectAll().where('alias', '=', options.alias);
  return readPage(rows.orderBy('id', 'desc'), options);
}
