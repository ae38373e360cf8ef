/** An explanation as people and programs get it: hours of one series, each in groups of plain words. */
import type { HourUtc, SeriesKey } from '../../core/index.ts';
import type { QuantileName } from '../../model/index.ts';

/** One feature column or step of a group. */
export interface ExplainedPart {
  readonly name: string;
  readonly meaning: string;
  /** In the series' own unit. */
  readonly value: number;
}

/** What moved a forecast, in words. */
export interface ExplainedGroup {
  readonly name: string;
  readonly words: string;
  /** The sum of its parts. */
  readonly value: number;
  /** The largest first. */
  readonly parts: readonly ExplainedPart[];
}

/** Where a forecast started. */
export interface ExplainedStart {
  readonly words: string;
  readonly value: number;
  /** The hours whose values it is the mean of, newest first; empty where it is a mean of weeks. */
  readonly hours: readonly HourUtc[];
}

export interface ExplainedMember {
  readonly name: string;
  readonly words: string;
  /** Its part in the forecast; all sum to 1. */
  readonly share: number;
  /** Null where it could not forecast the hour. */
  readonly forecast: number | null;
}

/** Why the forecast of one hour is what it is. */
export interface HourExplanation {
  readonly targetHour: HourUtc;
  readonly leadHours: number;
  readonly rung: string;
  /** As published. */
  readonly quantiles: Readonly<Record<QuantileName, number>>;
  /** The p50 as it was recomputed; `start` and `groups` sum to it. */
  readonly recomputed: number;
  /** Whether that is the published p50, bit for bit. */
  readonly isReproduced: boolean;
  readonly start: ExplainedStart;
  /** The largest first. */
  readonly groups: readonly ExplainedGroup[];
  /** The largest share first; empty where no model forecast. */
  readonly members: readonly ExplainedMember[];
}

/** Why the forecast of one series is what it is. */
export interface SeriesExplanation {
  readonly keyNames: readonly string[];
  readonly key: SeriesKey;
  readonly origin: HourUtc;
  readonly runId: string;
  /** Null where no model had a part in it. */
  readonly modelVersion: string | null;
  readonly unit: string;
  /** The 24 hours of the forecast, in order. */
  readonly hours: readonly HourExplanation[];
}
