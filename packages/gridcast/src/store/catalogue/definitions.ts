/** Registered definitions of feature groups and views, each with its history. */
import type { Insertable, Selectable } from 'kysely';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import type { DefinitionTable } from './schema.ts';

export type RegisteredDefinition = Readonly<Selectable<DefinitionTable>>;

/** Adds a definition, or the newest wording of one. */
export async function addDefinition(
  transaction: CatalogueTransaction,
  definition: Insertable<DefinitionTable>,
): Promise<void> {
  await transaction.insertInto('definition').values(definition).execute();
}

/** The newest wording of every version, by kind, name and version. */
export async function currentDefinitions(catalogue: Catalogue): Promise<RegisteredDefinition[]> {
  const newest = catalogue
    .selectFrom('definition')
    .select((e) => e.fn.max('id').as('id'))
    .groupBy(['kind', 'name', 'version']);
  return catalogue
    .selectFrom('definition')
    .selectAll()
    .where('id', 'in', newest)
    .orderBy('kind')
    .orderBy('name')
    .orderBy('version')
    .execute();
}

/** Every registration under a name, oldest first. */
export async function definitionHistory(catalogue: Catalogue, name: string): Promise<RegisteredDefinition[]> {
  return catalogue.selectFrom('definition').selectAll().where('name', '=', name).orderBy('id').execute();
}
