/** Delivers one trial, with those below it as nested runs, to MLflow; what is there already is left or completed. */
import { hashJson, type Json } from '../../../core/index.ts';
import type { Lake } from '../../../store/index.ts';
import type { DescribedTrial } from '../describe-trial.ts';
import { trialPage } from '../trial-page.ts';
import type { MlflowClient } from './client.ts';
import { registerVersion } from './registered-model.ts';
import {
  CONTENT_TAG,
  createRun,
  findRuns,
  keyed,
  ROOT_TAG,
  TRIAL_TAG,
  type RemoteRun,
} from './remote-runs.ts';

/** What MLflow takes in one batch, and how long it lets a parameter be. */
const BATCH_METRICS = 800;
const BATCH_NAMES = 90;
const PARAMETER_CHARACTERS = 6000;

const STATE_TAG = 'gridcast_state';

/** MLflow's words for how a run ended. */
const STATUSES = { done: 'FINISHED', failed: 'FAILED', pruned: 'KILLED', stopped: 'KILLED' } as const;

export interface TrialDelivery {
  readonly client: MlflowClient;
  readonly lake: Lake;
  readonly experiment: string;
  /** The name of the registered model. */
  readonly modelName: string;
  /** A parent before its children; the first has none. */
  readonly trials: readonly DescribedTrial[];
}

/**
 * Delivers the trials and gives the run that stands for the first, which ends last. What was delivered in whole before is left, so that a
 * delivery that is cut off goes on.
 *
 * @throws MlflowFailure
 */
export async function deliverTrial(delivery: TrialDelivery): Promise<RemoteRun> {
  const { client, experiment, trials } = delivery;
  const [main, ...below] = trials as [DescribedTrial, ...DescribedTrial[]];
  const remote = await findRuns(client, experiment, main.id);
  const run = remote.get(main.id) ?? (await create(delivery, main, remote));
  remote.set(main.id, run);
  for (const trial of below) {
    const content = contentOf(trial);
    const known = remote.get(trial.id);
    if (known?.content === content) continue;
    const own = known ?? (await create(delivery, trial, remote));
    remote.set(trial.id, own);
    await deliverContent(delivery, own, trial);
  }
  await deliverContent(delivery, run, main);
  if (main.modelVersion !== null && main.artefacts.some(({ name }) => name.startsWith('model/')))
    await registerVersion(client, { name: delivery.modelName, modelVersion: main.modelVersion, run });
  return run;
}

async function deliverContent(delivery: TrialDelivery, run: RemoteRun, trial: DescribedTrial): Promise<void> {
  const { client, trials } = delivery;
  await putArtefacts(delivery, run, trial);
  await logValues(client, run, trial);
  await logDataset(client, run, trial);
  const lasted = trial.durationMs ?? trials[0]?.durationMs ?? 0;
  const end_time = Date.parse(trial.startedAtUtc) + lasted;
  await client.post('runs/update', { run_id: run.id, status: STATUSES[trial.status], end_time });
}

/** What is said of a trial, as a hash. */
function contentOf(trial: DescribedTrial): string {
  return hashJson(trial as unknown as Json).slice(0, 32);
}

function create(
  { client, experiment, trials }: TrialDelivery,
  trial: DescribedTrial,
  remote: ReadonlyMap<string, RemoteRun>,
): Promise<RemoteRun> {
  const parent = trial.parentId === null ? undefined : remote.get(trial.parentId);
  return createRun(client, {
    experiment,
    name: trial.parentId === null ? `${trial.name} ${trial.asOfUtc}` : trial.name,
    startMs: Date.parse(trial.startedAtUtc),
    tags: {
      [TRIAL_TAG]: trial.id,
      [ROOT_TAG]: trials[0]?.id ?? trial.id,
      gridcast_run: trial.runId,
      gridcast_kind: trial.kind,
      as_of: trial.asOfUtc,
      'mlflow.source.name': 'gridcast',
      ...(parent === undefined ? {} : { 'mlflow.parentRunId': parent.id }),
    },
  });
}

/** Parameters, hashes, environment, metrics and how it ended; the same again changes nothing. */
async function logValues(client: MlflowClient, run: RemoteRun, trial: DescribedTrial): Promise<void> {
  const metrics = metricsOf(trial);
  const params = keyed(texts(trial.parameters, ''));
  const tags = keyed({
    ...texts(trial.inputs, 'data.'),
    ...texts(trial.environment, 'environment.'),
    [STATE_TAG]: trial.status,
    // what an earlier try said of its failure holds no longer
    'mlflow.note.content': trial.message ?? '',
  });
  const named = Math.max(params.length, tags.length) / BATCH_NAMES;
  const batches = Math.ceil(Math.max(1, metrics.length / BATCH_METRICS, named));
  for (let i = 0; i < batches; i++) {
    const part = <Item>(items: readonly Item[], size: number): Item[] =>
      items.slice(i * size, (i + 1) * size);
    const isLast = i === batches - 1;
    await client.post('runs/log-batch', {
      run_id: run.id,
      metrics: part(metrics, BATCH_METRICS),
      params: part(params, BATCH_NAMES),
      // MLflow sets tags after all else of a batch: this one says that all was said
      tags: [...part(tags, BATCH_NAMES), ...(isLast ? keyed({ [CONTENT_TAG]: contentOf(trial) }) : [])],
    });
  }
}

function metricsOf({ metrics, startedAtUtc, peakMemoryMiB }: DescribedTrial): {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
}[] {
  const timestamp = Date.parse(startedAtUtc);
  const measured = Object.entries(metrics).flatMap(([key, { value, steps }]) =>
    (steps ?? [value]).flatMap((one, step) => (one === null ? [] : [{ key, value: one, timestamp, step }])),
  );
  if (peakMemoryMiB === null) return measured;
  return [...measured, { key: 'peak_memory_mib', value: peakMemoryMiB, timestamp, step: 0 }];
}

function texts(values: Readonly<Record<string, unknown>>, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .map(([key, value]) => [`${prefix}${key}`, String(value).slice(0, PARAMETER_CHARACTERS)])
      .filter(([, value]) => value !== ''),
  );
}

/** The training dataset, as MLflow shows datasets of a run. */
async function logDataset(client: MlflowClient, run: RemoteRun, { inputs }: DescribedTrial): Promise<void> {
  const sha256 = inputs['trainingSha256'];
  if (typeof sha256 !== 'string') return;
  const dataset = {
    name: `training rows of ${String(inputs['source'])}`,
    digest: sha256.slice(0, 32),
    source_type: 'gridcast',
    source: JSON.stringify({ training_dataset: sha256 }),
  };
  const tags = keyed({ 'mlflow.data.context': 'training' });
  await client.post('runs/log-inputs', { run_id: run.id, datasets: [{ dataset, tags }] });
}

async function putArtefacts(
  { client, lake, trials }: TrialDelivery,
  run: RemoteRun,
  trial: DescribedTrial,
): Promise<void> {
  for (const { name, objectKey, contentType } of trial.artefacts) {
    const bytes = Uint8Array.from(await lake.read(objectKey));
    await client.putArtefact(run.artifactUri, name, { bytes, contentType });
  }
  if (trial.artefacts.length === 0) return;
  const page = await trialPage(lake, trials);
  const bytes = Uint8Array.from(Buffer.from(page));
  await client.putArtefact(run.artifactUri, 'report.html', { bytes, contentType: 'text/html' });
}
