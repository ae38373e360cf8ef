/** What tracking records of a backtest: all origins as one trial; baselines, rungs and slices as the trials below it. */
import { canonicalJson, formatKey, type Json, type SeriesKey } from '../../core/index.ts';
import { sliceErrors, type BacktestOrigin, type BacktestReport } from '../../train/index.ts';
import { denseRows } from './backtest-rows.ts';
import { bandMetrics, errorMetrics } from './error-metrics.ts';
import { evidenceOf, type Evidence } from './evidence.ts';
import { calibrationPlot } from './plots/calibration-plot.ts';
import { forecastPlot } from './plots/forecast-plot.ts';
import { residualPlot } from './plots/residual-plot.ts';
import type { TrackedEnd } from './track-run.ts';
import type { Artefact, Facts, Metric, TrialRecord } from './trial-record.ts';

/** Series that `series.csv` lists, the hardest first. */
const MOST_SERIES = 1000;

export interface EndedBacktest {
  readonly report: BacktestReport;
  readonly results: readonly BacktestOrigin[];
  readonly keyNames: readonly string[];
  readonly seriesKeys: readonly SeriesKey[];
}

export interface BacktestFacts {
  readonly parameters: Facts;
  readonly inputs: Facts;
  readonly startedAtMs: number;
  readonly durationMs: number;
}

export function backtestTrial(facts: BacktestFacts, end: TrackedEnd<EndedBacktest>): TrialRecord {
  const { result, status, message } = end;
  const common = { kind: 'backtest', name: 'backtest', status, message, ...facts };
  if (result === undefined) return { ...common, metrics: [], artefacts: [] };
  const { report, results, seriesKeys } = result;
  const rows = denseRows(results, seriesKeys);
  const evidence = rows && evidenceOf(rows);
  return {
    ...common,
    message: withoutModel(results),
    metrics: metricsOf(report, evidence),
    artefacts: artefactsOf(result, evidence),
    children: [
      ...Object.entries(report.baselines).map(([name, errors]) =>
        below('baseline', name, [...errorMetrics(errors), ...stepsOf(evidence, name)]),
      ),
      ...sliceErrors(results, { keyNames: result.keyNames, series: seriesKeys }).map((slice) =>
        below(slice.kind, slice.name, [
          ...errorMetrics(slice.errors),
          { name: 'coverage_80', value: slice.coverage },
          { name: 'rows', value: slice.errors.rows },
        ]),
      ),
    ].map((record) => ({ ...record, startedAtMs: facts.startedAtMs })),
  };
}

function below(kind: string, name: string, metrics: readonly Metric[]): Omit<TrialRecord, 'startedAtMs'> {
  return { kind, name, parameters: {}, inputs: {}, metrics, artefacts: [] };
}

function stepsOf(evidence: Evidence | undefined, forecaster: string): Metric[] {
  const found = evidence?.errors.find(({ name }) => name === forecaster);
  return found === undefined ? [] : [{ name: 'error_by_lead', steps: found.byLead }];
}

function metricsOf(report: BacktestReport, evidence: Evidence | undefined): Metric[] {
  return [
    ...errorMetrics(report.forecast),
    ...bandMetrics(report.coverage, evidence),
    { name: 'rows', value: report.forecast.rows },
    { name: 'mase_by_origin', steps: report.byOrigin.map(({ errors }) => errors.mase) },
    { name: 'wape_by_lead', steps: report.byLead.map(({ errors }) => errors.wape) },
    ...stepsOf(evidence, 'ensemble'),
  ];
}

/** The first reason why an origin had no model of its own; undefined where all had, or none was due. */
function withoutModel(results: readonly BacktestOrigin[]): string | undefined {
  const reasons = results.flatMap((result) => result.withoutModel ?? []);
  return reasons.length === 0 ? undefined : `no model at ${reasons.length} origins: ${reasons[0]}`;
}

function artefactsOf({ report, seriesKeys }: EndedBacktest, evidence: Evidence | undefined): Artefact[] {
  const table = { name: 'series.csv', content: seriesCsv(report, seriesKeys) };
  if (evidence === undefined) return [table];
  return [
    table,
    { name: 'evidence.json', content: canonicalJson(evidence as unknown as Json) },
    { name: 'plots/calibration.svg', content: calibrationPlot(evidence.quantiles) },
    { name: 'plots/forecast.svg', content: forecastPlot(evidence.series) },
    { name: 'plots/residuals.svg', content: residualPlot(evidence) },
  ];
}

function seriesCsv({ bySeries }: BacktestReport, keys: readonly SeriesKey[]): string {
  const lines = bySeries
    .toSorted((a, b) => (b.errors.mase ?? -1) - (a.errors.mase ?? -1) || a.series - b.series)
    .slice(0, MOST_SERIES)
    .map(({ series, errors: { mase, wape, mape, rows } }) =>
      [
        `"${formatKey(keys[series] ?? []).replaceAll('"', '""')}"`,
        ...[mase, wape, mape, rows].map((value) => value ?? ''),
      ].join(','),
    );
  return `${['series,mase,wape,mape,rows', ...lines].join('\n')}\n`;
}
