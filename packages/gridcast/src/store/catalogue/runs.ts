/** Pipeline runs and their steps. */
import type { Insertable, Selectable } from 'kysely';
import { GridcastError, isoOfMs, type HourUtc } from '../../core/index.ts';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import { readPage, type Page, type PageOptions } from './page.ts';
import type { RunTable, StepTable } from './schema.ts';

export type Run = Readonly<Selectable<RunTable>>;
export type Step = Readonly<Selectable<StepTable>>;

export interface StartRunOptions {
  readonly id: string;
  readonly pipeline: string;
  readonly logicalHour: HourUtc;
  readonly configHash: string;
  readonly nowMs: number;
}

/** Marks a run as running, and gives the number of this attempt: 1, or one more than the last. */
export async function startRun(catalogue: Catalogue, options: StartRunOptions): Promise<number> {
  const { id, nowMs } = options;
  const fresh = { status: 'running' as const, started_at: isoOfMs(nowMs), ended_at: null, error: null };
  const { attempt } = await catalogue
    .insertInto('run')
    .values({
      id,
      pipeline: options.pipeline,
      logical_hour: options.logicalHour,
      config_hash: options.configHash,
      attempt: 1,
      ...fresh,
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((e) => ({ ...fresh, attempt: e('run.attempt', '+', 1) })),
    )
    .returning('attempt')
    .executeTakeFirstOrThrow();
  return attempt;
}

export interface FinishRunOptions {
  readonly id: string;
  readonly status: 'done' | 'failed' | 'stopped';
  readonly nowMs: number;
  /** What went wrong, where it failed. */
  readonly error?: string;
}

/** Marks the end of a run. */
export async function finishRun(catalogue: Catalogue, options: FinishRunOptions): Promise<void> {
  await catalogue
    .updateTable('run')
    .set({ status: options.status, ended_at: isoOfMs(options.nowMs), error: options.error ?? null })
    .where('id', '=', options.id)
    .execute();
}

/** Marks a step, replacing what an earlier attempt left; belongs in the transaction that publishes the step's work. */
export async function recordStep(
  transaction: CatalogueTransaction,
  step: Insertable<StepTable>,
): Promise<void> {
  await transaction
    .insertInto('step')
    .values(step)
    .onConflict((conflict) => conflict.columns(['run_id', 'name']).doUpdateSet(step))
    .execute();
}

/** One step of a run; undefined where it has not run. */
export async function findStep(catalogue: Catalogue, runId: string, name: string): Promise<Step | undefined> {
  return catalogue
    .selectFrom('step')
    .selectAll()
    .where('run_id', '=', runId)
    .where('name', '=', name)
    .executeTakeFirst();
}

/** The steps of a run in the order they ended. */
export async function listSteps(catalogue: Catalogue, runId: string): Promise<Step[]> {
  return catalogue
    .selectFrom('step')
    .selectAll()
    .where('run_id', '=', runId)
    .orderBy('ended_at')
    .orderBy('name')
    .execute();
}

/** One run; undefined where there is none. */
export async function findRun(catalogue: Catalogue, id: string): Promise<Run | undefined> {
  return catalogue.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst();
}

/** A run by its id or the beginning of it. @throws STORE_RUN_UNKNOWN */
export async function getRun(catalogue: Catalogue, id: string): Promise<Run> {
  const found = await catalogue
    .selectFrom('run')
    .selectAll()
    .where('id', '>=', id)
    .where('id', '<', `${id}g`)
    .limit(2)
    .execute();
  const [only, other] = found;
  if (only !== undefined && other === undefined) return only;
  throw new GridcastError('STORE_RUN_UNKNOWN', { asked: id, found: found.length });
}

export interface ListRunsOptions extends PageOptions {
  readonly pipeline?: string | undefined;
  readonly status?: Run['status'] | undefined;
  readonly logicalHour?: HourUtc | undefined;
}

/** Runs, the newest logical hour first. */
export async function listRuns(catalogue: Catalogue, options: ListRunsOptions = {}): Promise<Page<Run>> {
  const { pipeline, status, logicalHour } = options;
  let runs = catalogue
    .selectFrom('run')
    .selectAll()
    .orderBy('logical_hour', 'desc')
    .orderBy('started_at', 'desc')
    .orderBy('id');
  if (pipeline !== undefined) runs = runs.where('pipeline', '=', pipeline);
  if (status !== undefined) runs = runs.where('status', '=', status);
  if (logicalHour !== undefined) runs = runs.where('logical_hour', '=', logicalHour);
  return readPage(runs, options);
}

/** The newest step of a name that was done, by logical hour; undefined where there is none. */
export async function findNewestStep(
  catalogue: Catalogue,
  name: string,
): Promise<{ readonly logicalHour: HourUtc; readonly runId: string; readonly output: string } | undefined> {
  const row = await catalogue
    .selectFrom('step')
    .innerJoin('run', 'run.id', 'step.run_id')
    .select(['run.logical_hour', 'step.run_id', 'step.output'])
    .where('step.name', '=', name)
    .where('step.status', '=', 'done')
    .orderBy('run.logical_hour', 'desc')
    .orderBy('step.ended_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { logicalHour: row.logical_hour, runId: row.run_id, output: row.output };
}
