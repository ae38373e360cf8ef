/** What a sweep is made of, settled before its first trial; its identity is the hash of it. */
import { hashJson, type Json } from '../../core/index.ts';
import { leavingOut, leftOutBy, type PruningName, type SamplerName, type Space } from '../../train/index.ts';
import type { RunContext } from '../run-context.ts';
import type { LoadedEngine } from '../serving.ts';
import { identityOfFolds, planOnFolds, type PlanOnFolds } from './plan-on-folds.ts';
import { settingsInForce } from './in-force.ts';

/** What a person asks for. */
export interface TuneOptions {
  readonly spaceName: string;
  readonly space: Space;
  readonly sampler: SamplerName;
  readonly pruning: PruningName;
  readonly trials: number;
  readonly folds: number;
  readonly workers: number;
  /** What each worker may hold. */
  readonly memoryMiB: number;
  /** Nothing new is begun after so long. */
  readonly budgetMinutes?: number | undefined;
}

export interface SweepPlan extends PlanOnFolds {
  readonly id: string;
  /** What the id is made of; JSON-safe. */
  readonly inputs: Json;
}

/** Settles a sweep from what is known at the context's origin. @throws TUNE_HISTORY_TOO_SHORT */
export async function planSweep(
  context: RunContext,
  known: LoadedEngine,
  options: TuneOptions,
): Promise<SweepPlan> {
  const plan = await planOnFolds(context, known, options.folds);
  const { space, sampler, pruning, trials, memoryMiB } = options;
  const inputs = {
    space: orderedSpace(space),
    sampler,
    pruning,
    trials,
    memoryMiB,
    // columns that a selection left out are left out of every trial
    ...leavingOut({}, leftOutBy(await settingsInForce(context, plan.terms))),
    ...(await identityOfFolds(context, plan)),
  };
  return { ...plan, id: hashJson({ sweep: inputs }).slice(0, 32), inputs };
}

/** The order of parameters decides in what order a grid is gone through, so it is part of the identity. */
function orderedSpace(space: Space): Json {
  return Object.entries(space).map(([name, parameter]) => [name, { ...parameter }] as Json);
}
