/** The tables of what trainings are set to, and of the searches that found it. */
import type { Generated } from 'kysely';

/** A search for a better configuration. */
export interface SweepTable {
  /** Hash of space, sampler, folds, rows, code and seed; never of workers, attempt, clock, path or host. */
  id: string;
  /** `stopped`: its time was over, or it was interrupted; the same command goes on. */
  status: 'running' | 'stopped' | 'done';
  as_of: number;
  delay_hours: number;
  /** JSON: what the id is made of. */
  inputs: string;
  started_at: string;
  ended_at: string | null;
  /** JSON: the winner, how it did on later origins, and whether it was put in force. */
  outcome: string | null;
  /** The finished sweep as JSON. */
  object_key: string | null;
}

/** One finished trial of a sweep. */
export interface SweepTrialTable {
  sweep_id: string;
  /** 0 is the configuration that was in force. */
  number: number;
  generation: number;
  status: 'done' | 'pruned' | 'failed';
  /** JSON: what was set. */
  settings: string;
  /** JSON: the score of each fold, in order, as far as they go. */
  folds: string;
  /** Means over the scored folds. */
  mase: number | null;
  wape: number | null;
  /** Why it failed or was given up. */
  reason: string | null;
  /** From the proposal to the last score; a fact of one attempt. */
  duration_ms: number;
  /** The most that the workers that fitted it had held until then, in MiB; a fact of one attempt. */
  peak_mib: number | null;
}

/** A selection of feature columns by what they are worth on folds. */
export interface SelectionTable {
  /** Hash of folds, rows, kept columns, settings in force, code and seed; never of workers, attempt, clock, path or host. */
  id: string;
  /** `stopped`: it was interrupted; the same command goes on. */
  status: 'running' | 'stopped' | 'done';
  as_of: number;
  delay_hours: number;
  /** JSON: what the id is made of. */
  inputs: string;
  started_at: string;
  ended_at: string | null;
  /** JSON: the columns that stay, how they did on later origins, and whether they were put in force. */
  outcome: string | null;
  /** The finished selection as JSON. */
  object_key: string | null;
}

/** One measured set of columns of a selection. */
export interface SelectionStepTable {
  selection_id: string;
  /** 0 is all columns; each later step reads fewer. */
  number: number;
  /** JSON: the columns, the error of each origin, and what each column and family is worth. */
  measured: string;
}

/** Every setting of the configuration that trainings use; the newest for its terms is in force. */
export interface TunedConfigurationTable {
  id: Generated<number>;
  delay_hours: number;
  view: string;
  /** JSON: names of the covariates. */
  covariates: string;
  /** Null: the defaults. */
  object_key: string | null;
  sweep_id: string | null;
  reason: string;
  set_as_of: number;
}
