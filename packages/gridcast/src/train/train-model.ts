/** Trains the ensemble as of one instant: fit, score on later origins, learn weights and bands, fit again. */
import { lightGbmVersion, type LightGbm } from '@gridcast/lightgbm';
import {
  canonicalJson,
  type CovariateFacts,
  type HourUtc,
  type Json,
  type ProgressListener,
  type SeriesKey,
} from '../core/index.ts';
import { readHistories, sampleSpine, type Calendar } from '../features/index.ts';
import {
  isLongHistory,
  modelVersionOf,
  predictMembers,
  seriesName,
  type FittedMember,
  type History,
  type LinkedVectors,
  type Member,
  type ModelArtefact,
} from '../model/index.ts';
import type { SqlEngine } from '../store/index.ts';
import { buildVectors, readSpine, takeVectors, type BuiltVectors } from './built-vectors.ts';
import { calibrate, type Calibration, type CalibrationInput } from './calibrate.ts';
import type { CalibrationRows } from './calibration-rows.ts';
import { evaluateCalibration, heldOutBands, type CalibrationReport } from './evaluate.ts';
import { makeOriginsSpine, makeUnionSpine, truthOf } from './feature-rows.ts';
import { fitMembers, TRAINING_LOSS } from './fit.ts';
import { groupsOf, planTraining, type PlanInput, type TrainingPlan } from './plan.ts';

export interface TrainInput {
  /** Holds `series` and `observation_versions` with all that is known at the as-of; later versions may be there too. */
  readonly engine: SqlEngine;
  readonly lightgbm: LightGbm | undefined;
  /** More of it, to fit so many members more at once; what comes out is the same. */
  readonly besides?: readonly LightGbm[] | undefined;
  readonly keyNames: readonly string[];
  /** The series in the order of their numbers in the engine's tables. */
  readonly series: readonly SeriesKey[];
  readonly asOf: HourUtc;
  readonly delayHours: number;
  readonly calendar: Calendar;
  /** As they were loaded into the engine. */
  readonly covariates: readonly CovariateFacts[];
  readonly seed: number;
  readonly maxRows: number;
  readonly tuned?: PlanInput['tuned'];
  readonly progress: ProgressListener;
  readonly signal?: AbortSignal | undefined;
  /** Vectors of the spines of `makeTrainingSpines` for this very training, built already. */
  readonly built?: BuiltVectors | undefined;
  /** Looks at the rows that the members were scored on, before they are let go; changes nothing. */
  readonly observe?: (rows: CalibrationRows) => void;
}

export interface TrainedModel {
  readonly version: string;
  readonly artefact: ModelArtefact;
  readonly report: CalibrationReport;
  /** The vectors that the final members learnt from. */
  readonly training: BuiltVectors;
  readonly groups: readonly string[];
  /** The loss on the rows that were learnt from after each round, by the name of a member that learns. */
  readonly losses: Readonly<Record<string, readonly number[]>>;
}

/** What members learn from, and what they are scored on. */
const FIT_SPINE = 'training_spine';
const CALIBRATION_SPINE = 'calibration_spine';

/**
 * Trains a model from what is known at the as-of, or says why none can be.
 *
 * Members are first fitted as of the earliest calibration origin and scored on all of them, none of whose truths they saw; weights
 * and bands come from there. Then they are fitted again as of now. Same inputs and seed: same artefact bytes.
 */
export async function trainModel(input: TrainInput): Promise<TrainedModel | { readonly impossible: string }> {
  const trained = await trainVariants(input, [input.tuned]);
  return 'impossible' in trained ? trained : (trained[0] as TrainedModel);
}

/**
 * Trains a model for each of some settings of the trees, as `trainModel` would train each by itself. Vectors are built once for all, and
 * a member that is the same in several is fitted once.
 */
export async function trainVariants(
  input: TrainInput,
  variants: readonly PlanInput['tuned'][],
): Promise<readonly TrainedModel[] | { readonly impossible: string }> {
  const plans: TrainingPlan[] = [];
  for (const tuned of variants) {
    const { series, covariates } = input;
    const facts = { ...input, series: series.length, covariates: covariates.length };
    const plan = await planTraining(input.engine, { ...facts, tuned });
    if ('impossible' in plan) return plan;
    plans.push(plan);
  }
  if (input.lightgbm === undefined)
    return { impossible: 'the native library LightGBM is missing; see gridcast doctor' };
  const fitting = { ...input, lightgbm: input.lightgbm };
  const whole = { ...(plans[0] as TrainingPlan), members: distinctMembers(plans) };
  const { training, calibrated } = await calibrateOnOrigins(fitting, { whole, plans });
  const fitted = await fitAsOf(fitting, whole, { vectors: training.vectors, asOf: input.asOf });
  try {
    const models: TrainedModel[] = [];
    for (const [place, plan] of plans.entries()) {
      const { calibration, report } = calibrated[place] as Calibrated;
      const own = fittedOf(plan, fitted);
      const artefact = await artefactOf(input, plan, own, calibration);
      const version = modelVersionOf(artefact);
      const groups = groupsOf(plan.members);
      models.push({ version, artefact, report, training, groups, losses: lossesOf(own) });
    }
    return models;
  } finally {
    freeAll(fitted);
  }
}

/** The members of some plans, each once. */
function distinctMembers(plans: readonly TrainingPlan[]): Member[] {
  const byName = new Map(plans.flatMap(({ members }) => members.map((member) => [keyOf(member), member])));
  return [...byName.values()];
}

const keyOf = (member: Member): string => canonicalJson(member as unknown as Json);

/** What of the fitted belongs to a plan, in its order. */
function fittedOf({ members }: TrainingPlan, fitted: readonly FittedMember[]): FittedMember[] {
  return members.flatMap((member) => fitted.find((one) => keyOf(one.member) === keyOf(member)) ?? []);
}

function lossesOf(fitted: readonly FittedMember[]): Record<string, readonly number[]> {
  return Object.fromEntries(
    fitted.flatMap(({ member, booster }) => {
      const loss = Object.values(booster?.evals[TRAINING_LOSS] ?? {})[0];
      return loss === undefined ? [] : [[member.name, Array.from(loss)]];
    }),
  );
}

type FittingInput = TrainInput & { readonly lightgbm: LightGbm };

interface SpineVectors {
  readonly training: BuiltVectors;
  readonly calibration: BuiltVectors;
}

/** The vectors of both spines from one build: most of its cost does not grow with the rows. */
async function vectorsOfSpines(input: TrainInput, plan: TrainingPlan): Promise<SpineVectors> {
  const { engine } = input;
  const built = input.built ?? (await buildBoth(input, plan));
  return {
    training: takeVectors(built, await readSpine(engine, FIT_SPINE)),
    calibration: takeVectors(built, await readSpine(engine, CALIBRATION_SPINE)),
  };
}

async function buildBoth(input: TrainInput, plan: TrainingPlan): Promise<BuiltVectors> {
  const spine = 'all_spines';
  await makeUnionSpine(input.engine, await makeTrainingSpines(input, plan), spine);
  return buildVectors({ ...input, spine, groups: groupsOf(plan.members) });
}

/** Makes the spines whose vectors a training reads; which they are does not depend on how trees are set. */
export async function makeTrainingSpines(
  input: Pick<TrainInput, 'engine' | 'asOf' | 'maxRows' | 'seed'>,
  plan: TrainingPlan,
): Promise<readonly string[]> {
  const { engine, asOf, seed } = input;
  const { firstOrigin, stepHours } = plan;
  const span = { firstOrigin, lastOrigin: asOf - 1, stepHours, maxRows: mostRows(input, plan) };
  await sampleSpine(engine, { ...span, seed, asOf, table: FIT_SPINE });
  await makeOriginsSpine(engine, plan.calibrationOrigins, CALIBRATION_SPINE, plan.calibrationStride);
  return [FIT_SPINE, CALIBRATION_SPINE];
}

function mostRows({ maxRows }: Pick<TrainInput, 'maxRows'>, { rowShare }: TrainingPlan): number {
  return Math.ceil(rowShare * maxRows);
}

interface Calibrated {
  readonly calibration: Calibration;
  readonly report: CalibrationReport;
}

/** Calibrates each plan; `whole` has the members of all. Gives the vectors that are learnt from beside. */
async function calibrateOnOrigins(
  input: FittingInput,
  { whole, plans }: { readonly whole: TrainingPlan; readonly plans: readonly TrainingPlan[] },
): Promise<{ readonly training: BuiltVectors; readonly calibrated: readonly Calibrated[] }> {
  const { engine, asOf } = input;
  const { training, calibration } = await vectorsOfSpines(input, whole);
  const { vectors } = calibration;
  const earliest = { vectors: training.vectors, asOf: whole.calibrationOrigins[0] as HourUtc };
  const fitted = await fitAsOf(input, whole, earliest);
  try {
    const truth = await truthOf(engine, CALIBRATION_SPINE, asOf);
    const histories = await historiesOf(input, whole, whole.calibrationOrigins);
    const forecasts = await predictMembers(alignTo(whole, fitted), { vectors, histories });
    const places = new Map(whole.members.map((member, place) => [keyOf(member), place]));
    const calibrated = plans.map((plan) => {
      const own = plan.members.map((member) => forecasts[places.get(keyOf(member)) ?? -1] as Float64Array);
      return calibratePlan(input, plan, { forecasts: own, vectors, truth });
    });
    return { training, calibrated };
  } finally {
    freeAll(fitted);
  }
}

function calibratePlan(
  { series, delayHours, keyNames, observe }: TrainInput,
  plan: TrainingPlan,
  scored: Pick<CalibrationInput, 'forecasts' | 'vectors' | 'truth'>,
): Calibrated {
  const keys = series.filter((_, place) => place % plan.calibrationStride === 0);
  const rows = { ...scored, origins: plan.calibrationOrigins.length, series: keys.length, delayHours };
  const calibration = calibrate(rows);
  const names = plan.members.map(({ name }) => name);
  const scoring = { ...rows, names, keyNames, keys, calibration, plan };
  const bands = heldOutBands(scoring);
  observe?.({
    origins: plan.calibrationOrigins,
    keys,
    truth: scored.truth,
    scale: calibration.residuals.scale,
    ensemble: calibration.ensemble,
    members: names.map((name, place) => ({ name, forecast: scored.forecasts[place] as Float64Array })),
    bands,
  });
  return { calibration, report: evaluateCalibration(scoring, bands) };
}

/** The plan's members in order; one that could not be fitted has no forecasts. */
function alignTo(plan: TrainingPlan, fitted: readonly FittedMember[]): FittedMember[] {
  return plan.members.map(
    (member) => fitted.find((one) => keyOf(one.member) === keyOf(member)) ?? { member, features: [] },
  );
}

interface FitRows {
  /** Of the training spine. */
  readonly vectors: LinkedVectors;
  readonly asOf: HourUtc;
}

/** Fits the members on the rows whose truths were known at an instant, as they were known there. */
async function fitAsOf(
  input: FittingInput,
  plan: TrainingPlan,
  { vectors, asOf }: FitRows,
): Promise<FittedMember[]> {
  const { engine, lightgbm, besides, seed, progress, signal } = input;
  const maxRows = mostRows(input, plan);
  const { members, facts } = plan;
  const truth = await truthOf(engine, FIT_SPINE, asOf);
  const isShort = !isLongHistory(facts.historyHours);
  const [history] = await historiesOf(input, plan, [asOf]);
  const data = { vectors, truth, history, isShort };
  const { covariates } = input;
  return fitMembers({ ...data, lightgbm, besides, members, covariates, seed, maxRows, progress, signal });
}

/** What is known at some origins, where a member reads it. */
async function historiesOf(
  input: TrainInput,
  { members }: TrainingPlan,
  origins: readonly HourUtc[],
): Promise<History[]> {
  const isRead = members.some(({ kind }) => kind === 'recursive' || kind === 'profile');
  const { keyNames, series, delayHours, calendar } = input;
  return isRead ? readHistories(input.engine, origins, { keyNames, series, delayHours, calendar }) : [];
}

function freeAll(fitted: readonly FittedMember[]): void {
  for (const { booster } of fitted) booster?.free();
}

async function artefactOf(
  input: TrainInput,
  plan: TrainingPlan,
  fitted: readonly FittedMember[],
  { weights, intervals, doubtPowers, ordinarySigns }: Calibration,
): Promise<ModelArtefact> {
  const kept = plan.members.map((member) => fitted.findIndex((one) => one.member.name === member.name));
  const pick = (all: readonly number[]): number[] => all.filter((_, place) => (kept[place] ?? -1) >= 0);
  const { perSeries, ...panelIntervals } = intervals?.table ?? {
    halfWidths: {},
    leadShape: [],
    pooledRatio: 0.1,
    pooledScaled: 1,
    perSeries: [],
  };
  return {
    format: 2,
    trainedAsOf: input.asOf,
    delayHours: input.delayHours,
    keyNames: input.keyNames,
    ...(usesCovariates(plan) ? { covariates: input.covariates } : {}),
    members: await Promise.all(
      fitted.map(async ({ member, features, booster }) =>
        booster === undefined ? { member, features } : { member, features, booster: await booster.toText() },
      ),
    ),
    calibrationOrigins: plan.calibrationOrigins,
    pooledWeights: pick(weights.pooled),
    leadFactors: weights.leadFactors.map(pick),
    intervals: panelIntervals,
    doubtPowers,
    series: Object.fromEntries(
      input.series
        .filter((_, place) => place % plan.calibrationStride === 0)
        .map((key, s) => {
          const spread = perSeries[s];
          const own = { weights: pick(weights.perSeries[s] ?? weights.pooled) };
          const ordinary = ordinarySigns[s] ?? Number.NaN;
          const ordinarySign = Number.isFinite(ordinary) ? ordinary : null;
          const size = spread?.size ?? null;
          return [seriesName(key), { ...own, isRatio: spread?.isRatio ?? false, size, ordinarySign }];
        }),
    ),
    seed: input.seed,
    library: `lightgbm ${lightGbmVersion}`,
  };
}

function usesCovariates({ members }: TrainingPlan): boolean {
  return groupsOf(members).includes('cov');
}
