/** The catalogue's tables as Kysely types. Columns that hold JSON are text; hours are integers since 1970; instants are ISO text. */
import type { Generated } from 'kysely';
import type {
  SelectionStepTable,
  SelectionTable,
  SweepTable,
  SweepTrialTable,
  TunedConfigurationTable,
} from './tuning-schema.ts';

/** One value per name: schema version, the source fixed at the first collect. */
export interface SettingTable {
  name: string;
  value: string;
}

/** A raw input kept in the lake by content hash. */
export interface RawInputTable {
  sha256: string;
  object_key: string;
  /** Where it came from, as a person would name it: file name or request address without secrets. */
  origin_name: string;
  bytes: number;
  as_of: number;
  run_id: string;
  /** What it was read for. */
  dataset: Generated<'observations' | 'covariates'>;
}

/** A dataset's state after one commit; ids ascend without gaps per catalogue. */
export interface SnapshotTable {
  id: Generated<number>;
  /** `observations`, `errors`, ... */
  dataset: string;
  as_of: number;
  run_id: string;
}

/** A file of a dataset, visible in the snapshots from `added_in` (inclusive) to `removed_in` (exclusive; null: still). */
export interface SnapshotFileTable {
  id: Generated<number>;
  dataset: string;
  object_key: string;
  added_in: number;
  removed_in: number | null;
  rows: number;
  min_hour: number;
  max_hour: number;
  /** 1 where the file holds a second or later version of some (series, hour), or a first version that came late. */
  has_revisions: number;
}

export interface QuarantineTable {
  id: Generated<number>;
  raw_sha256: string;
  reason: string;
  rows: number;
  /** Parquet with line, raw text of the row, reason and remedy; null for rows that are only withheld until their time. */
  object_key: string | null;
  first_line: number | null;
  as_of: number;
  run_id: string;
}

export interface ExpectationResultTable {
  id: Generated<number>;
  run_id: string;
  snapshot_id: number;
  expectation: string;
  severity: 'warn' | 'stop';
  success: number;
  /** JSON: observed facts, and the failing rows with their keys (bounded). */
  details: string;
}

/** A suite of expectations that a user imported. */
export interface ExpectationSuiteTable {
  name: string;
  /** JSON in the form of Great Expectations. */
  definition: string;
}

/** One pipeline run of a logical hour. */
export interface RunTable {
  /** Hash of step inputs, configuration, code and seed; never of attempt, clock, path or host. */
  id: string;
  pipeline: string;
  logical_hour: number;
  /** `stopped`: a sweep or backtest that was interrupted, or whose time was over. */
  status: 'running' | 'done' | 'failed' | 'stopped';
  attempt: number;
  config_hash: string;
  started_at: string;
  ended_at: string | null;
  error: string | null;
}

export interface StepTable {
  run_id: string;
  name: string;
  status: 'done' | 'skipped' | 'failed';
  input_hash: string;
  /** JSON result of the step. */
  output: string;
  duration_ms: number;
  ended_at: string;
}

/** Mutual exclusion between processes: at most one live row per name. */
export interface LeaseTable {
  name: string;
  holder: string;
  expires_at_ms: number;
}

export interface TrainingDatasetTable {
  sha256: string;
  object_key: string;
  view: string;
  as_of: number;
  rows: number;
  /** JSON: columns, splits, statistics, parameters of the spine. */
  details: string;
  run_id: string;
}

export interface ModelTable {
  /** Hash of training data, configuration, code and seed. */
  version: string;
  object_key: string;
  training_sha256: string | null;
  trained_as_of: number;
  delay_hours: number;
  code_version: string;
  /** JSON: parameters, member weights, metrics, card. */
  details: string;
  run_id: string;
}

/** Every setting of an alias; the newest row of an alias is the one in force. */
export interface ModelAliasTable {
  id: Generated<number>;
  alias: string;
  version: string;
  reason: string;
  set_as_of: number;
}

export interface ForecastTable {
  origin: number;
  object_key: string;
  rows: number;
  model_version: string | null;
  run_id: string;
  /** JSON: rows per rung. */
  rungs: string;
  /** 1 where a later truth has been compared with every hour of it. */
  scored: number;
}

/** A feature group's or view's definition, a row for each wording that was registered. */
export interface DefinitionTable {
  id: Generated<number>;
  kind: 'group' | 'view';
  name: string;
  version: number;
  /** Hash of the definition. */
  hash: string;
  /** JSON. */
  definition: string;
  change: string;
  /** JSON: lines of text. */
  differences: string;
  as_of: number;
  code_version: string;
}

/** How far a materialised dataset goes. */
export interface WatermarkTable {
  dataset: string;
  /** The last origin whose rows are published. */
  origin: number;
  run_id: string;
}

/** How far a living feed was read, and how the last reading went. */
export interface FeedStateTable {
  /** `eds:ConsumptionDK3619IndustryHour` */
  name: string;
  /** The first hour wanted; history is read from the newest hours down to it. */
  from_hour: number;
  /** The hours [low_hour, head_hour) have been read. */
  low_hour: number;
  /** The as-of of the newest reading that came whole. */
  head_hour: number;
  /** The newest hour with a value; null before any. */
  newest_hour: number | null;
  /** The widest window that arrives whole, in hours. */
  window_hours: number;
  /** JSON: what the feed's own description says. */
  facts: string;
  attempted_at: string;
  succeeded_at: string | null;
  /** No request before this instant: the feed asked for it. */
  retry_at: string | null;
  /** Why the last reading failed; null where it did not. */
  error_code: string | null;
  error: string | null;
}

/** A batch of feature vectors as they were served. */
export interface VectorLogTable {
  id: Generated<number>;
  object_key: string;
  view: string;
  origin: number;
  delay_hours: number;
  /** The observations that the vectors were made from. */
  snapshot_id: number | null;
  vectors: number;
  /** How many vectors were served for the ones that were kept. */
  served: number;
  last_served_hour: number;
}

/** What an object of statistics says of one day; an object may hold several days. */
export interface StatisticsTable {
  id: Generated<number>;
  kind: 'features' | 'observations' | 'predictions';
  /** The version of what is counted: a feature view, a model, or empty. */
  version: string;
  /** Days since 1970-01-01 UTC. */
  day: number;
  /** JSON: the hours (origins) that are counted; empty where a later row of the day replaces an earlier one. */
  hours: string;
  object_key: string;
  snapshot_id: number | null;
}

/** What a day's comparison of recent statistics with their references found. */
export interface DriftTable {
  id: Generated<number>;
  kind: 'features' | 'observations' | 'predictions';
  /** The day on which the compared window ended, in days since 1970-01-01 UTC. */
  day: number;
  subjects: number;
  drifting: number;
  /** The report, as JSON. */
  object_key: string;
  run_id: string;
}

/** One fit that tracking records; the fits it is made of name it as their parent. */
export interface TrialTable {
  /** Hash of the run, the parent, the kind and the name. */
  id: string;
  parent_id: string | null;
  /** Its place among its siblings. */
  place: number;
  run_id: string;
  /** `training`, `member`, ... */
  kind: string;
  name: string;
  as_of: number;
  model_version: string | null;
  /** JSON: what was chosen, as flat names with texts, numbers and truth values. */
  parameters: string;
  /** JSON: hashes and versions of the data and the code, flat. */
  inputs: string;
  /** JSON: the machine and its programs, flat. */
  environment: string;
  started_at: string;
  duration_ms: number | null;
  peak_mib: number | null;
  /** `pruned`: given up by its sweep. `stopped`: interrupted, or its time was over; the same command goes on. */
  status: Generated<'done' | 'failed' | 'pruned' | 'stopped'>;
  /** Why it failed or was given up, or what was decided in the end. */
  message: string | null;
}

/** A measurement of a trial. */
export interface TrialMetricTable {
  trial_id: string;
  name: string;
  /** Null where it could not be measured, or where there are steps only. */
  value: number | null;
  /** JSON: one number or null for each step from 0; null for a metric without steps. */
  steps: string | null;
}

/** A file of a trial, as an object of the lake. */
export interface TrialArtefactTable {
  trial_id: string;
  /** A relative path: `plots/forecast.svg`. */
  name: string;
  object_key: string;
  content_type: string;
  bytes: number;
}

/** A trial, with all below it, that a tracking server has in whole. */
export interface TrialDeliveryTable {
  trial_id: string;
  /** The server and the experiment on it, without credentials. */
  target: string;
  /** What the server calls it. */
  remote_id: string;
  delivered_at: string;
}

export interface CatalogueSchema {
  trial: TrialTable;
  trial_metric: TrialMetricTable;
  trial_artefact: TrialArtefactTable;
  trial_delivery: TrialDeliveryTable;
  sweep: SweepTable;
  sweep_trial: SweepTrialTable;
  selection: SelectionTable;
  selection_step: SelectionStepTable;
  tuned_configuration: TunedConfigurationTable;
  feed_state: FeedStateTable;
  drift: DriftTable;
  vector_log: VectorLogTable;
  statistics: StatisticsTable;
  watermark: WatermarkTable;
  definition: DefinitionTable;
  setting: SettingTable;
  raw_input: RawInputTable;
  snapshot: SnapshotTable;
  snapshot_file: SnapshotFileTable;
  quarantine: QuarantineTable;
  expectation_result: ExpectationResultTable;
  expectation_suite: ExpectationSuiteTable;
  run: RunTable;
  step: StepTable;
  lease: LeaseTable;
  training_dataset: TrainingDatasetTable;
  model: ModelTable;
  model_alias: ModelAliasTable;
  forecast: ForecastTable;
}
