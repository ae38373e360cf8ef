/** What everything that is decided on folds starts from: where it learns, where it scores, and what is left for the decision. */
import { isoOfHour, GridcastError, type HourUtc, type Json } from '../../core/index.ts';
import { isLongHistory, type TreeMember } from '../../model/index.ts';
import {
  cutOf,
  planFolds,
  planTraining,
  type FoldPlan,
  type TrainingPlan,
  type TuningTerms,
} from '../../train/index.ts';
import { covariateNames } from '../champion.ts';
import { dataIdentity } from '../data-identity.ts';
import type { RunContext } from '../run-context.ts';
import type { LoadedEngine } from '../serving.ts';
import { tunedFor } from './in-force.ts';

export interface PlanOnFolds {
  readonly terms: TuningTerms;
  readonly folds: FoldPlan;
  readonly training: TrainingPlan;
  /** Tree members as the plan has them, without anything tuned. */
  readonly members: readonly TreeMember[];
}

/** Lays out folds over what is known at the context's origin. @throws TUNE_HISTORY_TOO_SHORT */
export async function planOnFolds(
  context: RunContext,
  { engine, loaded }: LoadedEngine,
  folds: number,
): Promise<PlanOnFolds> {
  const { origin: asOf, delayHours } = context;
  if (loaded.firstHour === undefined) throw tooShort(asOf, 'no value is known');
  const historyHours = asOf - delayHours - loaded.firstHour;
  const input = { asOf, delayHours, historyHours, folds };
  const training = await planTraining(engine, {
    asOf: cutOf(input),
    delayHours,
    series: loaded.series.length,
    covariates: context.covariates.length,
  });
  if ('impossible' in training) {
    const judgedDays = (asOf - delayHours - cutOf(input)) / 24;
    throw tooShort(asOf, `${judgedDays} days are kept to judge by, and before them ${training.impossible}`);
  }
  const laid = planFolds(input, training.leastAsOf);
  if ('impossible' in laid) throw tooShort(asOf, laid.impossible);
  return {
    terms: {
      delayHours,
      view: tunedFor(context).view,
      isLong: isLongHistory(training.facts.historyHours),
      covariates: covariateNames(context),
    },
    folds: laid,
    training,
    members: training.members.filter((member) => member.kind === 'trees'),
  };
}

/** What of a plan, its data and the code goes into an identity; JSON-safe. */
export async function identityOfFolds(
  context: RunContext,
  { folds, terms }: PlanOnFolds,
): Promise<Readonly<Record<string, Json>>> {
  const { config, codeVersion } = context;
  return {
    folds: folds as unknown as Json,
    terms: terms as unknown as Json,
    seed: config.seed,
    maxRows: config.train.maxRows,
    code: codeVersion,
    ...(await dataIdentity(context)),
  };
}

function tooShort(asOf: HourUtc, reason: string): GridcastError {
  return new GridcastError('TUNE_HISTORY_TOO_SHORT', { asOf: isoOfHour(asOf), reason });
}
