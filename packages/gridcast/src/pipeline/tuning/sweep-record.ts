/** Trials between the catalogue's rows and the sweep. */
import type { Json } from '../../core/index.ts';
import { listSweepTrials, type Catalogue, type SweepTrialRow } from '../../store/index.ts';
import { meanMase, meanWape, type FoldScore, type Settings, type Trial } from '../../train/index.ts';

const PAGE = 1000;

/** Every finished trial of a sweep, by number. */
export async function readTrials(catalogue: Catalogue, sweep: string): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (;;) {
    const page = await listSweepTrials(catalogue, { sweep, limit: PAGE, offset: trials.length });
    trials.push(...page.items.map(trialOf));
    if (page.items.length === 0 || trials.length >= page.total) return trials;
  }
}

function trialOf(row: SweepTrialRow): Trial {
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
export function rowOf(sweep: string, trial: Trial, durationMs: number): SweepTrialRow {
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
  };
}

/** A trial without what differs from attempt to attempt. */
export function trialJson(trial: Trial): Json {
  return { ...trial, folds: trial.folds.map((fold) => ({ ...fold })) };
}
