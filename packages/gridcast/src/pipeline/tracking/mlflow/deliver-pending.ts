/** Delivers to MLflow what it lacks, within a budget of time; what is left is delivered the next time. */
import type { Network } from '../../../collect/index.ts';
import { canonicalJson, isoOfMs, reasonOf } from '../../../core/index.ts';
import {
  countUndelivered,
  findSetting,
  listAliases,
  listUndelivered,
  markDelivered,
  readTrials,
  setSetting,
  type Catalogue,
  type Store,
  type Trial,
} from '../../../store/index.ts';
import { describeTrial } from '../describe-trial.ts';
import { MlflowClient, MlflowFailure } from './client.ts';
import { deliverTrial } from './deliver-trial.ts';
import { mirrorAliases, type Aliases } from './registered-model.ts';
import { experimentId } from './remote-runs.ts';
import { targetName, type MlflowTarget } from './target.ts';

/** Trials that one delivery takes at most. */
const MOST_TRIALS = 1000;

export interface DeliveryOptions {
  readonly store: Store;
  readonly target: MlflowTarget;
  readonly network: Network;
  readonly nowMs: () => number;
  /** How long one request may take, and all of them together. */
  readonly requestMs: number;
  readonly budgetMs: number;
  readonly signal: AbortSignal;
}

export interface Delivery {
  readonly target: string;
  readonly delivered: number;
  /** Trials that the target still lacks. */
  readonly pending: number;
  /** Why not all went over, as sentences; empty where all did. */
  readonly problems: readonly string[];
}

/**
 * Delivers trials, the earliest first, and then the aliases where they changed. A server that is down, slow or full ends it; a trial
 * that the server refuses is left for the next time. Delivering twice changes nothing.
 */
export async function deliverPending(options: DeliveryOptions): Promise<Delivery> {
  const { store, target, network, nowMs, requestMs, budgetMs } = options;
  const name = targetName(target);
  const pending = await listUndelivered(store.catalogue, name, MOST_TRIALS);
  const aliases = await aliasesToMirror(store.catalogue, name, pending.length > 0);
  if (pending.length === 0 && aliases === undefined)
    return { target: name, delivered: 0, pending: 0, problems: [] };
  const [ended, late] = [new AbortController(), new AbortController()];
  const budget = network.sleep(budgetMs, ended.signal).then(
    () => late.abort(new MlflowFailure(`${budgetMs / 1000} s were over`, { isServer: true })),
    () => undefined,
  );
  const signal = AbortSignal.any([options.signal, late.signal]);
  const problems: string[] = [];
  let delivered = 0;
  try {
    const client = new MlflowClient({ target, network, signal, requestMs });
    const experiment = await experimentId(client, target.experiment);
    for (const trial of pending) {
      const outcome = await deliverOne({ ...options, client, experiment }, trial);
      if (outcome.problem === undefined) {
        const { remoteId } = outcome;
        const at = isoOfMs(nowMs());
        const delivery = { trial_id: trial.id, target: name, remote_id: remoteId, delivered_at: at };
        await markDelivered(store.catalogue, delivery);
        delivered++;
      } else problems.push(outcome.problem);
    }
    if (aliases !== undefined) {
      await mirrorAliases(client, target.experiment, aliases);
      await setSetting(store.catalogue, aliasSetting(name), canonicalJson(aliases.now));
    }
  } catch (thrown) {
    options.signal.throwIfAborted();
    problems.push(reasonOf(thrown));
  } finally {
    ended.abort();
    await budget;
  }
  return { target: name, delivered, pending: await countUndelivered(store.catalogue, name), problems };
}

type Outcome =
  | { readonly problem: string; readonly remoteId?: never }
  | { readonly problem?: never; readonly remoteId: string };

/** @throws MlflowFailure where the server cannot take any more */
async function deliverOne(
  {
    store,
    target,
    client,
    experiment,
  }: DeliveryOptions & { readonly client: MlflowClient; readonly experiment: string },
  { id, run_id }: Trial,
): Promise<Outcome> {
  try {
    const all = (await readTrials(store.catalogue, run_id)).map(describeTrial);
    const kept = new Set([id]);
    const trials = all.filter((trial) => {
      const belongs = trial.id === id || (trial.parentId !== null && kept.has(trial.parentId));
      if (belongs) kept.add(trial.id);
      return belongs;
    });
    const modelName = target.experiment;
    const run = await deliverTrial({ client, lake: store.lake, experiment, modelName, trials });
    return { remoteId: run.id };
  } catch (thrown) {
    if (thrown instanceof MlflowFailure && !thrown.isServer)
      return { problem: `trial ${id.slice(0, 12)}: ${thrown.message}` };
    throw thrown;
  }
}

function aliasSetting(target: string): string {
  return `mlflow aliases ${target}`;
}

/** The aliases here and as they were last mirrored; undefined where nothing has to be said. */
async function aliasesToMirror(
  catalogue: Catalogue,
  target: string,
  always: boolean,
): Promise<{ readonly before: Aliases; readonly now: Aliases } | undefined> {
  const inForce = await listAliases(catalogue);
  const now = Object.fromEntries(inForce.map(({ alias, version }) => [alias, version]));
  const said = await findSetting(catalogue, aliasSetting(target));
  const before = said === undefined ? {} : (JSON.parse(said) as Aliases);
  return always || canonicalJson(now) !== canonicalJson(before) ? { before, now } : undefined;
}
