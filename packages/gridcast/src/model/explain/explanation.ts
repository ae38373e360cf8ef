/** What an explanation of one forecast row says: where it started, and what moved it from there. */
import type { HourUtc } from '../../core/index.ts';
import type { Copied } from '../fallback.ts';
import type { Rung } from '../rung.ts';

/**
 * What moves a forecast beside feature columns. `week`, `day`, `like`: that members start from another value than the forecast as a whole;
 * `level`: that value brought to today's level; `expected`: the mean correction of trees; `recursive`, `profile`: what those members make
 * of the newest hours and days; `floor`: clipping at 0.
 */
export const stepNames = [
  'week',
  'day',
  'like',
  'level',
  'expected',
  'recursive',
  'profile',
  'floor',
] as const;

export type ExplainedStep = (typeof stepNames)[number];

/** The value that a forecast started from. */
export interface StartingPoint {
  readonly copied: Copied | 'like1';
  readonly value: number;
  /** The hour that it was copied from, where a lower rung did. */
  readonly hour?: HourUtc | undefined;
}

/** What one member of the model had to say. */
export interface MemberOpinion {
  readonly name: string;
  /** Its part in the weighted mean; all sum to 1. */
  readonly share: number;
  /** NaN where it has no forecast. */
  readonly forecast: number;
}

/**
 * One row in parts, all in the series' own unit.
 *
 * Invariant: `start.value` and all of `steps` and `features` sum to `point`, up to rounding.
 */
export interface RowExplanation {
  readonly rung: Rung;
  /** The p50 as the forecast function makes it. */
  readonly point: number;
  readonly start: StartingPoint;
  readonly steps: ReadonlyMap<ExplainedStep, number>;
  /** By feature column. */
  readonly features: ReadonlyMap<string, number>;
  /** Empty where a lower rung forecast. */
  readonly members: readonly MemberOpinion[];
}
