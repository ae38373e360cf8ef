/** Feature vectors for programs that ask one series at a time: the rows that the features step made, held in memory. */
import {
  GridcastError,
  isoOfHour,
  MS_PER_HOUR,
  type CovariateFacts,
  type HourUtc,
  type SeriesKey,
} from '../core/index.ts';
import { covariateColumns, featureColumns } from '../features/index.ts';
import { getColumn, links, seriesName, type Link, type LinkedVectors } from '../model/index.ts';
import {
  findKeyNames,
  findNewestStep,
  readParquet,
  undoneSnapshots,
  type SqlEngine,
  type Store,
} from '../store/index.ts';
import { readVectors } from './serving.ts';

const HORIZON = 24;
const OLD_HOURS = 24;

/** The values of one feature over the leads 0..23; a missing one is NaN. */
export interface OnlineFeature {
  readonly name: string;
  /** A view of shared memory: do not write. */
  readonly values: Float64Array;
  readonly missing: number;
  /** Hours from the end of the newest value of the series that it may read to the present; undefined where it reads none. */
  readonly ageHours: number | undefined;
  readonly quality: FeatureQuality;
}

/**
 * `undone`: it reads values, and was computed from an ingestion that was undone since; `missing`: no lead has a value; `partial`:
 * some have none; `old`: it reads values, and the newest of the series is a day or more older than it could be; `good`: none of
 * these.
 */
export type FeatureQuality = 'good' | 'old' | 'partial' | 'missing' | 'undone';

/** The vector of one series at the newest origin: 24 rows on each scale. */
export interface OnlineVector {
  readonly key: SeriesKey;
  /** The pinned view, as name@version. */
  readonly view: string;
  readonly origin: HourUtc;
  /** The end of the newest hour whose value any feature may read. */
  readonly dataUntilHour: HourUtc;
  /** The end of the newest hour with a known value of this series; undefined where none was known in the last 55 weeks. */
  readonly knownUntilHour: HourUtc | undefined;
  /** The snapshot of the observations that it was made from; undefined where the step did not say. */
  readonly snapshotId: number | undefined;
  readonly links: Readonly<Record<Link, readonly OnlineFeature[]>>;
  /** What one unit of the linear scale is in the source's, at each lead. */
  readonly scale: Float64Array;
}

export interface OnlineVectors {
  /** The names of the keys of every series. */
  readonly keyNames: () => Promise<readonly string[]>;
  /** The series that have a vector and whose keys have these values, by place; in the order of their keys. */
  readonly keys: (where?: ReadonlyMap<number, string>) => Promise<readonly SeriesKey[]>;
  /** Changes with whatever is served, but for ages. */
  readonly state: () => Promise<string>;
  /**
   * Looks the vector of a series up; undefined where the origin knows no value of it.
   *
   * @throws FEATURES_NOT_MATERIALISED, FEATURES_VECTORS_EXPIRED
   */
  readonly find: (key: SeriesKey) => Promise<OnlineVector | undefined>;
}

export interface OpenOnlineVectorsOptions {
  readonly store: Store;
  readonly engine: SqlEngine;
  /** The wall clock, in milliseconds since the epoch. */
  readonly nowMs: () => number;
  /** True for a source that never grows: its present is its newest origin. */
  readonly finished: boolean;
  /** How long an answer may lag behind what is published. Default 1,000. */
  readonly stalenessMs?: number;
  /** Vectors whose origin is older are refused. Default 24: the hours that they are of have passed. */
  readonly ttlHours?: number;
}

interface Loaded {
  readonly objectKey: string;
  readonly origin: HourUtc;
  readonly delayHours: number;
  readonly view: string;
  readonly covariates: readonly CovariateFacts[];
  readonly snapshotId: number | undefined;
  readonly isUndone: boolean;
  readonly keyNames: readonly string[];
  readonly keys: readonly SeriesKey[];
  /** The first row of each series. */
  readonly places: ReadonlyMap<string, number>;
  readonly vectors: LinkedVectors;
}

interface StepFacts {
  readonly objectKey: string;
  readonly delayHours: number;
  readonly view: string;
  readonly covariates?: readonly CovariateFacts[];
  readonly snapshotId?: number | null;
}

/** What was found in the catalogue at an instant. */
interface Checked {
  readonly askedMs: number;
  readonly loaded: Loaded;
}

/**
 * Opens the online side of the feature view. The newest vectors are read whole at the first question, 8 bytes a value (some 20 MB
 * for 1,000 series), and again once a newer origin is published. Whether there is one is asked in the background by the first question
 * that comes after half of `stalenessMs`: what is held answers meanwhile, and only where it is older than `stalenessMs` are questions kept
 * waiting.
 */
export function openOnlineVectors(options: OpenOnlineVectorsOptions): OnlineVectors {
  const { store, engine, nowMs, finished, stalenessMs = 1000, ttlHours = HORIZON } = options;
  let held: Checked | undefined;
  let checking: Promise<Checked> | undefined;

  async function check(): Promise<Checked> {
    const askedMs = nowMs();
    try {
      held = { askedMs, loaded: await refresh(store, engine, held?.loaded) };
      return held;
    } finally {
      checking = undefined;
    }
  }

  async function current(): Promise<Loaded> {
    const now = nowMs();
    const ageMs = held === undefined ? Number.POSITIVE_INFINITY : now - held.askedMs;
    if (held !== undefined && ageMs < stalenessMs / 2) return held.loaded;
    checking ??= check();
    if (held !== undefined && ageMs < stalenessMs) {
      // a question that has to wait for the answer is told of a failure
      checking.catch(() => undefined);
      return held.loaded;
    }
    const checked = await checking;
    return checked.askedMs < now - stalenessMs ? current() : checked.loaded;
  }

  return {
    keyNames: async () => (await current()).keyNames,
    keys: async (where = new Map()) => {
      const { keys, places } = await current();
      if (where.size < (keys[0]?.length ?? 0))
        return keys.filter((key) => [...where].every(([place, text]) => key[place] === text));
      const only = [...where].sort(([a], [b]) => a - b).map(([, text]) => text);
      return places.has(seriesName(only)) ? [only] : [];
    },
    state: async () => {
      const { objectKey, origin, isUndone } = await current();
      return `${objectKey} ${origin} ${isUndone}`;
    },
    find: async (key) => {
      const vectors = await current();
      const present = finished ? vectors.origin : nowMs() / MS_PER_HOUR;
      if (present - vectors.origin > ttlHours) {
        throw new GridcastError('FEATURES_VECTORS_EXPIRED', {
          origin: isoOfHour(vectors.origin),
          ageHours: Math.floor(present - vectors.origin),
          ttlHours,
        });
      }
      const place = vectors.places.get(seriesName(key));
      return place === undefined ? undefined : vectorAt(vectors, { key, place, present });
    },
  };
}

async function refresh(store: Store, engine: SqlEngine, known: Loaded | undefined): Promise<Loaded> {
  const step = await findNewestStep(store.catalogue, 'features');
  if (step === undefined) throw new GridcastError('FEATURES_NOT_MATERIALISED', { home: store.home });
  const { objectKey, delayHours, view, covariates = [], snapshotId } = JSON.parse(step.output) as StepFacts;
  const undone = await undoneSnapshots(store.catalogue, 'observations');
  const isUndone = undone.has(snapshotId ?? 0);
  if (known?.objectKey === objectKey && known.origin === step.logicalHour) return { ...known, isUndone };
  const path = await store.lake.localPath(objectKey);
  const keyNames = (await findKeyNames(store.catalogue)) ?? [];
  const keys = await keysOf(engine, path, keyNames);
  return {
    objectKey,
    origin: step.logicalHour,
    delayHours,
    view,
    covariates,
    snapshotId: snapshotId ?? undefined,
    isUndone,
    keyNames,
    keys,
    places: new Map(keys.map((key, i) => [seriesName(key), i * HORIZON])),
    vectors: await readVectors(engine, path),
  };
}

/** The keys in the order of the rows. */
async function keysOf(engine: SqlEngine, path: string, keyNames: readonly string[]): Promise<SeriesKey[]> {
  const keys = keyNames.map((_, i) => `key_${i}`);
  const rows = await engine.rows<Record<string, string | number>>(
    `SELECT DISTINCT ${['series', ...keys].join(', ')} FROM ${readParquet([path])} WHERE link = 0 ORDER BY series`,
  );
  return rows.map((row) => keys.map((key) => String(row[key])));
}

function vectorAt(
  { origin, delayHours, view, covariates, snapshotId, isUndone, vectors }: Loaded,
  { key, place, present }: { readonly key: SeriesKey; readonly place: number; readonly present: number },
): OnlineVector {
  const knownUntil = vectors.log['known_until']?.[place] ?? origin - delayHours;
  const behindHours = Number.isNaN(knownUntil) ? Number.POSITIVE_INFINITY : origin - delayHours - knownUntil;
  const features = (link: Link): OnlineFeature[] =>
    [...featureColumns, ...covariateColumns(covariates)]
      .filter(({ name }) => vectors[link][name] !== undefined)
      .map(({ name, newestHour }) => {
        const values = getColumn(vectors[link], name).subarray(place, place + HORIZON);
        const newest = newestHour(origin, delayHours);
        const missing = values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
        const readsOld = newest !== undefined && behindHours >= OLD_HOURS;
        const age = newest === undefined ? Number.NaN : present - Math.min(newest + 1, knownUntil);
        return {
          name,
          values,
          missing,
          ageHours: Number.isNaN(age) ? undefined : age,
          quality: isUndone && newest !== undefined ? 'undone' : qualityOf(missing, readsOld),
        };
      });
  return {
    key,
    view,
    origin,
    dataUntilHour: origin - delayHours,
    knownUntilHour: Number.isNaN(knownUntil) ? undefined : knownUntil,
    snapshotId,
    links: Object.fromEntries(links.map((link) => [link, features(link)])) as Record<Link, OnlineFeature[]>,
    scale: getColumn(vectors.linear, 'scale').subarray(place, place + HORIZON),
  };
}

function qualityOf(missing: number, readsOld: boolean): FeatureQuality {
  if (missing === HORIZON) return 'missing';
  if (missing > 0) return 'partial';
  return readsOld ? 'old' : 'good';
}
