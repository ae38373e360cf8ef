/** What tracking records of a training: the ensemble as one trial, its members as the trials below it. */
import { lightGbmVersion } from '@gridcast/lightgbm';
import { decidingConfig } from '../../config/index.ts';
import { canonicalJson, hashJson, type Json } from '../../core/index.ts';
import { snapshotFiles, type LakeObject, type Model } from '../../store/index.ts';
import type { MemberLine, TrainedModel } from '../../train/index.ts';
import { cardOf, type CardParts, type ModelDetails } from '../model-card/model-card.ts';
import { renderCard } from '../model-card/render-card.ts';
import type { RunContext } from '../run-context.ts';
import { bandMetrics, errorMetrics } from './error-metrics.ts';
import type { Evidence } from './evidence.ts';
import { flatten } from './flatten.ts';
import { importanceCsv, importanceOf } from './importance.ts';
import { calibrationPlot } from './plots/calibration-plot.ts';
import { forecastPlot } from './plots/forecast-plot.ts';
import { importancePlot } from './plots/importance-plot.ts';
import { residualPlot } from './plots/residual-plot.ts';
import type { Artefact, Facts, Metric, TrialRecord } from './trial-record.ts';

/** A training that has ended, before its model is registered. */
export interface EndedTraining {
  readonly trained: TrainedModel;
  /** The row that will be registered. */
  readonly model: Model;
  readonly object: LakeObject;
  readonly dataset: LakeObject & { readonly rows: number };
  readonly snapshotId: number | undefined;
  /** The alias that the model is about to get, and why. */
  readonly alias: CardParts['aliases'][number];
  /** Absent where it could not be summed up. */
  readonly evidence: Evidence | undefined;
  readonly reason: string;
  readonly startedAtMs: number;
}

export async function trainingTrial(context: RunContext, ended: EndedTraining): Promise<TrialRecord> {
  const { trained, model, startedAtMs } = ended;
  return {
    kind: 'training',
    name: 'train',
    modelVersion: model.version,
    parameters: parametersOf(context, ended),
    inputs: await inputsOf(context, ended),
    metrics: metricsOf(ended),
    artefacts: artefactsOf(ended),
    startedAtMs,
    durationMs: context.nowMs() - startedAtMs,
    children: trained.artefact.members.map(({ member }) => memberTrial(ended, member)),
  };
}

function parametersOf(context: RunContext, { trained, model, alias, reason }: EndedTraining): Facts {
  const { report, artefact, groups } = trained;
  const details = JSON.parse(model.details) as ModelDetails;
  return flatten({
    reason,
    alias: alias.alias,
    members: artefact.members.map(({ member }) => member.name).join(', '),
    groups: groups.join(', '),
    view: details.view,
    covariates: details.covariates.join(', '),
    delayHours: context.delayHours,
    series: details.series ?? 0,
    historyHours: report.historyHours,
    calibrationOrigins: report.origins.length,
    config: decidingConfig(context.config),
  });
}

async function inputsOf(
  { store, source, codeVersion }: RunContext,
  { dataset, model, snapshotId }: EndedTraining,
): Promise<Facts> {
  const files = await snapshotFiles(store.catalogue, { dataset: 'observations', snapshotId });
  return flatten({
    source: source.declaration.name,
    snapshot: snapshotId ?? 0,
    observationsSha256: hashJson(files.map(({ object_key }) => object_key).sort()),
    trainingSha256: dataset.sha256,
    trainingRows: dataset.rows,
    codeVersion,
    configHash: (JSON.parse(model.details) as ModelDetails).configHash,
    library: `lightgbm ${lightGbmVersion}`,
  });
}

function stepsOf(evidence: Evidence | undefined, forecaster: string): Metric[] {
  const found = evidence?.errors.find(({ name }) => name === forecaster);
  if (found === undefined) return [];
  return [
    { name: 'error_by_lead', steps: found.byLead },
    { name: 'error_by_origin', steps: found.byOrigin },
  ];
}

function metricsOf({ trained: { report }, evidence }: EndedTraining): Metric[] {
  const line = (name: string): MemberLine | undefined => report.lines.find((one) => one.name === name);
  const ensemble = line('ensemble');
  return [
    ...(ensemble === undefined ? [] : errorMetrics(ensemble.errors)),
    ...['naive_24', 'naive_168'].map((name) => ({
      name: `${name}_mase`,
      value: line(name)?.errors.mase ?? null,
    })),
    ...bandMetrics(report.coverage, evidence),
    ...stepsOf(evidence, 'ensemble'),
  ];
}

type Member = TrainedModel['artefact']['members'][number]['member'];

function memberTrial({ trained, evidence, startedAtMs }: EndedTraining, member: Member): TrialRecord {
  const { name, ...chosen } = member;
  const line = trained.report.lines.find((one) => one.name === name);
  const loss = trained.losses[name];
  return {
    kind: 'member',
    name,
    parameters: flatten(chosen),
    inputs: {},
    metrics: [
      ...(line === undefined ? [] : [...errorMetrics(line.errors), { name: 'weight', value: line.weight }]),
      ...stepsOf(evidence, name),
      ...(loss === undefined ? [] : [{ name: 'training_loss', value: loss.at(-1) ?? null, steps: loss }]),
    ],
    artefacts: [],
    startedAtMs,
  };
}

function artefactsOf({ trained, model, object, dataset, alias, evidence }: EndedTraining): Artefact[] {
  const importance = importanceOf(trained.artefact);
  const state = { state: 'whole', objectKey: object.key, problem: null } as const;
  const card = cardOf(model, { rows: dataset.rows, aliases: [alias], artefact: state });
  const json = (value: unknown): string => canonicalJson(value as Json);
  return [
    { name: 'importance.csv', content: importanceCsv(importance) },
    { name: 'model-card.json', content: json(card) },
    { name: 'model-card.md', content: renderCard(card) },
    { name: 'model/model.json', content: object },
    { name: 'plots/importance.svg', content: importancePlot(importance) },
    ...(evidence === undefined
      ? []
      : [
          { name: 'evidence.json', content: json(evidence) },
          { name: 'plots/calibration.svg', content: calibrationPlot(evidence.quantiles) },
          { name: 'plots/forecast.svg', content: forecastPlot(evidence.series) },
          { name: 'plots/residuals.svg', content: residualPlot(evidence) },
        ]),
  ];
}
