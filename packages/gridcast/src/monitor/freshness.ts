/** Whether values come as the feed promises. */
import { isoOfHour, type HourUtc, type SeriesKey } from '../core/index.ts';
import { findNewestStep, newestHours, type SqlEngine, type Store } from '../store/index.ts';

/** An hour is collected by the run after it is published. */
const GRACE_HOURS = 1;
/** A feed that is behind by as much as its delay again, and at least by two days, has stopped. */
const LEAST_STALLED_HOURS = 48;
/** A series without a value for 56 days, the reach of most features, has ended: nobody waits for it. */
const ENDED_HOURS = 1_344;
/** Key values that are counted apart; a key with more is left out. */
const MAX_SLICES = 50;
const MAX_LATE_SERIES = 100;

/** `fresh`: as promised; `late`: behind; `stalled`: behind by the delay again and two days at least; `ended`: for 56 days. */
export type FreshnessState = 'fresh' | 'late' | 'stalled' | 'ended';

/** How many series are in which state. */
export type StateCounts = Readonly<Record<FreshnessState, number>>;

export interface FreshnessReport {
  /** The state of the newest value of any series. */
  readonly state: FreshnessState;
  readonly atUtc: string;
  readonly delayHours: number;
  /** The newest hour that should be known, and the newest that is. */
  readonly expectedHourUtc: string;
  readonly newestHourUtc: string | null;
  readonly behindHours: number | null;
  readonly series: StateCounts;
  /** Counts by key and value, of keys with at most 50 values. */
  readonly slices: readonly { readonly key: string; readonly value: string; readonly series: StateCounts }[];
  /** The series that are behind the most and have not ended, a hundred at most. */
  readonly behind: readonly {
    readonly series: SeriesKey;
    readonly newestHourUtc: string;
    readonly behindHours: number;
    readonly state: FreshnessState;
  }[];
}

export interface FreshnessOptions {
  readonly store: Store;
  readonly engine: SqlEngine;
  readonly keyNames: readonly string[];
  /** The present; for a source that never grows its last hour counts as the present. */
  readonly nowHour: HourUtc;
  readonly finished: boolean;
  readonly delayHours: number;
}

/** The state of something that is behind by some hours. */
export function stateOf(behindHours: number, delayHours: number): FreshnessState {
  if (behindHours <= GRACE_HOURS) return 'fresh';
  if (behindHours > Math.max(ENDED_HOURS, 3 * delayHours)) return 'ended';
  return behindHours > Math.max(LEAST_STALLED_HOURS, delayHours) ? 'stalled' : 'late';
}

/** The delay that a home's feed is expected to have: what the newest run worked with, else what its source declares. */
export async function promisedDelay(store: Store, declaredHours: number): Promise<number> {
  const step = await findNewestStep(store.catalogue, 'features');
  const output = step === undefined ? {} : (JSON.parse(step.output) as { readonly delayHours?: number });
  return output.delayHours ?? declaredHours;
}

/** Compares the newest known hour of every series with what the delay promises. */
export async function measureFreshness(options: FreshnessOptions): Promise<FreshnessReport> {
  const { store, engine, keyNames, delayHours, finished } = options;
  const newest = await newestHours(store, engine);
  const last = newest.reduce((most, { hour }) => Math.max(most, hour), Number.NEGATIVE_INFINITY);
  const nowHour = finished && newest.length > 0 ? last + 1 + delayHours : options.nowHour;
  const expected = nowHour - 1 - delayHours;
  const measured = newest.map(({ key, hour }) => {
    const behindHours = Math.max(0, expected - hour);
    return { series: key, hour, behindHours, state: stateOf(behindHours, delayHours) };
  });
  const behindHours = newest.length === 0 ? null : Math.max(0, expected - last);
  return {
    // a home in which nothing was ever collected waits for its feed
    state: behindHours === null ? 'stalled' : stateOf(behindHours, delayHours),
    atUtc: isoOfHour(nowHour),
    delayHours,
    expectedHourUtc: isoOfHour(expected),
    newestHourUtc: newest.length === 0 ? null : isoOfHour(last),
    behindHours,
    series: countStates(measured),
    slices: keyNames.flatMap((key, place) => slicesOf(key, place, measured)),
    behind: measured
      .filter(({ state }) => state === 'late' || state === 'stalled')
      .sort((a, b) => b.behindHours - a.behindHours)
      .slice(0, MAX_LATE_SERIES)
      .map(({ series, hour, ...rest }) => ({ series, newestHourUtc: isoOfHour(hour), ...rest })),
  };
}

interface Measured {
  readonly series: SeriesKey;
  readonly state: FreshnessState;
}

function countStates(measured: readonly Measured[]): StateCounts {
  const counts = { fresh: 0, late: 0, stalled: 0, ended: 0 };
  for (const { state } of measured) counts[state]++;
  return counts;
}

function slicesOf(key: string, place: number, measured: readonly Measured[]): FreshnessReport['slices'] {
  const groups = Map.groupBy(measured, ({ series }) => series[place] ?? '');
  if (groups.size > MAX_SLICES) return [];
  return [...groups].map(([value, group]) => ({ key, value, series: countStates(group) }));
}
