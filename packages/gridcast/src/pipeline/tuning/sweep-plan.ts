/** What a sweep is made of, settled before its first trial; its identity is the hash of it. */
import { hashJson, isoOfHour, GridcastError, type HourUtc, type Json } from '../../core/index.ts';
import { isLongHistory, type TreeMember } from '../../model/index.ts';
import {
  cutOf,
  planFolds,
  planTraining,
  type FoldPlan,
  type PruningName,
  type SamplerName,
  type Space,
  type TrainingPlan,
  type TuningTerms,
} from '../../train/index.ts';
import { covariateNames } from '../champion.ts';
import { dataIdentity } from '../data-identity.ts';
import type { RunContext } from '../run-context.ts';
import type { LoadedEngine } from '../serving.ts';
import { tunedFor } from './in-force.ts';

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

export interface SweepPlan {
  readonly id: string;
  /** What the id is made of; JSON-safe. */
  readonly inputs: Json;
  readonly terms: TuningTerms;
  readonly folds: FoldPlan;
  readonly training: TrainingPlan;
  /** Tree members as the plan has them, without anything tuned. */
  readonly members: readonly TreeMember[];
}

/** Settles a sweep from what is known at the context's origin. @throws TUNE_HISTORY_TOO_SHORT */
export async function planSweep(
  context: RunContext,
  { engine, loaded }: LoadedEngine,
  options: TuneOptions,
): Promise<SweepPlan> {
  const { origin: asOf, delayHours, config } = context;
  if (loaded.firstHour === undefined) throw tooShort(asOf, 'no value is known');
  const historyHours = asOf - delayHours - loaded.firstHour;
  const input = { asOf, delayHours, historyHours, folds: options.folds };
  const training = await planTraining(engine, {
    asOf: cutOf(input),
    delayHours,
    series: loaded.series.length,
    covariates: context.covariates.length,
  });
  if ('impossible' in training) throw tooShort(asOf, training.impossible);
  const folds = planFolds(input, training.leastAsOf);
  if ('impossible' in folds) throw tooShort(asOf, folds.impossible);
  const { space, sampler, pruning, trials, memoryMiB } = options;
  const { view } = tunedFor(context);
  const terms = {
    delayHours,
    view,
    isLong: isLongHistory(training.facts.historyHours),
    covariates: covariateNames(context),
  };
  const inputs = {
    space: orderedSpace(space),
    sampler,
    pruning,
    trials,
    memoryMiB,
    folds: folds as unknown as Json,
    terms: terms as unknown as Json,
    seed: config.seed,
    maxRows: config.train.maxRows,
    code: context.codeVersion,
    ...(await dataIdentity(context)),
  };
  return {
    id: hashJson({ sweep: inputs }).slice(0, 32),
    inputs,
    terms,
    folds,
    training,
    members: training.members.filter((member) => member.kind === 'trees'),
  };
}

/** The order of parameters decides in what order a grid is gone through, so it is part of the identity. */
function orderedSpace(space: Space): Json {
  return Object.entries(space).map(([name, parameter]) => [name, { ...parameter }] as Json);
}

function tooShort(asOf: HourUtc, reason: string): GridcastError {
  return new GridcastError('TUNE_HISTORY_TOO_SHORT', { asOf: isoOfHour(asOf), reason });
}
