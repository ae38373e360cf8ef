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

/** A model by its version or by an alias as of an instant (default: now), such as `champion`; undefined where there is none. */
export async function findModel(
  catalogue: Catalogue,
  versionOrAlias: string,
  asOf?: HourUtc,
): Promise<Model | undefined> {
  const alias = await findAlias(catalogue, versionOrAlias, asOf);
  return catalogue
    .selectFrom('model')
    .selectAll()
    .where('version', '=', alias?.version ?? versionOrAlias)
    .executeTakeFirst();
}

/** As `findModel`; the beginning of a version is enough where no other begins so. @throws STORE_MODEL_UNKNOWN */
export async function getModel(catalogue: Catalogue, versionOrAlias: string): Promise<Model> {
  const model =
    (await findModel(catalogue, versionOrAlias)) ?? (await findOnlyLike(catalogue, versionOrAlias));
  if (model === undefined) throw new GridcastError('STORE_MODEL_UNKNOWN', { model: versionOrAlias });
  return model;
}

const BEGINNING = /^[0-9a-f]{4,}$/u;

async function findOnlyLike(catalogue: Catalogue, beginning: string): Promise<Model | undefined> {
  if (!BEGINNING.test(beginning)) return undefined;
  const found = await catalogue
    .selectFrom('model')
    .selectAll()
    .where('version', 'like', `${beginning}%`)
    .limit(2)
    .execute();
  return found.length === 1 ? found[0] : undefined;
}

/** Models trained up to an instant (default: all), the most recently trained first. */
export async function listModels(
  catalogue: Catalogue,
  options: PageOptions & { readonly asOf?: HourUtc } = {},
): Promise<Page<Model>> {
  const all = catalogue.selectFrom('model').selectAll();
  const rows = options.asOf === undefined ? all : all.where('trained_as_of', '<=', options.asOf);
  return readPage(rows.orderBy('trained_as_of', 'desc').orderBy('version'), options);
}

export interface SetAliasOptions {
  readonly alias: string;
  readonly version: string;
  readonly reason: string;
  /** The first origin that it holds for; a later setting for an earlier origin leaves the present alone. */
  readonly asOf: HourUtc;
}

/** The alias of the model that forecasts; its earlier setting is what a roll-back and the second rung go back to. */
export const CHAMPION = 'champion';
/** The alias of the last trained model that the promotion gate refused. */
export const CHALLENGER = 'challenger';
/** The alias of the model that was replaced last; it keeps nothing from being deleted. */
export const ARCHIVED = 'archived';

/**
 * Points an alias at a model and keeps the earlier settings; the same model again changes nothing. `archived` then points at the model
 * that was replaced, unless another alias still does.
 *
 * @throws STORE_MODEL_UNKNOWN
 */
export async function setAlias(transaction: CatalogueTransaction, options: SetAliasOptions): Promise<void> {
  const { alias, version, reason, asOf } = options;
  const model = await transaction
    .selectFrom('model')
    .select('version')
    .where('version', '=', version)
    .executeTakeFirst();
  if (model === undefined) throw new GridcastError('STORE_MODEL_UNKNOWN', { model: version });
  const replaced = await findAlias(transaction, alias, asOf);
  if (replaced?.version === version) return;
  await transaction.insertInto('model_alias').values({ alias, version, reason, set_as_of: asOf }).execute();
  if (replaced === undefined || alias === ARCHIVED) return;
  const inForce = await listAliases(transaction);
  if (inForce.some((one) => one.alias !== ARCHIVED && one.version === replaced.version)) return;
  await setAlias(transaction, {
    alias: ARCHIVED,
    version: replaced.version,
    reason: `replaced as ${alias} by ${version}`,
    asOf,
  });
}

/** What an alias points at as of an instant; default: now. */
export async function findAlias(
  catalogue: Catalogue,
  alias: string,
  asOf?: HourUtc,
): Promise<ModelAlias | undefined> {
  return aliasChanges(catalogue, { alias, asOf }).executeTakeFirst();
}

/** The aliases in force, by name. */
export async function listAliases(catalogue: Catalogue): Promise<ModelAlias[]> {
  const names = await catalogue
    .selectFrom('model_alias')
    .select('alias')
    .distinct()
    .orderBy('alias')
    .execute();
  const found = await Promise.all(names.map(({ alias }) => findAlias(catalogue, alias)));
  return found.filter((alias) => alias !== undefined);
}

/** The settings of an alias up to an instant, the one in force first: what a roll-back goes back through. */
export async function listAliasChanges(
  catalogue: Catalogue,
  options: PageOptions & AliasAt,
): Promise<Page<ModelAlias>> {
  return readPage(aliasChanges(catalogue, options), options);
}

/**
 * The champion that a roll-back goes back to; undefined where there is none before the one in force. A champion that is set again takes
 * back all that were set since: two roll-backs go back by two, and not forth again.
 */
export async function findChampionBefore(catalogue: Catalogue): Promise<string | undefined> {
  const settings = await catalogue
    .selectFrom('model_alias')
    .select('version')
    .where('alias', '=', CHAMPION)
    .orderBy('set_as_of')
    .orderBy('id')
    .execute();
  const line: string[] = [];
  for (const { version } of settings) {
    const place = line.indexOf(version);
    if (place === -1) line.push(version);
    else line.length = place + 1;
  }
  return line.at(-2);
}

interface AliasAt {
  readonly alias: string;
  readonly asOf?: HourUtc | undefined;
}

function aliasChanges(catalogue: Catalogue, { alias, asOf }: AliasAt) {
  const rows = catalogue.selectFrom('model_alias').selectAll().where('alias', '=', alias);
  const known = asOf === undefined ? rows : rows.where('set_as_of', '<=', asOf);
  return known.orderBy('set_as_of', 'desc').orderBy('id', 'desc');
}
