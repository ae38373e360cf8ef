/** What an expectation is: a statement about the observations that SQL can refute. */
import type { SqlEngine } from '../store/index.ts';

/** What the suite needs to know of a source. */
export interface ValidationSubject {
  readonly keys: readonly {
    readonly name: string;
    /** The values that can occur, verbatim; absent: any. */
    readonly values?: readonly string[];
  }[];
  readonly valuesAtLeastZero: boolean;
  /** The first hour that is not over yet. */
  readonly presentHour: number;
}

/**
 * What an expectation may read in the engine: `series` and `observation_versions` as loaded, and `checked_values` (series,
 * hour, value as known last, previous_hour, previous_value of the same series; null before the first).
 */
export interface CheckContext {
  readonly engine: SqlEngine;
  readonly subject: ValidationSubject;
}

/** A `stop` keeps everything after it from running; a `warn` is reported. */
export type Severity = 'warn' | 'stop';

/** A place where an expectation fails; `hour` is the target hour, absent where a whole series or table is meant. */
export interface Failure {
  readonly key: readonly string[];
  readonly hour?: string;
  /** What stands there, in words. */
  readonly found: string;
}

export interface CheckResult {
  /** How many places fail. */
  readonly failures: number;
  /** The first of them, at most 20, by series and hour. */
  readonly examples: readonly Failure[];
}

export interface Expectation {
  readonly name: string;
  /** The statement in one sentence. */
  readonly states: string;
  readonly severity: Severity;
  /** Looks for failures; undefined where the statement says nothing about this source. */
  readonly check: (context: CheckContext) => Promise<CheckResult | undefined>;
}
