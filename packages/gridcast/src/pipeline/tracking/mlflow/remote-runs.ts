/** The runs of an MLflow experiment that stand for trials. */
import { MlflowFailure, type MlflowClient } from './client.ts';

/** Tags by which a trial is found again, so that nothing is delivered twice. */
export const TRIAL_TAG = 'gridcast_trial';
export const ROOT_TAG = 'gridcast_root';

export interface RemoteRun {
  readonly id: string;
  readonly artifactUri: string;
}

interface RunAnswer {
  readonly info: { readonly run_id: string; readonly artifact_uri: string };
  readonly data: { readonly tags?: readonly { readonly key: string; readonly value: string }[] };
}

/** The id of the experiment, made where there is none. */
export async function experimentId(client: MlflowClient, name: string): Promise<string> {
  try {
    const { experiment } = await client.get('experiments/get-by-name', { experiment_name: name });
    return (experiment as { readonly experiment_id: string }).experiment_id;
  } catch (thrown) {
    if (!isCode(thrown, 'RESOURCE_DOES_NOT_EXIST')) throw thrown;
  }
  // without it MLflow 3 shows the experiment as one of language models
  const tags = keyed({ 'mlflow.experimentKind': 'custom_model_development' });
  const made = await client.post('experiments/create', { name, tags });
  return made['experiment_id'] as string;
}

/** The runs that a trial and those below it already have there, by the id of the trial. */
export async function findRuns(
  client: MlflowClient,
  experiment: string,
  rootTrial: string,
): Promise<Map<string, RemoteRun>> {
  const found = await client.post('runs/search', {
    experiment_ids: [experiment],
    filter: `tags.${ROOT_TAG} = '${rootTrial}'`,
    max_results: 1000,
  });
  const runs = (found['runs'] ?? []) as readonly RunAnswer[];
  return new Map(
    runs.map(({ info, data }) => [
      data.tags?.find(({ key }) => key === TRIAL_TAG)?.value ?? '',
      { id: info.run_id, artifactUri: info.artifact_uri },
    ]),
  );
}

export interface NewRun {
  readonly experiment: string;
  readonly name: string;
  readonly startMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

export async function createRun(client: MlflowClient, run: NewRun): Promise<RemoteRun> {
  const made = await client.post('runs/create', {
    experiment_id: run.experiment,
    run_name: run.name,
    start_time: run.startMs,
    tags: keyed(run.tags),
  });
  const { info } = made['run'] as RunAnswer;
  return { id: info.run_id, artifactUri: info.artifact_uri };
}

/** Names and texts as MLflow lists them. */
export function keyed(values: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

export function isCode(thrown: unknown, errorCode: string): boolean {
  return thrown instanceof MlflowFailure && thrown.errorCode === errorCode;
}
