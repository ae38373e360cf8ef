/** Training and serving see the same: every logged vector against the same vector recomputed from raw observations. */
import { formatKey, GridcastError, isoOfHour, type HourUtc, type SeriesKey } from '../../core/index.ts';
import { featureColumns, referenceOf, servingView, type Calendar } from '../../features/index.ts';
import {
  findKeyNames,
  getSnapshot,
  listLoggedBatches,
  loadObservations,
  readParquet,
  type LoggedBatch,
  type SqlEngine,
  type Store,
} from '../../store/index.ts';
import { recomputeVector, type RecomputedRows } from './recompute.ts';

/** Relative difference up to which two numbers are the same: the SQL adds fixed-point, the oracle floats. */
const TOLERANCE = 1e-9;
const MAX_FINDINGS = 100;

/** `mismatch`: another number; `missing`: not served though it is known; `extra`: served though nothing is known. */
export type FindingKind = 'mismatch' | 'missing' | 'extra';

/** One served value that is not what it should have been. */
export interface Finding {
  readonly kind: FindingKind;
  readonly series: string;
  readonly originUtc: string;
  readonly targetHourUtc: string;
  readonly link: 'log' | 'linear';
  readonly feature: string;
  readonly served: number | null;
  readonly recomputed: number | null;
  readonly objectKey: string;
}

export interface ConsistencyReport {
  readonly batches: number;
  readonly vectors: number;
  readonly values: number;
  readonly mismatch: number;
  readonly missing: number;
  readonly extra: number;
  /** The first hundred. */
  readonly findings: readonly Finding[];
  /** Objects whose bytes are not those of their name, or that are gone. */
  readonly damagedObjects: readonly string[];
  /** Vectors of another version of the view, which this program cannot recompute. */
  readonly otherViews: number;
  /** Vectors whose snapshot was forgotten: recomputed from the latest one, as known at their origin. */
  readonly forgottenSnapshots: number;
}

export interface ConsistencyOptions {
  readonly store: Store;
  readonly engine: SqlEngine;
  readonly calendar: Calendar;
  /** Batches with vectors served from this hour on. */
  readonly sinceHour: HourUtc;
  readonly onProgress?: (done: number, total: number) => void;
}

type Tally = { -readonly [Name in keyof ConsistencyReport]: ConsistencyReport[Name] } & {
  findings: Finding[];
  damagedObjects: string[];
};

/** Whether a report says that all is well. */
export function isConsistent(report: ConsistencyReport): boolean {
  return report.mismatch + report.missing + report.extra + report.damagedObjects.length === 0;
}

/** Recomputes every vector that was logged and compares value by value. */
export async function checkConsistency(options: ConsistencyOptions): Promise<ConsistencyReport> {
  const { store, sinceHour, onProgress } = options;
  const batches = await listLoggedBatches(store.catalogue, { sinceHour });
  const tally: Tally = {
    batches: batches.length,
    vectors: 0,
    values: 0,
    mismatch: 0,
    missing: 0,
    extra: 0,
    findings: [],
    damagedObjects: [],
    otherViews: 0,
    forgottenSnapshots: 0,
  };
  const total = batches.reduce((sum, { vectors }) => sum + vectors, 0);
  // batches of one origin stand together, so that a series is recomputed once for all of them
  const sorted = batches.toSorted((a, b) => a.origin - b.origin || a.id - b.id);
  let memory: OriginMemory | undefined;
  for (const batch of sorted) {
    if (batch.view !== referenceOf(servingView)) {
      tally.otherViews += batch.vectors;
      continue;
    }
    if (memory?.name !== memoryName(batch)) memory = await openMemory(options, batch, tally);
    await checkBatch(options, { batch, memory, tally });
    onProgress?.(tally.vectors + tally.otherViews, total);
  }
  return tally;
}

/** What is recomputed so far of one origin and snapshot. */
interface OriginMemory {
  readonly name: string;
  readonly snapshotId: number | undefined;
  readonly places: ReadonlyMap<string, number>;
  readonly rows: Map<string, RecomputedRows>;
}

function memoryName(batch: LoggedBatch): string {
  return `${batch.origin} ${batch.delay_hours} ${batch.snapshot_id}`;
}

async function openMemory(
  { store, engine }: ConsistencyOptions,
  batch: LoggedBatch,
  tally: Tally,
): Promise<OriginMemory> {
  const snapshotId = await standingSnapshot(store, batch.snapshot_id);
  if (batch.snapshot_id !== null && snapshotId === undefined) tally.forgottenSnapshots += batch.vectors;
  const { series } = await loadObservations(store, engine, {
    asOfHour: batch.origin,
    delayHours: batch.delay_hours,
    sinceHour: batch.origin,
    snapshotId,
  });
  const places = new Map(series.map((key, place) => [formatKey(key), place]));
  return { name: memoryName(batch), snapshotId, places, rows: new Map() };
}

async function standingSnapshot(store: Store, id: number | null): Promise<number | undefined> {
  if (id === null) return undefined;
  try {
    return (await getSnapshot(store.catalogue, 'observations', id)).id;
  } catch (thrown) {
    if (thrown instanceof GridcastError && thrown.code === 'STORE_SNAPSHOT_UNKNOWN') return undefined;
    throw thrown;
  }
}

interface BatchWork {
  readonly batch: LoggedBatch;
  readonly memory: OriginMemory;
  readonly tally: Tally;
}

async function checkBatch(options: ConsistencyOptions, work: BatchWork): Promise<void> {
  const { store, engine, calendar } = options;
  const { batch, memory, tally } = work;
  const served = await readServed(store, engine, batch.object_key);
  if (served === undefined) {
    tally.damagedObjects.push(batch.object_key);
    return;
  }
  for (const { key, rows, names: found } of served) {
    const names = wholeGroups(found);
    const name = formatKey(key);
    tally.vectors++;
    const place = memory.places.get(name);
    let expected = place === undefined ? new Map() : memory.rows.get(name);
    if (expected === undefined) {
      expected = await recomputeVector(store, engine, {
        key,
        series: place ?? 0,
        origin: batch.origin,
        delayHours: batch.delay_hours,
        calendar,
        snapshotId: memory.snapshotId,
      });
      memory.rows.set(name, expected);
    }
    compareVector(work, { name, rows, names, expected });
  }
}

interface ServedVector {
  readonly key: SeriesKey;
  readonly names: readonly string[];
  /** By `link target`. */
  readonly rows: ReadonlyMap<string, Readonly<Record<string, number>>>;
}

/** The vectors of a logged object; undefined where its bytes are not to be trusted. */
async function readServed(
  store: Store,
  engine: SqlEngine,
  objectKey: string,
): Promise<ServedVector[] | undefined> {
  let path: string;
  try {
    path = await store.lake.localPath(objectKey);
  } catch (thrown) {
    const code = thrown instanceof GridcastError ? thrown.code : undefined;
    if (code === 'STORE_OBJECT_ALTERED' || code === 'STORE_OBJECT_MISSING') return undefined;
    throw thrown;
  }
  const keys = ((await findKeyNames(store.catalogue)) ?? []).map((_, i) => `key_${i}`);
  const rows = await engine.rows<Record<string, string | number | null>>(
    `SELECT * FROM ${readParquet([path])} ORDER BY ${[...keys, 'link', 'target'].join(', ')}`,
  );
  const names = Object.keys(rows[0] ?? {}).filter(
    (name) => !keys.includes(name) && name !== 'link' && name !== 'target',
  );
  const bySeries = Map.groupBy(rows, (row) => JSON.stringify(keys.map((key) => row[key])));
  return [...bySeries].map(([key, group]) => ({
    key: JSON.parse(key) as string[],
    names,
    rows: new Map(group.map((row) => [`${row['link']} ${row['target']}`, numbersOf(row, names)])),
  }));
}

function numbersOf(
  row: Readonly<Record<string, string | number | null>>,
  names: readonly string[],
): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, Number(row[name] ?? Number.NaN)]));
}

const declared = new Map(featureColumns.map(({ name, group }) => [name, group]));

/** The features that were served, and those of the same groups that should have been. */
function wholeGroups(found: readonly string[]): string[] {
  const groups = new Set(found.map((name) => declared.get(name)));
  const wanted = featureColumns.filter(({ group }) => groups.has(group)).map(({ name }) => name);
  return [...new Set([...found, ...wanted])];
}

function compareVector(
  work: BatchWork,
  vector: {
    readonly name: string;
    readonly rows: ServedVector['rows'];
    readonly names: readonly string[];
    readonly expected: RecomputedRows;
  },
): void {
  const { rows, names, expected } = vector;
  for (const place of new Set([...rows.keys(), ...expected.keys()])) {
    const [served, recomputed] = [rows.get(place), expected.get(place)];
    for (const feature of names) {
      work.tally.values++;
      const [is, should] = [
        served?.[feature] ?? Number.NaN,
        declared.has(feature) ? (recomputed?.[feature] ?? Number.NaN) : Number.NaN,
      ];
      const kind = differs(is, should);
      if (kind !== undefined) note(work, { name: vector.name, place, feature, kind, is, should });
    }
  }
}

/** How a served number differs from what it should be; NaN stands for a missing one. */
function differs(is: number, should: number): FindingKind | undefined {
  if (Number.isNaN(should)) return Number.isNaN(is) ? undefined : 'extra';
  if (Number.isNaN(is)) return 'missing';
  return Math.abs(is - should) <= TOLERANCE * Math.max(1, Math.abs(should)) ? undefined : 'mismatch';
}

function note(
  { batch, tally }: BatchWork,
  found: {
    readonly name: string;
    readonly place: string;
    readonly feature: string;
    readonly kind: FindingKind;
    readonly is: number;
    readonly should: number;
  },
): void {
  tally[found.kind]++;
  if (tally.findings.length >= MAX_FINDINGS) return;
  const [link, target] = found.place.split(' ').map(Number) as [number, number];
  const shown = (value: number): number | null => (Number.isFinite(value) ? value : null);
  tally.findings.push({
    kind: found.kind,
    series: found.name,
    originUtc: isoOfHour(batch.origin),
    targetHourUtc: isoOfHour(target),
    link: link === 0 ? 'log' : 'linear',
    feature: found.feature,
    served: shown(found.is),
    recomputed: shown(found.should),
    objectKey: batch.object_key,
  });
}
