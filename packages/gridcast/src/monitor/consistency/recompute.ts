/** Feature vectors from raw observations by the row-by-row oracle: the known-at rule is applied here, not in SQL. */
import type { HourUtc, SeriesKey } from '../../core/index.ts';
import { LEADS, naiveFeatures, type Calendar, type Version } from '../../features/index.ts';
import { readVersions, type SqlEngine, type Store, type StoredVersions } from '../../store/index.ts';

/** Hours before the newest usable one that a vector reads: 55 weeks, as in serving. */
const LOOKBACK_HOURS = 9_239;

export interface RecomputeRequest {
  readonly key: SeriesKey;
  /** Place of the series among those with a known value at the origin. */
  readonly series: number;
  readonly origin: HourUtc;
  readonly delayHours: number;
  readonly calendar: Calendar;
  readonly snapshotId: number | undefined;
}

/** The columns of each (link, target) of one series at one origin, by `link target`; empty where nothing is known of it. */
export type RecomputedRows = ReadonlyMap<string, Readonly<Record<string, number>>>;

export async function recomputeVector(
  store: Store,
  engine: SqlEngine,
  request: RecomputeRequest,
): Promise<RecomputedRows> {
  const { series, origin, delayHours, calendar, snapshotId } = request;
  const lastHour = origin - 1 - delayHours;
  const stored = await readVersions(store, engine, {
    key: request.key,
    firstHour: lastHour - LOOKBACK_HOURS,
    lastHour,
    snapshotId,
  });
  const versions = knownVersions(stored, request);
  const rows = new Map<string, Record<string, number>>();
  for (const [place, link] of (['log', 'linear'] as const).entries()) {
    for (let lead = 0; lead < LEADS; lead++) {
      const target = origin + lead;
      rows.set(
        `${place} ${target}`,
        naiveFeatures({ link, versions, delayHours, calendar }, { series, target, origin }),
      );
    }
  }
  return rows;
}

/** A version counts from its known-at, and never before its hour is over and the feed's delay has passed. */
function knownVersions(stored: StoredVersions, { series, origin, delayHours }: RecomputeRequest): Version[] {
  const found: (Version & { readonly known: number; readonly version: number })[] = [];
  for (let i = 0; i < stored.hour.length; i++) {
    const [hour, known] = [stored.hour[i] as number, stored.known[i] as number];
    const regular = hour + 1 + delayHours;
    const since = Number.isNaN(known) ? Number.NEGATIVE_INFINITY : known;
    if (since > origin) continue;
    const [value, version] = [stored.value[i] as number, stored.version[i] as number];
    found.push({ series, hour, value, knownHour: Math.max(since, regular), known: since, version });
  }
  // of two that count from the same hour the one collected last wins: the oracle keeps the first it meets
  return found.sort((a, b) => a.hour - b.hour || b.known - a.known || b.version - a.version);
}
