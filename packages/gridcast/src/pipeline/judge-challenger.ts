/** Whether a newly trained model may take the champion's place: both on the same recent window. */
import { CHAMPION, findModel, type Model } from '../store/index.ts';
import {
  decidePromotion,
  hasTooFewOrigins,
  LEAST_COMMON_ORIGINS,
  scoreOnOrigins,
  unseenOrigins,
  type GateDecision,
  type GateSubject,
} from '../train/index.ts';
import { findReadable, gateSubject } from './champion.ts';
import type { RunContext } from './run-context.ts';
import { covariateFacts, type LoadedEngine } from './serving.ts';

/** The champion is scored anew on at most so many days, and at most so many rows of all series. */
const MOST_SCORED_DAYS = 7;
const MOST_SCORED_ROWS = 400_000;
const ROWS_PER_SERIES = 24;

/**
 * The verdict as of the origin. A champion whose own report tells too little of the challenger's days is forecast and scored on
 * those that it had not seen, fewer of large panels; where these are too few, the reports alone are compared.
 */
export async function judgeChallenger(
  context: RunContext,
  known: LoadedEngine,
  model: Pick<Model, 'delay_hours' | 'details'>,
): Promise<GateDecision> {
  const champion = await findModel(context.store.catalogue, CHAMPION, context.origin);
  const challenger = gateSubject(model);
  if (champion === undefined) return decidePromotion(undefined, challenger);
  const subject = gateSubject(champion);
  const isNeeded = hasTooFewOrigins(subject, challenger);
  const scored = isNeeded ? await scoreAnew(context, known, { champion, challenger }) : undefined;
  return decidePromotion(scored === undefined ? subject : { ...subject, report: scored }, challenger);
}

interface Rivals {
  readonly champion: Model;
  readonly challenger: GateSubject;
}

/** The champion's report on days of the challenger's; undefined where too few are left or it cannot be read. */
async function scoreAnew(
  context: RunContext,
  { engine, loaded }: LoadedEngine,
  { champion, challenger }: Rivals,
): Promise<GateSubject['report'] | undefined> {
  const trained = { asOf: champion.trained_as_of, delayHours: champion.delay_hours };
  const perDay = loaded.series.length * ROWS_PER_SERIES;
  const days = Math.min(MOST_SCORED_DAYS, Math.floor(MOST_SCORED_ROWS / Math.max(1, perDay)));
  const origins = unseenOrigins(challenger.report, trained, days);
  const registered =
    origins.length < LEAST_COMMON_ORIGINS ? undefined : await findReadable(context, champion);
  if (registered === undefined) return undefined;
  const { config, source, delayHours, calendar, progress, logger, signal } = context;
  const { keyNames, series } = loaded;
  const { seed, train } = config;
  const panel = { engine, keyNames, series, delayHours, calendar, covariates: covariateFacts(context) };
  const lightgbm = await context.openLightGbm();
  const nonNegative = source.declaration.valuesAtLeastZero;
  const options = { origins, seed, maxRows: train.maxRows, lightgbm, nonNegative, progress, logger, signal };
  const scored = await scoreOnOrigins({ ...panel, ...options }, registered);
  return { ...gateSubject(champion).report, ...scored };
}
