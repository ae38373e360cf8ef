/** Trains the ensemble as of one instant: fit, score on later origins, learn weights and bands, fit again. */
import { lightGbmVersion, type LightGbm } from '@gridcast/lightgbm';
import type { CovariateFacts, HourUtc, ProgressListener, SeriesKey } from '../core/index.ts';
import { readHistory, sampleSpine, type Calendar } from '../features/index.ts';
import {
  isLongHistory,
  modelVersionOf,
  predictMembers,
  seriesName,
  type FittedMember,
  type History,
  type ModelArtefact,
} from '../model/index.ts';
import type { SqlEngine } from '../store/index.ts';
import { calibrate, type Calibration } from './calibrate.ts';
import type { CalibrationRows } from './calibration-rows.ts';
import { evaluateCalibration, heldOutBands, type CalibrationReport } from './evaluate.ts';
import {
  buildLinkedTables,
  makeOriginsSpine,
  makeUnionSpine,
  readLinkedTables,
  truthOf,
  type LinkedTables,
} from './feature-rows.ts';
import { fitMembers, TRAINING_LOSS } from './fit.ts';
import { groupsOf, planTraining, type PlanInput, type TrainingPlan } from './plan.ts';

export interface TrainInput {
  /** Holds `series` and `observation_versions` with all that is known at the as-of; later versions may be there too. */
  readonly engine: SqlEngine;
  readonly lightgbm: LightGbm | undefined;
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
  /** Looks at the rows that the members were scored on, before they are let go; changes nothing. */
  readonly observe?: (rows: CalibrationRows) => void;
}

export interface TrainedModel {
  readonly version: string;
  readonly artefact: ModelArtefact;
  readonly report: CalibrationReport;
  /** The vectors that the final members learnt from; still in the engine. */
  readonly trainingTables: LinkedTables;
  readonly groups: readonly string[];
  /** The loss on the rows that were learnt from after each round, by the name of a member that learns. */
  readonly losses: Readonly<Record<string, readonly number[]>>;
}

/** What the final members learn from, what the scored members learn from, and what those are scored on. */
const FIT_SPINE = 'training_spine';
const EARLIER_FIT_SPINE = 'earlier_training_spine';
const CALIBRATION_SPINE = 'calibration_spine';

/**
 * Trains a model from what is known at the as-of, or says why none can be.
 *
 * Members are first fitted as of the earliest calibration origin and scored on all of them, none of whose truths they saw; weights
 * and bands come from there. Then they are fitted again as of now. Same inputs and seed: same artefact bytes.
 */
export async function trainModel(input: TrainInput): Promise<TrainedModel | { readonly impossible: string }> {
  const plan = await planTraining(input.engine, {
    ...input,
    series: input.series.length,
    covariates: input.covariates.length,
  });
  if ('impossible' in plan) return plan;
  if (input.lightgbm === undefined)
    return { impossible: 'the native library LightGBM is missing; see gridcast doctor' };
  const fitting = { ...input, lightgbm: input.lightgbm };
  const tables = await buildTables(input, plan);
  const calibrated = await calibrateOnOrigins(fitting, plan, tables);
  const trainingTables = { ...tables, spine: FIT_SPINE };
  const fitted = await fitAsOf(fitting, plan, { tables: trainingTables, asOf: input.asOf });
  try {
    const artefact = await artefactOf(input, plan, fitted, calibrated.calibration);
    return {
      version: modelVersionOf(artefact),
      artefact,
      report: calibrated.report,
      trainingTables,
      groups: groupsOf(plan.members),
      losses: lossesOf(fitted),
    };
  } finally {
    freeAll(fitted);
  }
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

/** One build of the vectors of all spines: most of its cost does not grow with the rows. */
async function buildTables(input: TrainInput, plan: TrainingPlan): Promise<LinkedTables> {
  const { engine, asOf } = input;
  await sampleFitSpine(input, plan, { table: FIT_SPINE, asOf });
  await sampleFitSpine(input, plan, { table: EARLIER_FIT_SPINE, asOf: earliestOf(plan) });
  await makeOriginsSpine(engine, plan.calibrationOrigins, CALIBRATION_SPINE, plan.calibrationStride);
  const spine = 'all_spines';
  await makeUnionSpine(engine, [FIT_SPINE, EARLIER_FIT_SPINE, CALIBRATION_SPINE], spine);
  return buildLinkedTables({ ...input, spine, groups: groupsOf(plan.members) });
}

function earliestOf(plan: TrainingPlan): HourUtc {
  return plan.calibrationOrigins[0] as HourUtc;
}

function sampleFitSpine(
  { engine, maxRows, seed }: TrainInput,
  { firstOrigin, stepHours }: TrainingPlan,
  { table, asOf }: { readonly table: string; readonly asOf: HourUtc },
): Promise<unknown> {
  return sampleSpine(engine, { firstOrigin, lastOrigin: asOf - 1, stepHours, maxRows, seed, asOf, table });
}

async function calibrateOnOrigins(
  input: FittingInput,
  plan: TrainingPlan,
  tables: LinkedTables,
): Promise<{ readonly calibration: Calibration; readonly report: CalibrationReport }> {
  const { engine, series, asOf } = input;
  const fitted = await fitAsOf(input, plan, {
    tables: { ...tables, spine: EARLIER_FIT_SPINE },
    asOf: earliestOf(plan),
  });
  try {
    const vectors = await readLinkedTables(engine, { ...tables, spine: CALIBRATION_SPINE });
    const truth = await truthOf(engine, CALIBRATION_SPINE, asOf);
    const histories = await historiesOf(input, plan, plan.calibrationOrigins);
    const forecasts = await predictMembers(alignTo(plan, fitted), { vectors, histories });
    const origins = plan.calibrationOrigins.length;
    const { delayHours } = input;
    const keys = series.filter((_, place) => place % plan.calibrationStride === 0);
    const rows = { forecasts, vectors, truth, origins, series: keys.length, delayHours };
    const calibration = calibrate(rows);
    const names = plan.members.map(({ name }) => name);
    const scoring = { ...rows, names, keyNames: input.keyNames, keys, calibration, plan };
    const bands = heldOutBands(scoring);
    input.observe?.({
      origins: plan.calibrationOrigins,
      keys,
      truth,
      scale: calibration.residuals.scale,
      ensemble: calibration.ensemble,
      members: names.map((name, place) => ({ name, forecast: forecasts[place] as Float64Array })),
      bands,
    });
    return { calibration, report: evaluateCalibration(scoring, bands) };
  } finally {
    freeAll(fitted);
  }
}

/** The plan's members in order; one that could not be fitted has no forecasts. */
function alignTo(plan: TrainingPlan, fitted: readonly FittedMember[]): FittedMember[] {
  return plan.members.map(
    (member) => fitted.find((one) => one.member.name === member.name) ?? { member, features: [] },
  );
}

/** Fits the members on the rows of a spine whose truths were known at an instant. */
async function fitAsOf(
  input: FittingInput,
  plan: TrainingPlan,
  { tables, asOf }: { readonly tables: LinkedTables; readonly asOf: HourUtc },
): Promise<FittedMember[]> {
  const { engine, lightgbm, seed, maxRows, progress, signal } = input;
  const { members, facts } = plan;
  const vectors = await readLinkedTables(engine, tables);
  const truth = await truthOf(engine, tables.spine, asOf);
  const isShort = !isLongHistory(facts.historyHours);
  const [history] = await historiesOf(input, plan, [asOf]);
  const data = { vectors, truth, history, isShort };
  const { covariates } = input;
  return fitMembers({ ...data, lightgbm, members, covariates, seed, maxRows, progress, signal });
}

/** What is known at some origins, where a member reads it. */
async function historiesOf(
  input: TrainInput,
  { members }: TrainingPlan,
  origins: readonly HourUtc[],
): Promise<History[]> {
  const histories: History[] = [];
  if (!members.some(({ kind }) => kind === 'recursive' || kind === 'profile')) return histories;
  for (const origin of origins) histories.push(await readHistory(input.engine, origin, input));
  return histories;
}

function freeAll(fitted: readonly FittedMember[]): void {
  for (const { booster } of fitted) booster?.free();
}

async function artefactOf(
  input: TrainInput,
  plan: TrainingPlan,
  fitted: readonly FittedMember[],
  { weights, intervals, typicalSpreads }: Calibration,
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
    series: Object.fromEntries(
      input.series
        .filter((_, place) => place % plan.calibrationStride === 0)
        .map((key, s) => {
          const spread = perSeries[s];
          const own = { weights: pick(weights.perSeries[s] ?? weights.pooled) };
          const typical = typicalSpreads[s] ?? Number.NaN;
          const typicalSpread = Number.isFinite(typical) ? typical : null;
          const size = spread?.size ?? null;
          return [seriesName(key), { ...own, isRatio: spread?.isRatio ?? false, size, typicalSpread }];
        }),
    ),
    seed: input.seed,
    library: `lightgbm ${lightGbmVersion}`,
  };
}

function usesCovariates({ members }: TrainingPlan): boolean {
  return groupsOf(members).includes('cov');
}
