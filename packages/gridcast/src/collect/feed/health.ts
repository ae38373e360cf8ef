/** Is a feed well? What people and programs are told about it. */
import { isoOfHour, type HourUtc } from '../../core/index.ts';
import type { FeedState } from '../../store/index.ts';
import { parseFacts } from './facts.ts';

/** `failing`: the last reading failed. `stalled`: it answers, and its newest value is older than the feed's delay allows. */
export const feedStatuses = ['fresh', 'failing', 'stalled', 'retired'] as const;

export type FeedStatus = (typeof feedStatuses)[number];

export interface FeedHealth {
  readonly name: string;
  readonly status: FeedStatus;
  /** Why it is not fresh, and what holds meanwhile; null where it is. */
  readonly reason: string | null;
  /** The end of the newest hour with a value. */
  readonly dataUntilUtc: string | null;
  /** How old that is at the as-of. */
  readonly ageHours: number | null;
  /** How old it may be; below 0: it is known so much ahead. */
  readonly expectedDelayHours: number;
  /** History has been read down to here. */
  readonly readFromUtc: string;
  readonly wantedFromUtc: string;
  readonly attemptedAtUtc: string;
  readonly succeededAtUtc: string | null;
}

/** Beside the delay: a feed that is updated once a day is a day older just before its update. */
const SLACK_HOURS = 24;

/** The health of a feed at an hour. */
export function feedHealth(
  state: FeedState,
  at: { readonly hour: HourUtc; readonly delayHours: number; readonly slackHours?: number },
): FeedHealth {
  const { newest_hour: newest } = state;
  const ageHours = newest === null ? null : at.hour - newest - 1;
  return {
    name: state.name,
    ...statusOf(state, ageHours, at),
    dataUntilUtc: newest === null ? null : isoOfHour(newest + 1),
    ageHours: ageHours === null ? null : Math.max(0, ageHours),
    expectedDelayHours: at.delayHours,
    readFromUtc: isoOfHour(state.low_hour),
    wantedFromUtc: isoOfHour(state.from_hour),
    attemptedAtUtc: state.attempted_at,
    succeededAtUtc: state.succeeded_at,
  };
}

function statusOf(
  state: FeedState,
  ageHours: number | null,
  { delayHours, slackHours = SLACK_HOURS }: { readonly delayHours: number; readonly slackHours?: number },
): { readonly status: FeedStatus; readonly reason: string | null } {
  const facts = parseFacts(state.facts);
  if (state.error !== null) return { status: 'failing', reason: state.error };
  if (facts?.isRetired === true) {
    const successor = facts.successor === null ? '' : `; its successor is ${facts.successor}`;
    return { status: 'retired', reason: `its publisher calls it "${facts.title}"${successor}` };
  }
  if (ageHours === null) return { status: 'stalled', reason: 'it answers, and has not given any value yet' };
  if (ageHours <= delayHours + slackHours) return { status: 'fresh', reason: null };
  const reason =
    delayHours < 0
      ? `its newest values came ${ageHours - delayHours} h ago at the latest; forecasts go on without newer ones`
      : `its newest value is ${ageHours} h old, where at most ${delayHours} h are expected; lower rungs may forecast`;
  return { status: 'stalled', reason };
}
