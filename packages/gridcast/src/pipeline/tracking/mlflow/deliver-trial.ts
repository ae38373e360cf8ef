/** Delivers one trial, with those below it as nested runs, to MLflow; what is there already is left or completed. */
import type { Lake } from '../../../store/index.ts';
import type { DescribedTrial } from '../describe-trial.ts';
import { trialPage } from '../trial-page.ts';
import type { MlflowClient } from './client.ts';
import { registerVersion } from './registered-model.ts';
import { createRun, findRuns, keyed, ROOT_TAG, TRIAL_TAG, type RemoteRun } from './remote-runs.ts';

/** What MLflow takes in one batch, and how long it lets a parameter be. */
const BATCH_ITEMS = 900;
const PARAMETER_CHARACTERS = 6000;

export interface TrialDelivery {
  readonly client: MlflowClient;
  readonly lake: Lake;
  readonly experiment: string;
  /** The name of the registered model. */
  readonly modelName: string;
  /** A parent before its children; the first has none. */
  readonly trials: readonly DescribedTrial[];
}

/** Delivers the trials and gives the run that stands for the first. @throws MlflowFailure */
export async function deliverTrial(delivery: TrialDelivery): Promise<RemoteRun> {
  const { client, experiment, trials } = delivery;
  const [main] = trials as [DescribedTrial];
  const remote = await findRuns(client, experiment, main.id);
  for (const trial of trials) {
    const run = remote.get(trial.id) ?? (await create(delivery, trial, remote));
    remote.set(trial.id, run);
    await logValues(client, run, trial);
    await putArtefacts(delivery, run, trial);
    const endMs = Date.parse(trial.startedAtUtc) + (trial.durationMs ?? main.durationMs ?? 0);
    await client.post('runs/update', { run_id: run.id, status: 'FINISHED', end_time: endMs });
  }
  const run = remote.get(main.id) as RemoteRun;
  if (main.modelVersion !== null && main.artefacts.some(({ name }) => name.startsWith('model/')))
    await registerVersion(client, { name: delivery.modelName, modelVersion: main.modelVersion, run });
  return run;
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

/** Parameters, hashes, environment and metrics; the same again changes nothing. */
async function logValues(client: MlflowClient, run: RemoteRun, trial: DescribedTrial): Promise<void> {
  const timestamp = Date.parse(trial.startedAtUtc);
  const metrics = Object.entries(trial.metrics).flatMap(([key, { value, steps }]) =>
    (steps ?? [value]).flatMap((one, step) => (one === null ? [] : [{ key, value: one, timestamp, step }])),
  );
  if (trial.peakMemoryMiB !== null)
    metrics.push({ key: 'peak_memory_mib', value: trial.peakMemoryMiB, timestamp, step: 0 });
  const texts = (values: Readonly<Record<string, unknown>>, prefix: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries(values)
        .map(([key, value]) => [`${prefix}${key}`, String(value).slice(0, PARAMETER_CHARACTERS)])
        .filter(([, value]) => value !== ''),
    );
  await client.post('runs/log-batch', {
    run_id: run.id,
    params: keyed(texts(trial.parameters, '')),
    tags: keyed({ ...texts(trial.inputs, 'data.'), ...texts(trial.environment, 'environment.') }),
    metrics: [],
  });
  for (let start = 0; start < metrics.length; start += BATCH_ITEMS)
    await client.post('runs/log-batch', {
      run_id: run.id,
      metrics: metrics.slice(start, start + BATCH_ITEMS),
    });
  await logDataset(client, run, trial);
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
