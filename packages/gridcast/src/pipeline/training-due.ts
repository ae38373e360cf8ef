/** Whether a model is due for training, and why. */
import { canonicalJson } from '../core/index.ts';
import { referenceOf, servingView } from '../features/index.ts';
import { CHAMPION, findModel, listModels, type Model } from '../store/index.ts';
import { covariateNames, covariatesOf, viewOf } from './champion.ts';
import { errsTooMuch, hasDrifted } from './degradation.ts';
import type { RunContext } from './run-context.ts';
import { findTunedKey } from './tuning/in-force.ts';

/** What is measured of a model makes no more trainings than one a day. */
const LEAST_HOURS_BETWEEN = 24;

/** Why a model is due for training as of the origin; undefined where the newest one, champion or refused, will do. */
export async function trainingDue(context: RunContext): Promise<string | undefined> {
  const { store, origin, config } = context;
  const champion = await findModel(store.catalogue, CHAMPION, origin);
  if (champion === undefined) return 'there is no champion';
  const home = { context, tuned: await findTunedKey(context) };
  const newest = await newestModel(home);
  if (newest === undefined) return 'there is no model';
  const ageHours = origin - newest.trained_as_of;
  const changed = changedTerm(home, newest);
  if (changed !== undefined) return `${changed} changed`;
  if (ageHours >= config.train.maxAgeHours) return `the newest model is ${ageHours} h old`;
  if (ageHours < LEAST_HOURS_BETWEEN) return undefined;
  return (await errsTooMuch(context, champion)) ?? (await hasDrifted(context, newest));
}

/** What a home asks of its models. */
interface Home {
  readonly context: RunContext;
  /** The tuned configuration in force. */
  readonly tuned: string | undefined;
}

/** The last trained as of the origin; of those trained in one hour one that suits the home. */
async function newestModel(home: Home): Promise<Model | undefined> {
  const { store, origin } = home.context;
  const { items } = await listModels(store.catalogue, { asOf: origin, limit: 20 });
  const last = items.filter((model) => model.trained_as_of === items[0]?.trained_as_of);
  return last.find((model) => changedTerm(home, model) === undefined) ?? last[0];
}

/** What the home asks of a model that this one was not trained for. */
function changedTerm({ context, tuned }: Home, model: Model): string | undefined {
  if (model.delay_hours !== context.delayHours) return 'the delay has';
  if (viewOf(model) !== referenceOf(servingView)) return 'the feature view has';
  if (covariatesOf(model) !== canonicalJson(covariateNames(context))) return 'the covariates have';
  if (tunedOf(model) !== tuned) return 'the tuned configuration has';
  return undefined;
}

/** The tuned configuration that a model was trained with; undefined where it was the defaults. */
function tunedOf({ details }: Pick<Model, 'details'>): string | undefined {
  return (JSON.parse(details) as { readonly tuned?: string }).tuned;
}
