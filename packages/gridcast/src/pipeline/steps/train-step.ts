import { hashJson, isoOfHour, type Json } from '../../core/index.ts';
import { referenceOf, servingView } from '../../features/index.ts';
import { formatArtefact } from '../../model/index.ts';
import {
  putVectors,
  vectorTablesQuery,
  trainModel,
  type GateDecision,
  type TrainedModel,
} from '../../train/index.ts';
import {
  CHALLENGER,
  CHAMPION,
  putModel,
  putQuery,
  putTrainingDataset,
  setAlias,
  type CatalogueTransaction,
  type LakeObject,
  type Model,
} from '../../store/index.ts';
import { decidingConfig } from '../../config/index.ts';
import { failedNames, requireValid, storeResults, type ExpectationReport } from '../../validate/index.ts';
import { covariateNames } from '../champion.ts';
import { checkObject } from '../check-object.ts';
import { judgeChallenger } from '../judge-challenger.ts';
import type { RunContext } from '../run-context.ts';
import { covariateFacts, loadKnown, type LoadedEngine } from '../serving.ts';
import type { StepOutcome } from '../step-outcome.ts';
import type { Step } from '../steps.ts';
import { watchTraining, type WatchedTraining } from '../tracking/watch-training.ts';
import { trainingDue } from '../training-due.ts';
import { findTunedKey, readTuned } from '../tuning/in-force.ts';
import { hasNoStops } from './validate-step.ts';

/** Trains and registers a model where one is due; the promotion gate says whether it forecasts. */
export const trainStep: Step = {
  name: 'train',
  execute: async (context, runId) => {
    const reason = await trainingDue(context);
    if (reason === undefined) return { skipped: 'the newest model is fresh enough' };
    // all history is loaded instead
    context.serving[Symbol.dispose]();
    const watched = watchTraining(context);
    try {
      return await trainAndJudge({ context, runId, reason, watched });
    } catch (thrown) {
      await watched.fail(runId, thrown);
      throw thrown;
    }
  },
  isSettled: hasNoStops,
};

interface DueTraining {
  readonly context: RunContext;
  readonly runId: string;
  readonly reason: string;
  readonly watched: WatchedTraining;
}

async function trainAndJudge({ context, runId, reason, watched }: DueTraining): Promise<StepOutcome> {
  using known = await loadKnown(context, 'whole');
  const trained = await train(context, known, watched);
  if ('impossible' in trained) return { skipped: trained.impossible };
  const dataset = await putTrainingRows(context, known, trained);
  const reports = await checkObject(context, { on: 'training', objectKey: dataset.key });
  const failed = reports.length === 0 ? undefined : failedNames(reports);
  const object = await context.store.lake.putBytes('models', 'json', formatArtefact(trained.artefact));
  const tuned = await findTunedKey(context);
  const told = { ...details(context, trained), ...(tuned === undefined ? {} : { tuned }) };
  const model = { delay_hours: context.delayHours, details: JSON.stringify(told) };
  const gate = await judgeChallenger(context, known, model);
  // rows that must not be learnt from make no model
  const isStopped = (failed?.stops ?? []).length > 0;
  const registration = { context, runId, reason, trained, dataset, object, model, gate };
  const { snapshotId } = known.loaded;
  if (isStopped) await watched.fail(runId, refusalOf(reports));
  else {
    await watched.end(runId, {
      trained,
      object,
      dataset,
      snapshotId,
      reason,
      model: modelRow(registration),
      alias: { ...aliasOf(registration), asOfUtc: isoOfHour(context.origin), isInForce: true },
    });
  }
  return {
    output: {
      reason,
      version: trained.version,
      rows: dataset.rows,
      gate: gate as unknown as Json,
      ...facts(trained),
      ...failed,
    },
    commit: async (transaction) => {
      await storeResults(transaction, { runId, snapshotId: known.loaded.snapshotId ?? null, reports }, 'add');
      if (!isStopped) await register(transaction, registration);
    },
    verify: () => requireValid(reports),
  };
}

/** The error that the checks of the training rows end in. */
function refusalOf(reports: readonly ExpectationReport[]): unknown {
  try {
    return requireValid(reports);
  } catch (thrown) {
    return thrown;
  }
}

/** Columns that every tree member leaves out. */
function leftOutOf({ artefact }: TrainedModel): readonly string[] {
  const lists = artefact.members.flatMap(({ member }) =>
    member.kind === 'trees' ? [member.without ?? []] : [],
  );
  return (lists[0] ?? []).filter((name) => lists.every((list) => list.includes(name)));
}

function details(context: RunContext, trained: TrainedModel): { readonly [name: string]: Json } {
  const leftOut = leftOutOf(trained);
  return {
    ...(leftOut.length === 0 ? {} : { leftOut }),
    ...facts(trained),
    groups: trained.groups,
    view: referenceOf(servingView),
    covariates: covariateNames(context),
    configHash: hashJson(decidingConfig(context.config)),
    members: trained.artefact.members.map(({ member }) => member.name),
    keyNames: trained.artefact.keyNames,
    series: Object.keys(trained.artefact.series).length,
    seed: trained.artefact.seed,
    library: trained.artefact.library,
    maxRows: context.config.train.maxRows,
  };
}

function facts({ report, artefact }: TrainedModel): { readonly [name: string]: Json } {
  return {
    report: report as unknown as Json,
    weights: Object.fromEntries(
      artefact.members.map(({ member }, m) => [member.name, artefact.pooledWeights[m] ?? 0]),
    ),
  };
}

async function train(
  context: RunContext,
  { engine, loaded }: LoadedEngine,
  { observe }: WatchedTraining,
): Promise<TrainedModel | { readonly impossible: string }> {
  return trainModel({
    engine,
    lightgbm: await context.openLightGbm(),
    keyNames: loaded.keyNames,
    series: loaded.series,
    asOf: context.origin,
    delayHours: context.delayHours,
    calendar: context.calendar,
    covariates: covariateFacts(context),
    seed: context.config.seed,
    maxRows: context.config.train.maxRows,
    tuned: await readTuned(context),
    progress: context.progress,
    signal: context.signal,
    observe,
  });
}

/** Keeps the rows that the final members learnt from, vectors and truth, as an immutable object. */
async function putTrainingRows(
  { store, origin }: RunContext,
  { engine }: LoadedEngine,
  { training }: TrainedModel,
): Promise<LakeObject & { readonly rows: number }> {
  const tables = await putVectors(engine, training, 'training_rows');
  return putQuery(store.lake, engine, { kind: 'training', query: vectorTablesQuery(tables, origin) });
}

interface Registration {
  readonly context: RunContext;
  readonly runId: string;
  readonly reason: string;
  readonly trained: TrainedModel;
  readonly dataset: LakeObject & { readonly rows: number };
  readonly object: LakeObject;
  readonly model: Pick<Model, 'delay_hours' | 'details'>;
  readonly gate: GateDecision;
}

async function register(transaction: CatalogueTransaction, registration: Registration): Promise<void> {
  const { context, runId, trained, dataset } = registration;
  await putTrainingDataset(transaction, {
    sha256: dataset.sha256,
    object_key: dataset.key,
    view: referenceOf(servingView),
    as_of: context.origin,
    rows: dataset.rows,
    details: JSON.stringify({ groups: trained.groups, delayHours: context.delayHours }),
    run_id: runId,
  });
  await putModel(transaction, modelRow(registration));
  await setAlias(transaction, {
    ...aliasOf(registration),
    version: trained.version,
    asOf: context.origin,
  });
}

function modelRow({ context, runId, trained, dataset, object, model }: Registration): Model {
  return {
    version: trained.version,
    object_key: object.key,
    training_sha256: dataset.sha256,
    trained_as_of: context.origin,
    code_version: context.codeVersion,
    ...model,
    run_id: runId,
  };
}

function aliasOf({ context, reason, gate }: Registration): {
  readonly alias: string;
  readonly reason: string;
} {
  return {
    alias: gate.promote ? CHAMPION : CHALLENGER,
    reason: `trained at ${isoOfHour(context.origin)}: ${reason}; ${gate.promote ? 'promoted' : 'refused'}: ${gate.reasons.join('; ')}`,
  };
}
