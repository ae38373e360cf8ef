/** Which objects of the lake the catalogue names. */
import { KEY_IN_TEXT } from '../lake/object-key.ts';
import type { Catalogue, CatalogueTransaction } from '../store.ts';

const KEY_TABLES = [
  'raw_input',
  'snapshot_file',
  'quarantine',
  'forecast',
  'vector_log',
  'statistics',
  'drift',
  'trial_artefact',
  'sweep',
  'selection',
  'tuned_configuration',
] as const;

/** Every key that any row of the catalogue holds, those within JSON texts too; of all snapshots, old ones included. */
export async function namedKeys(catalogue: Catalogue | CatalogueTransaction): Promise<Set<string>> {
  return catalogue.isTransaction ? readKeys(catalogue) : catalogue.transaction().execute(readKeys);
}

async function readKeys(transaction: Catalogue | CatalogueTransaction): Promise<Set<string>> {
  const texts: (string | null)[] = [];
  for (const table of KEY_TABLES) {
    const rows = await transaction.selectFrom(table).select('object_key').execute();
    texts.push(...rows.map((row) => row.object_key));
  }
  for (const table of ['training_dataset', 'model'] as const) {
    const rows = await transaction.selectFrom(table).select(['object_key', 'details']).execute();
    texts.push(...rows.flatMap((row) => [row.object_key, row.details]));
  }
  const steps = await transaction.selectFrom('step').select('output').execute();
  const results = await transaction.selectFrom('expectation_result').select('details').execute();
  texts.push(...steps.map((row) => row.output), ...results.map((row) => row.details));
  return new Set(texts.flatMap((text) => text?.match(KEY_IN_TEXT) ?? []));
}
