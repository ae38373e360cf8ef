/** Trials: fits as tracking records them, with their metrics and artefacts. */
import type { Insertable, Selectable } from 'kysely';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import { readPage, type Page, type PageOptions } from './page.ts';
import type { TrialArtefactTable, TrialMetricTable, TrialTable } from './schema.ts';

/** Trials that are written at once: a database takes so many values in one statement and no more. */
const BATCH = 100;

export type Trial = Readonly<Selectable<TrialTable>>;
export type TrialMetric = Readonly<Selectable<TrialMetricTable>>;
export type TrialArtefact = Readonly<Selectable<TrialArtefactTable>>;

/** A trial with all that was recorded of it. */
export interface WholeTrial {
  readonly trial: Trial;
  /** By name. */
  readonly metrics: readonly TrialMetric[];
  readonly artefacts: readonly TrialArtefact[];
}

/** What is recorded of one trial; its metrics and artefacts take the trial's id. */
export interface TrialRows {
  readonly trial: Insertable<TrialTable>;
  readonly metrics: readonly Omit<TrialMetric, 'trial_id'>[];
  readonly artefacts: readonly Omit<TrialArtefact, 'trial_id'>[];
}

/** Records trials, each in the place of an earlier recording of the same id. */
export async function putTrials(
  transaction: CatalogueTransaction,
  trials: readonly TrialRows[],
): Promise<void> {
  const ids = trials.map(({ trial }) => trial.id);
  await deleteTrialRows(transaction, ids);
  for (const rows of batches(trials)) {
    const own = rows.map(({ trial }) => trial);
    await transaction.insertInto('trial').values(own).execute();
    const measured = rows.flatMap(({ trial, metrics }) =>
      metrics.map((metric) => ({ ...metric, trial_id: trial.id })),
    );
    const kept = rows.flatMap(({ trial, artefacts }) =>
      artefacts.map((artefact) => ({ ...artefact, trial_id: trial.id })),
    );
    if (measured.length > 0) await transaction.insertInto('trial_metric').values(measured).execute();
    if (kept.length > 0) await transaction.insertInto('trial_artefact').values(kept).execute();
  }
}

function batches<Item>(items: readonly Item[]): (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, i) =>
    items.slice(i * BATCH, (i + 1) * BATCH),
  );
}

/** Removes trials with their metrics, artefacts and deliveries. */
export async function deleteTrialRows(
  transaction: CatalogueTransaction,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  for (const table of ['trial_metric', 'trial_artefact', 'trial_delivery'] as const)
    await transaction.deleteFrom(table).where('trial_id', 'in', ids).execute();
  await transaction.deleteFrom('trial').where('id', 'in', ids).execute();
}

/** The trials of some runs, each parent before its children. */
export async function listTrials(catalogue: Catalogue, runIds: readonly string[]): Promise<Trial[]> {
  if (runIds.length === 0) return [];
  const found = await catalogue
    .selectFrom('trial')
    .selectAll()
    .where('run_id', 'in', runIds)
    .orderBy('started_at')
    .orderBy('place')
    .orderBy('id')
    .execute();
  const children = Map.groupBy(found, ({ parent_id }) => parent_id);
  const below = (parent: Trial): Trial[] => [parent, ...(children.get(parent.id) ?? []).flatMap(below)];
  return (children.get(null) ?? []).flatMap(below);
}

/** The trials of some runs that are no part of another. */
export async function listMainTrials(catalogue: Catalogue, runIds: readonly string[]): Promise<Trial[]> {
  if (runIds.length === 0) return [];
  const mains = catalogue.selectFrom('trial').selectAll().where('parent_id', 'is', null);
  return mains.where('run_id', 'in', runIds).orderBy('started_at').orderBy('id').execute();
}

/** Trials that are no part of another, the last begun first; of one kind, where one is named. */
export async function listTracked(
  catalogue: Catalogue,
  options: PageOptions & { readonly kind?: string | undefined } = {},
): Promise<Page<Trial>> {
  let mains = catalogue.selectFrom('trial').selectAll().where('parent_id', 'is', null);
  if (options.kind !== undefined) mains = mains.where('kind', '=', options.kind);
  return readPage(mains.orderBy('started_at', 'desc').orderBy('id'), options);
}

/** Metrics of some trials, by name. */
export async function listTrialMetrics(
  catalogue: Catalogue,
  trialIds: readonly string[],
): Promise<TrialMetric[]> {
  if (trialIds.length === 0) return [];
  return catalogue
    .selectFrom('trial_metric')
    .selectAll()
    .where('trial_id', 'in', trialIds)
    .orderBy('name')
    .execute();
}

/** The trials of a run with all that was recorded of them, each parent before its children. */
export async function readTrials(catalogue: Catalogue, runId: string): Promise<WholeTrial[]> {
  const trials = await listTrials(catalogue, [runId]);
  if (trials.length === 0) return [];
  const ids = trials.map(({ id }) => id);
  const metrics = await listTrialMetrics(catalogue, ids);
  const artefacts = await catalogue
    .selectFrom('trial_artefact')
    .selectAll()
    .where('trial_id', 'in', ids)
    .orderBy('name')
    .execute();
  const metricsOf = Map.groupBy(metrics, ({ trial_id }) => trial_id);
  const artefactsOf = Map.groupBy(artefacts, ({ trial_id }) => trial_id);
  return trials.map((trial) => ({
    trial,
    metrics: metricsOf.get(trial.id) ?? [],
    artefacts: artefactsOf.get(trial.id) ?? [],
  }));
}

/** The id of the run whose trial began last; undefined where there is no trial. */
export async function findNewestTrialRun(catalogue: Catalogue): Promise<string | undefined> {
  const newest = await catalogue
    .selectFrom('trial')
    .select('run_id')
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return newest?.run_id;
}
