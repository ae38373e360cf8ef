/** What tracking records of a sweep: the search as one trial, the configurations that it tried as the trials below it. */
import { lightGbmVersion } from '@gridcast/lightgbm';
import { canonicalJson, hashJson, type Json } from '../../core/index.ts';
import type { SweepRow, SweepTrialRow } from '../../store/index.ts';
import {
  bestTrial,
  formatConfiguration,
  meanMase,
  meanWape,
  type HeldOutOrigin,
  type Trial,
} from '../../train/index.ts';
import { configurationOf, inputsOf, outcomeOf, trialOf, type SweepInputs } from '../tuning/sweep-record.ts';
import { flatten } from './flatten.ts';
import { sweepPlots } from './plots/sweep-plots.ts';
import type { TrackedEnd } from './track-run.ts';
import type { Artefact, Facts, Metric, TrialRecord } from './trial-record.ts';

export interface EndedSweep {
  readonly sweep: SweepRow;
  /** By number. */
  readonly rows: readonly SweepTrialRow[];
  readonly source: string;
  readonly configHash: string;
  readonly end: Pick<TrackedEnd<unknown>, 'status' | 'message'>;
}

/** The record of a sweep; what its files hold depends on its inputs alone, and a sweep that has not ended has none. */
export function sweepTrial({ sweep, rows, source, configHash, end }: EndedSweep): TrialRecord {
  const [inputs, outcome, trials] = [inputsOf(sweep), outcomeOf(sweep), rows.map(trialOf)];
  const startedAtMs = Date.parse(sweep.started_at);
  const decided =
    outcome === null
      ? undefined
      : `${outcome.isInForce ? 'put in force' : 'not put in force'}: ${outcome.reason}`;
  return {
    kind: 'sweep',
    name: 'tune',
    status: end.status,
    message: end.message ?? decided,
    parameters: parametersOf(inputs),
    inputs: {
      ...flatten({
        source,
        observationsSha256: hashJson(inputs.observations),
        covariatesSha256: inputs.covariates === undefined ? null : hashJson(inputs.covariates),
        codeVersion: inputs.code,
        configHash,
        library: `lightgbm ${lightGbmVersion}`,
      }),
    },
    metrics: metricsOf(trials, outcome?.heldOut ?? []),
    artefacts: end.status === 'done' ? artefactsOf(sweep, inputs, trials) : [],
    startedAtMs,
    durationMs: sweep.ended_at === null ? undefined : Date.parse(sweep.ended_at) - startedAtMs,
    children: rows.map((row, place) => configurationTrial(row, trials[place] as Trial, startedAtMs)),
  };
}

function parametersOf({ spaceName, space, sampler, pruning, trials, folds, ...rest }: SweepInputs): Facts {
  const { delayHours, view, covariates } = rest.terms;
  return flatten({
    space: spaceName,
    sampler,
    pruning,
    trials,
    folds: folds.folds.length,
    originsPerFold: folds.folds[0]?.origins.length ?? 0,
    seed: rest.seed,
    maxRows: rest.maxRows,
    workerMemoryMiB: rest.memoryMiB,
    delayHours,
    view,
    covariates: covariates.join(', '),
    search: Object.fromEntries(
      space.map(([name, parameter]) => [name, canonicalJson(parameter as unknown as Json)]),
    ),
  });
}

function metricsOf(trials: readonly Trial[], heldOut: readonly HeldOutOrigin[]): Metric[] {
  const best = bestTrial(trials);
  const inForce = trials.find(({ number, status }) => number === 0 && status === 'done');
  const count = (status: Trial['status']): number => trials.filter((trial) => trial.status === status).length;
  const later = (of: (origin: HeldOutOrigin) => number, name: string): Metric[] => {
    const steps = heldOut.map(of);
    const value = steps.reduce((sum, one) => sum + one, 0) / steps.length;
    return steps.length === 0
      ? []
      : [
          { name, value },
          { name: `${name}_by_origin`, steps },
        ];
  };
  return [
    { name: 'mase', value: (best && meanMase(best)) ?? null },
    { name: 'wape', value: (best && meanWape(best)) ?? null },
    { name: 'mase_in_force', value: (inForce && meanMase(inForce)) ?? null },
    { name: 'trials_done', value: count('done') },
    { name: 'trials_pruned', value: count('pruned') },
    { name: 'trials_failed', value: count('failed') },
    { name: 'best_mase', steps: bestSoFar(trials) },
    ...later((origin) => origin.tuned, 'later_mase'),
    ...later((origin) => origin.inForce, 'later_mase_in_force'),
  ];
}

/** The lowest score so far by number of the trial, that of what was in force included. */
function bestSoFar(trials: readonly Trial[]): (number | null)[] {
  let best: number | null = null;
  return trials.map((trial) => {
    const score = trial.status === 'done' ? meanMase(trial) : undefined;
    if (score !== undefined) best = Math.min(score, best ?? Infinity);
    return best;
  });
}

function configurationTrial(row: SweepTrialRow, trial: Trial, startedAtMs: number): TrialRecord {
  // a mean over some of the folds is no rival of a mean over all
  const isWhole = trial.status === 'done';
  return {
    kind: 'configuration',
    name: trial.number === 0 ? 'in force' : `trial ${trial.number}`,
    status: trial.status,
    message: trial.reason,
    parameters: flatten(trial.settings),
    inputs: {},
    metrics: [
      { name: 'mase', value: (isWhole ? meanMase(trial) : undefined) ?? null },
      { name: 'wape', value: (isWhole ? meanWape(trial) : undefined) ?? null },
      { name: 'mase_by_fold', steps: trial.folds.map(({ mase }) => mase) },
      { name: 'wape_by_fold', steps: trial.folds.map(({ wape }) => wape) },
    ],
    artefacts: [],
    startedAtMs,
    durationMs: row.duration_ms,
    peakMiB: row.peak_mib ?? undefined,
  };
}

function artefactsOf(
  sweep: SweepRow,
  { space, folds, terms }: SweepInputs,
  trials: readonly Trial[],
): Artefact[] {
  const winner = bestTrial(trials);
  const plots = sweepPlots({ space: Object.fromEntries(space), folds, trials });
  const table = { name: 'trials.csv', content: trialsCsv(trials) };
  if (winner === undefined) return [...plots, table];
  const heldOut = outcomeOf(sweep)?.heldOut ?? [];
  const configuration = formatConfiguration(configurationOf({ id: sweep.id, terms, winner, heldOut }));
  return [...plots, table, { name: 'winner.json', content: configuration }];
}

function trialsCsv(trials: readonly Trial[]): string {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const lines = trials.map((trial) =>
    [
      trial.number,
      trial.generation,
      trial.status,
      meanMase(trial) ?? '',
      meanWape(trial) ?? '',
      quoted(canonicalJson(trial.settings as unknown as Json)),
      quoted(trial.reason ?? ''),
    ].join(','),
  );
  return `${['trial,generation,state,mase,wape,settings,reason', ...lines].join('\n')}\n`;
}
