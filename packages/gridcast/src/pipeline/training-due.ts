/** Whether a model is due for training, and why. */
import { canonicalJson } from '../core/index.ts';
import { referenceOf, servingView } from '../features/index.ts';
import { findModel, listModels, type Model } from '../store/index.ts';
import { CHAMPION, covariateNames, covariatesOf, viewOf } from './champion.ts';
import { errsTooMuch, hasDrifted } from './degradation.ts';
import type { RunContext } from './run-context.ts';

/** What is measured of a model makes no more trainings than one a day. */
const LEAST_HOURS_BETWEEN = 24;

/** Why a model is due for training as of the origin; undefined where the newest one, champion or refused, will do. */
export async function trainingDue(context: RunContext): Promise<string | undefined> {
  const { store, origin, config } = context;
  const champion = await findModel(store.catalogue, CHAMPION, origin);
  if (champion === undefined) return 'there is no champion';
  const newest = await newestModel(context);
  if (newest === undefined) return 'there is no model';
  const ageHours = origin - newest.trained_as_of;
  const changed = changedTerm(context, newest);
  if (changed !== undefined) return `${changed} changed`;
  if (ageHours >= config.train.maxAgeHours) return `the newest model is ${ageHours} h old`;
  if (ageHours < LEAST_HOURS_BETWEEN) return undefined;
  return (await errsTooMuch(context, champion)) ?? (await hasDrifted(context, newest));
}

/** The last trained as of the origin; of those trained in one hour one that suits the home. */
async function newestModel(context: RunContext): Promise<Model | undefined> {
  const { items } = await listModels(context.store.catalogue, { asOf: context.origin, limit: 20 });
  const last = items.filter((model) => model.trained_as_of === items[0]?.trained_as_of);
  return last.find((model) => changedTerm(context, model) === undefined) ?? last[0];
}

/** What the home asks of a model that this one was not trained for. */
function changedTerm(context: RunContext, model: Model): string | undefined {
  if (model.delay_hours !== context.delayHours) return 'the delay has';
  if (viewOf(model) !== referenceOf(servingView)) return 'the feature view has';
  if (covariatesOf(model) !== canonicalJson(covariateNames(context))) return 'the covariates have';
  return undefined;
}
