/** Trials: fits as tracking records them, with their metrics and artefacts. */
import type { Insertable, Selectable } from 'kysely';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import type { TrialArtefactTable, TrialMetricTable, TrialTable } from './schema.ts';

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
  for (const { trial, metrics, artefacts } of trials) {
    await transaction.insertInto('trial').values(trial).execute();
    const own = { trial_id: trial.id };
    const measured = metrics.map((metric) => ({ ...metric, ...own }));
    const kept = artefacts.map((artefact) => ({ ...artefact, ...own }));
    if (measured.length > 0) await transaction.insertInto('trial_metric').values(measured).execute();
    if (kept.length > 0) await transaction.insertInto('trial_artefact').values(kept).execute();
  }
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
  const roots = found.filter(({ parent_id }) => parent_id === null);
  const below = (parent: Trial): Trial[] => [
    parent,
    ...found.filter(({ parent_id }) => parent_id === parent.id).flatMap(below),
  ];
  return roots.flatMap(below);
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
  return trials.map((trial) => ({
    trial,
    metrics: metrics.filter(({ trial_id }) => trial_id === trial.id),
    artefacts: artefacts.filter(({ trial_id }) => trial_id === trial.id),
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
