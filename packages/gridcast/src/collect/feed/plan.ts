/** Which hours of a feed are to be read: the newest again, for revisions; then history, from new to old. */
import type { HourUtc, HourWindow } from '../../core/index.ts';
import type { FeedState } from '../../store/index.ts';
import type { LivingFeed } from '../source.ts';

/** The state of a feed that was never read: nothing covered yet, history wanted from its first hour on. */
export function firstState(feed: LivingFeed, name: string, asOfHour: HourUtc): FeedState {
  return {
    name,
    from_hour: Math.min(feed.fromHour ?? asOfHour - feed.historyHours, asOfHour),
    low_hour: asOfHour,
    head_hour: asOfHour,
    newest_hour: null,
    window_hours: feed.windowHours,
    facts: 'null',
    attempted_at: '',
    succeeded_at: null,
    retry_at: null,
    error_code: null,
    error: null,
  };
}

/** Is there anything newer to ask for? A feed is asked once in its update interval. */
export function isDue(state: FeedState, asOfHour: HourUtc, intervalHours: number): boolean {
  return asOfHour - state.head_hour >= Math.max(1, Math.ceil(intervalHours));
}

/**
 * The hours to read again: those that may have changed since the last reading, and all that had not come by then, however
 * long the feed stood still.
 */
export function refreshRange(
  state: FeedState,
  asOfHour: HourUtc,
  lateness: { readonly delayHours: number; readonly revisionHours: number },
): HourWindow {
  const mayChange = state.head_hour - lateness.delayHours - lateness.revisionHours;
  const notYet = state.newest_hour === null ? state.low_hour : state.newest_hour + 1;
  return { start: Math.max(state.low_hour, Math.min(mayChange, notYet)), end: asOfHour };
}

/** History that is still to be read. */
export function historyRange(state: FeedState): HourWindow {
  return { start: Math.min(state.from_hour, state.low_hour), end: state.low_hour };
}

/** The newest window of a range, so wide at most. */
export function newestWindow(range: HourWindow, widthHours: number): HourWindow {
  return { start: Math.max(range.start, range.end - widthHours), end: range.end };
}

const NARROWEST_HOURS = 24;

/** Half the width, in whole days; undefined where it cannot be narrower. */
export function narrower(widthHours: number): number | undefined {
  if (widthHours <= NARROWEST_HOURS) return undefined;
  return Math.max(NARROWEST_HOURS, Math.floor(widthHours / 48) * 24);
}
