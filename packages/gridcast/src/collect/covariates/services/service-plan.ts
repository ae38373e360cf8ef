/** Which hours of a service are to be read. Plans are those of feeds, up to what can be known instead of the as-of. */
import { isoOfHour, isoOfMs, type HourUtc, type HourWindow } from '../../../core/index.ts';
import type { FeedState } from '../../../store/index.ts';
import type { ServiceWithIdentity } from './service.ts';

/** The name of the state of a covariate's service in the catalogue. */
export function stateName(covariate: string): string {
  return `covariate:${covariate}`;
}

/** The state of a service that was never read with these options. */
export function firstServiceState(service: ServiceWithIdentity, asOfHour: HourUtc): FeedState {
  const end = service.expectedUntil(asOfHour);
  return {
    name: stateName(service.facts.name),
    from_hour: Math.min(service.fromHour ?? asOfHour - service.historyHours, end),
    low_hour: end,
    head_hour: asOfHour,
    newest_hour: null,
    window_hours: service.windowHours,
    facts: JSON.stringify({ identity: service.identity }),
    attempted_at: '',
    succeeded_at: null,
    retry_at: null,
    error_code: null,
    error: null,
  };
}

/** The state to go on from: what is stored, where it is of these options. */
export function goOnFrom(
  stored: FeedState | undefined,
  service: ServiceWithIdentity,
  asOfHour: HourUtc,
): FeedState {
  const first = firstServiceState(service, asOfHour);
  if (stored === undefined || stored.facts !== first.facts) return first;
  return { ...stored, from_hour: Math.min(stored.from_hour, service.fromHour ?? stored.from_hour) };
}

export interface ServiceInstant {
  readonly asOfHour: HourUtc;
  readonly nowMs: number;
}

/** Why nothing is asked now; undefined where something is. */
export function reasonToRest(
  state: FeedState,
  service: ServiceWithIdentity,
  { asOfHour, nowMs }: ServiceInstant,
): string | undefined {
  const { head_hour: head, newest_hour: newest, retry_at: retryAt } = state;
  if (retryAt !== null && isoOfMs(nowMs) < retryAt)
    return `no request: ${service.title} asked to wait until ${retryAt}`;
  if (state.from_hour < state.low_hour) return undefined;
  if (asOfHour - head < service.intervalHours)
    return `no request: ${service.title} was read at ${isoOfHour(head)}`;
  if (newest !== null && newest + 1 >= service.expectedUntil(asOfHour))
    return `no request: ${service.title} has nothing new before its next publication`;
  return undefined;
}

/** Hours read before that may have changed or were missing, and those that are new since; empty where none are. */
export function newHours(state: FeedState, service: ServiceWithIdentity, asOfHour: HourUtc): HourWindow {
  const end = service.expectedUntil(asOfHour);
  if (asOfHour <= state.head_hour) return { start: end, end };
  const mayChange = service.expectedUntil(state.head_hour) - service.revisionHours;
  const notYet = state.newest_hour === null ? state.low_hour : state.newest_hour + 1;
  return { start: Math.min(end, Math.max(state.low_hour, Math.min(mayChange, notYet))), end };
}
