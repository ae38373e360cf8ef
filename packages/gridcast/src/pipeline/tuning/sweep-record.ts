/** Trials between the catalogue's rows and the sweep. */
import type { Json } from '../../core/index.ts';
import { listSweepTrials, type Catalogue, type SweepRow, type SweepTrialRow } from '../../store/index.ts';
import {
  meanMase,
  meanWape,
  type FoldPlan,
  type FoldScore,
  type HeldOutOrigin,
  type Settings,
  type Space,
  type Trial,
  type TunedConfiguration,
  type TuningTerms,
} from '../../train/index.ts';
import type { TrialCost } from './evaluator.ts';

const PAGE = 1000;

/** What a sweep is made of, as it was written down when it was begun. */
export interface SweepInputs {
  readonly spaceName: string;
  /** In the order in which a grid goes through it. */
  readonly space: readonly (readonly [string, Space[string]])[];
  readonly sampler: string;
  readonly pruning: string;
  readonly trials: number;
  readonly memoryMiB: number;
  readonly folds: FoldPlan;
  readonly terms: TuningTerms;
  readonly seed: number;
  readonly maxRows: number;
  readonly code: string;
  /** What trial 0 sets. */
  readonly inForce: Settings;
  readonly observations: Json;
  readonly covariates?: Json;
}

/** How a sweep ended; JSON-safe. */
export interface SweepOutcome {
  /** The number of the best proposal; null where none was scored on all folds. */
  readonly winner: number | null;
  readonly settings: Settings;
  readonly isInForce: boolean;
  readonly reason: string;
  /** Empty where the winner did not get so far. */
  readonly heldOut: readonly HeldOutOrigin[];
}

export function inputsOf({ inputs }: SweepRow): SweepInputs {
  return JSON.parse(inputs) as SweepInputs;
}

/** How a sweep ended; null before its end. */
export function outcomeOf({ outcome }: SweepRow): SweepOutcome | null {
  return JSON.parse(outcome ?? 'null') as SweepOutcome | null;
}

/** The configuration that a sweep's winner stands for. */
export function configurationOf({
  id,
  terms,
  winner,
  heldOut,
}: {
  readonly id: string;
  readonly terms: TuningTerms;
  readonly winner: Trial;
  readonly heldOut: readonly HeldOutOrigin[];
}): TunedConfiguration {
  const { settings, number: trial } = winner;
  return { format: 1, settings, terms, sweep: id, trial, mase: meanMase(winner) ?? 0, heldOut };
}

/** Every finished trial of a sweep, by number. */
export async function readTrials(catalogue: Catalogue, sweep: string): Promise<Trial[]> {
  return (await readSweepRows(catalogue, sweep)).map(trialOf);
}

/** The rows of a sweep's finished trials, by number. */
export async function readSweepRows(catalogue: Catalogue, sweep: string): Promise<SweepTrialRow[]> {
  const rows: SweepTrialRow[] = [];
  for (;;) {
    const page = await listSweepTrials(catalogue, { sweep, limit: PAGE, offset: rows.length });
    rows.push(...page.items);
    if (page.items.length === 0 || rows.length >= page.total) return rows;
  }
}

export function trialOf(row: SweepTrialRow): Trial {
  return {
    number: row.number,
    generation: row.generation,
    settings: JSON.parse(row.settings) as Settings,
    status: row.status,
    folds: JSON.parse(row.folds) as FoldScore[],
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}

/** The row of a trial. */
export function rowOf(sweep: string, trial: Trial, { durationMs, peakMiB }: TrialCost): SweepTrialRow {
  const { number, generation, settings, status, folds, reason } = trial;
  return {
    sweep_id: sweep,
    number,
    generation,
    status,
    settings: JSON.stringify(settings),
    folds: JSON.stringify(folds),
    mase: meanMase(trial) ?? null,
    wape: meanWape(trial) ?? null,
    reason: reason ?? null,
    duration_ms: Math.round(durationMs),
    peak_mib: peakMiB ?? null,
  };
}

/** A trial without what differs from attempt to attempt. */
export function trialJson(trial: Trial): Json {
  return { ...trial, folds: trial.folds.map((fold) => ({ ...fold })) };
}
