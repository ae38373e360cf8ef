/** What an expectation is, and how one comes out. */
import type { Json } from '../core/index.ts';
import type { SqlEngine } from '../store/index.ts';

/** What the source's own suite needs to know of the source. */
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
 * What an expectation of the source's own suite may read in the engine: `series` and `observation_versions` as loaded;
 * `checked_versions` (each version with hour_before, value_before, known_before of the version before it in the order of its
 * series, hour and known-at, and hour_after of the next); `checked_values` (series, hour, value as known last, previous_hour,
 * previous_value of the same series). What is before the first is null.
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
  /** The row's number from 0, where neither key nor hour names it. */
  readonly row?: number;
  /** What stands there, in words. */
  readonly found: string;
}

export interface CheckResult {
  /** How many places fail. */
  readonly failures: number;
  /** The first of them, at most 20, by series and hour. */
  readonly examples: readonly Failure[];
}

/** One check of the observations that comes with every source; it has no parameters but the source itself. */
export interface Expectation {
  readonly name: string;
  /** The statement in one sentence. */
  readonly states: string;
  readonly severity: Severity;
  /** Looks for failures; undefined where the statement says nothing about this source. */
  readonly check: (context: CheckContext) => Promise<CheckResult | undefined>;
  /** SQL on the clean panel of `prove/samples.ts`, after which the expectation must fail. */
  readonly fault: string;
}

/** How one expectation came out. Of the source's own suite, or of a suite that a user gave. */
export interface ExpectationReport extends CheckResult {
  /** Unique within a run. */
  readonly expectation: string;
  readonly states: string;
  readonly severity: Severity;
  readonly success: boolean;
  /** The user's suite; absent: the source's own. */
  readonly suite?: string;
  readonly relation?: string;
  readonly type?: string;
  readonly kwargs?: Json;
  /** What was seen, where the rule is about one value. */
  readonly observed?: Json;
  /** Rows or places that were looked at. */
  readonly considered?: number;
}
