/** Versions of a registered model on MLflow, and the aliases that point at them. */
import { ARCHIVED, CHALLENGER, CHAMPION } from '../../../store/index.ts';
import type { MlflowClient } from './client.ts';
import { isCode, keyed, type RemoteRun } from './remote-runs.ts';

const VERSION_TAG = 'gridcast_version';
const STAGE_TAG = 'stage';

interface VersionAnswer {
  readonly version: string;
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
}

export interface NewVersion {
  readonly name: string;
  readonly modelVersion: string;
  /** The run whose artefacts hold the model. */
  readonly run: RemoteRun;
}

/** Registers a version; one that is there stays. */
export async function registerVersion(client: MlflowClient, version: NewVersion): Promise<void> {
  const { name, modelVersion, run } = version;
  try {
    await client.post('registered-models/create', { name });
  } catch (thrown) {
    if (!isCode(thrown, 'RESOURCE_ALREADY_EXISTS')) throw thrown;
  }
  if ((await findVersion(client, name, modelVersion)) !== undefined) return;
  await client.post('model-versions/create', {
    name,
    source: `${run.artifactUri}/model`,
    run_id: run.id,
    tags: keyed({ [VERSION_TAG]: modelVersion }),
  });
}

async function findVersion(
  client: MlflowClient,
  name: string,
  modelVersion: string,
): Promise<string | undefined> {
  const filter = `name='${name.replaceAll("'", '')}' and tags.${VERSION_TAG} = '${modelVersion}'`;
  const found = await client.get('model-versions/search', { filter, max_results: '1' });
  return ((found['model_versions'] ?? []) as readonly VersionAnswer[])[0]?.version;
}

/** Local aliases: the version that each points at. */
export type Aliases = Readonly<Record<string, string>>;

/** Points the aliases there at the same versions as here, as far as they are registered; a version's stage is told by a tag. */
export async function mirrorAliases(
  client: MlflowClient,
  name: string,
  { before, now }: { readonly before: Aliases; readonly now: Aliases },
): Promise<void> {
  for (const [alias, modelVersion] of Object.entries(now)) {
    const version = await findVersion(client, name, modelVersion);
    if (version !== undefined) await client.post('registered-models/alias', { name, alias, version });
  }
  const stages = new Map([
    ...Object.values(before).map((version): [string, string] => [version, ARCHIVED]),
    // a champion that was a challenger before is champion
    ...[ARCHIVED, CHALLENGER, CHAMPION].flatMap((alias): [string, string][] => {
      const version = now[alias];
      return version === undefined ? [] : [[version, alias]];
    }),
  ]);
  for (const [modelVersion, value] of stages) {
    const version = await findVersion(client, name, modelVersion);
    if (version !== undefined)
      await client.post('model-versions/set-tag', { name, version, key: STAGE_TAG, value });
  }
}
