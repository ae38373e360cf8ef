/** The runs of an MLflow experiment that stand for trials. */
import { MlflowFailure, type MlflowClient } from './client.ts';

/** Tags by which a trial is found again, so that nothing is delivered twice. */
export const TRIAL_TAG = 'gridcast_trial';
export const ROOT_TAG = 'gridcast_root';
/** A hash of all that was said of a trial; the last that is said of it. */
export const CONTENT_TAG = 'gridcast_content';

const PAGE = 200;

export interface RemoteRun {
  readonly id: string;
  readonly artifactUri: string;
  /** The hash of what was said of it in whole; undefined where that was not finished. */
  readonly content: string | undefined;
}

interface RunAnswer {
  readonly info: { readonly run_id: string; readonly artifact_uri: string; readonly status?: string };
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
  const found = new Map<string, RemoteRun>();
  for (let token: unknown = ''; ;) {
    const page = await client.post('runs/search', {
      experiment_ids: [experiment],
      filter: `tags.${ROOT_TAG} = '${rootTrial}'`,
      max_results: PAGE,
      ...(token === '' ? {} : { page_token: token }),
    });
    for (const run of (page['runs'] ?? []) as readonly RunAnswer[])
      found.set(tagOf(run, TRIAL_TAG) ?? '', remoteRun(run));
    token = page['next_page_token'] ?? '';
    if (token === '') return found;
  }
}

function tagOf({ data }: RunAnswer, tag: string): string | undefined {
  return data.tags?.find(({ key }) => key === tag)?.value;
}

function remoteRun(run: RunAnswer): RemoteRun {
  const { run_id: id, artifact_uri: artifactUri, status } = run.info;
  const isOpen = status === undefined || status === 'RUNNING';
  return { id, artifactUri, content: isOpen ? undefined : tagOf(run, CONTENT_TAG) };
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
  return remoteRun(made['run'] as RunAnswer);
}

/** Names and texts as MLflow lists them. */
export function keyed(values: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

export function isCode(thrown: unknown, errorCode: string): boolean {
  return thrown instanceof MlflowFailure && thrown.errorCode === errorCode;
}
