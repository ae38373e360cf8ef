import { hashJson, isoOfHour, type Json } from '../../core/index.ts';
import { referenceOf, servingView } from '../../features/index.ts';
import { formatArtefact } from '../../model/index.ts';
import { linkedTablesQuery, trainModel, type TrainedModel } from '../../train/index.ts';
import {
  putModel,
  putQuery,
  putTrainingDataset,
  setAlias,
  type CatalogueTransaction,
  type LakeObject,
} from '../../store/index.ts';
import { decidingConfig } from '../../config/index.ts';
import { failedNames, requireValid, storeResults } from '../../validate/index.ts';
import { CHAMPION, covariateNames, trainingDue } from '../champion.ts';
import { checkObject } from '../check-object.ts';
import type { RunContext } from '../run-context.ts';
import { covariateFacts, loadKnown, type LoadedEngine } from '../serving.ts';
import type { Step } from '../steps.ts';
import { hasNoStops } from './validate-step.ts';

/** Trains and registers a model where the champion is missing or too old. */
export const trainStep: Step = {
  name: 'train',
  execute: async (context, runId) => {
    const reason = await trainingDue(context);
    if (reason === undefined) return { skipped: 'the champion is fresh enough' };
    using known = await loadKnown(context, 'whole');
    const trained = await train(context, known);
    if ('impossible' in trained) return { skipped: trained.impossible };
    const dataset = await putTrainingRows(context, known, trained);
    const reports = await checkObject(context, { on: 'training', objectKey: dataset.key });
    const failed = reports.length === 0 ? undefined : failedNames(reports);
    const object = await context.store.lake.putBytes('models', 'json', formatArtefact(trained.artefact));
    return {
      output: { reason, version: trained.version, rows: dataset.rows, ...facts(trained), ...failed },
      commit: async (transaction) => {
        await storeResults(
          transaction,
          { runId, snapshotId: known.loaded.snapshotId ?? null, reports },
          'add',
        );
        // rows that must not be learnt from make no model
        if ((failed?.stops ?? []).length > 0) return;
        await register(transaction, { context, runId, reason, trained, dataset, object });
      },
      verify: () => requireValid(reports),
    };
  },
  isSettled: hasNoStops,
};

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
    progress: context.progress,
    signal: context.signal,
  });
}

/** Keeps the rows that the final members learnt from, vectors and truth, as an immutable object. */
function putTrainingRows(
  { store, origin }: RunContext,
  { engine }: LoadedEngine,
  { trainingTables }: TrainedModel,
): Promise<LakeObject & { readonly rows: number }> {
  return putQuery(store.lake, engine, { kind: 'training', query: linkedTablesQuery(trainingTables, origin) });
}

interface Registration {
  readonly context: RunContext;
  readonly runId: string;
  readonly reason: string;
  readonly trained: TrainedModel;
  readonly dataset: LakeObject & { readonly rows: number };
  readonly object: LakeObject;
}

async function register(transaction: CatalogueTransaction, registration: Registration): Promise<void> {
  const { context, runId, reason, trained, dataset, object } = registration;
  await putTrainingDataset(transaction, {
    sha256: dataset.sha256,
    object_key: dataset.key,
    view: referenceOf(servingView),
    as_of: context.origin,
    rows: dataset.rows,
    details: JSON.stringify({ groups: trained.groups, delayHours: context.delayHours }),
    run_id: runId,
  });
  await putModel(transaction, {
    version: trained.version,
    object_key: object.key,
    training_sha256: dataset.sha256,
    trained_as_of: context.origin,
    delay_hours: context.delayHours,
    code_version: context.codeVersion,
    details: JSON.stringify({
      ...facts(trained),
      groups: trained.groups,
      view: referenceOf(servingView),
      covariates: covariateNames(context),
      configHash: hashJson(decidingConfig(context.config)),
    }),
    run_id: runId,
  });
  await setAlias(transaction, {
    alias: CHAMPION,
    version: trained.version,
    reason: `trained at ${isoOfHour(context.origin)}: ${reason}`,
    asOf: context.origin,
  });
}
