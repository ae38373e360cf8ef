/** Deleting a run: its rows, and the objects that nothing else names. */
import { isoOfHour } from '../../core/index.ts';
import { namedKeys } from '../snapshots/named-keys.ts';
import type { CatalogueTransaction, Store } from '../store.ts';
import {
  ARCHIVED,
  CHAMPION,
  findChampionBefore,
  listAliasChanges,
  listAliases,
  type Model,
} from './models.ts';
import type { Run } from './runs.ts';
import { deleteTrialRows } from './trials.ts';

/** What was, or would be, deleted; nothing where something still needs the run. */
export interface DeletedRun {
  /** Why it stays, as sentences; empty where it can go. */
  readonly neededBy: readonly string[];
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly objects: readonly string[];
}

class RolledBack extends Error {}

/**
 * Deletes a run with its steps, results of checks, trials, models, training datasets and its sweep in one transaction, and then the objects that
 * only they named. What was collected, what monitoring measured and published forecasts stay.
 *
 * A run is needed, and nothing is deleted, where a published forecast came from it or from its model, where an alias in force, the
 * second rung or the roll-back names its model, where another model learnt from its training dataset, or where a configuration that it found was put in
 * force: backtests of earlier origins go on using that. Hold its lease meanwhile (`leaseOfRun`): another run of the same name may
 * make the same objects.
 */
export async function deleteRun(
  store: Store,
  run: Run,
  { dryRun }: { readonly dryRun: boolean },
): Promise<DeletedRun> {
  let deleted: DeletedRun = { neededBy: [], rows: {}, objects: [] };
  try {
    await store.catalogue.transaction().execute(async (transaction) => {
      const neededBy = await needsOf(transaction, run);
      if (neededBy.length > 0) {
        deleted = { neededBy, rows: {}, objects: [] };
        return;
      }
      const before = await namedKeys(transaction);
      const rows = await deleteRows(transaction, run.id);
      const after = await namedKeys(transaction);
      const objects = [...before].filter((key) => !after.has(key)).sort();
      deleted = { neededBy: [], rows, objects };
      if (dryRun) throw new RolledBack();
    });
  } catch (thrown) {
    if (!(thrown instanceof RolledBack)) throw thrown;
  }
  if (!dryRun) for (const key of deleted.objects) await store.lake.remove(key);
  return deleted;
}

async function needsOf(transaction: CatalogueTransaction, run: Run): Promise<string[]> {
  const published = await transaction
    .selectFrom('forecast')
    .select('origin')
    .where('run_id', '=', run.id)
    .execute();
  const models = await transaction.selectFrom('model').selectAll().where('run_id', '=', run.id).execute();
  const needs = published.map(({ origin }) => `it published the forecast of ${isoOfHour(origin)}`);
  for (const model of models) needs.push(...(await needsOfModel(transaction, model)));
  const tuned = await transaction
    .selectFrom('tuned_configuration')
    .select('set_as_of')
    .where('sweep_id', '=', run.id)
    .execute();
  needs.push(...tuned.map((row) => `its configuration was put in force as of ${isoOfHour(row.set_as_of)}`));
  return needs;
}

async function needsOfModel(transaction: CatalogueTransaction, model: Model): Promise<string[]> {
  const name = `its model ${model.version.slice(0, 12)}`;
  const inForce = (await listAliases(transaction)).filter(
    ({ alias, version }) => version === model.version && alias !== ARCHIVED,
  );
  const serving = await listAliasChanges(transaction, { alias: CHAMPION, limit: 2 });
  const isSecondRung =
    serving.items[1]?.version === model.version && serving.items[0]?.version !== model.version;
  const isBefore = (await findChampionBefore(transaction)) === model.version;
  const forecasts = await forecastsOf(transaction, model);
  const learnt = await transaction
    .selectFrom('model')
    .select('version')
    .where('training_sha256', '=', model.training_sha256 ?? '')
    .where('run_id', '!=', model.run_id)
    .execute();
  return [
    ...inForce.map(({ alias }) => `${name} is the ${alias}`),
    ...(isBefore ? [`${name} is the one that \`gridcast models rollback\` goes back to`] : []),
    ...(isSecondRung && !isBefore ? [`${name} forecasts where the champion cannot`] : []),
    ...(forecasts > 0 ? [`${forecasts} published forecasts may hold rows of ${name}`] : []),
    ...learnt.map(({ version }) => `the model ${version.slice(0, 12)} learnt from its training dataset`),
  ];
}

/** Forecasts by the model, and those with rows of an older model since it was the serving one. */
async function forecastsOf(transaction: CatalogueTransaction, { version }: Model): Promise<number> {
  const served = await transaction
    .selectFrom('model_alias')
    .select((e) => e.fn.min('set_as_of').as('since'))
    .where('version', '=', version)
    .where('alias', '=', CHAMPION)
    .executeTakeFirst();
  const since = served?.since ?? null;
  const { count } = await transaction
    .selectFrom('forecast')
    .select((e) => e.fn.countAll().as('count'))
    .where((e) =>
      e.or([
        e('model_version', '=', version),
        ...(since === null ? [] : [e.and([e('rungs', 'like', '%older_model%'), e('origin', '>=', since)])]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function deleteRows(transaction: CatalogueTransaction, runId: string): Promise<Record<string, number>> {
  const models = transaction.selectFrom('model').select('version').where('run_id', '=', runId);
  const trials = await transaction.selectFrom('trial').select('id').where('run_id', '=', runId).execute();
  const rows: Record<string, number> = { trial: trials.length };
  await deleteTrialRows(
    transaction,
    trials.map(({ id }) => id),
  );
  const aliases = await transaction
    .deleteFrom('model_alias')
    .where('version', 'in', models)
    .executeTakeFirst();
  rows['model_alias'] = Number(aliases.numDeletedRows);
  for (const table of ['model', 'training_dataset', 'expectation_result', 'step'] as const) {
    const gone = await transaction.deleteFrom(table).where('run_id', '=', runId).executeTakeFirst();
    rows[table] = Number(gone.numDeletedRows);
  }
  const swept = await transaction.deleteFrom('sweep_trial').where('sweep_id', '=', runId).executeTakeFirst();
  rows['sweep_trial'] = Number(swept.numDeletedRows);
  const sweeps = await transaction.deleteFrom('sweep').where('id', '=', runId).executeTakeFirst();
  rows['sweep'] = Number(sweeps.numDeletedRows);
  const gone = await transaction.deleteFrom('run').where('id', '=', runId).executeTakeFirst();
  rows['run'] = Number(gone.numDeletedRows);
  return rows;
}
