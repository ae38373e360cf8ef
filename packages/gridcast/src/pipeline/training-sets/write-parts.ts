/** The rows of a training set, written piece by piece: memory holds one piece at a time. */
import type { HourUtc } from '../../core/index.ts';
import {
  eachFeatureChunk,
  type Columns,
  type FeatureChunk,
  type FeatureColumn,
  type FeatureRows,
  type Link,
  type Scale,
} from '../../features/index.ts';
import {
  openParquetThread,
  type ParquetColumn,
  type ParquetThread,
  type SqlEngine,
} from '../../store/index.ts';
import type { FeatureHome } from './feature-home.ts';
import { SPINE } from './load-spine.ts';
import { PURGED, splitOf, type Split } from './splits.ts';
import { createColumnCounter, type ColumnStatistics } from './statistics.ts';

/** One object of a training set. */
export interface TrainingPart {
  readonly objectKey: string;
  readonly scale: Scale;
  readonly rows: number;
  readonly firstOrigin: HourUtc;
  readonly lastOrigin: HourUtc;
}

export interface WriteParts {
  readonly home: FeatureHome;
  readonly engine: SqlEngine;
  readonly keyNames: readonly string[];
  readonly asOf: HourUtc;
  readonly scales: readonly Scale[];
  readonly columns: readonly FeatureColumn[];
  /** Absent: the rows are vectors alone, without truth and split. */
  readonly splits: readonly Split[] | undefined;
  readonly kind: 'training' | 'features';
  readonly signal: AbortSignal;
  readonly progress: (rows: number) => void;
}

/** What was written. */
export interface WrittenParts {
  readonly parts: readonly TrainingPart[];
  /** Of sets that have splits. */
  readonly statistics: Readonly<Record<string, ColumnStatistics>>;
  readonly rowsBySplit: ReadonlyMap<string, number>;
}

/** Of a piece of a build: few enough for 2 GiB with any number of series. */
const LIMITS = { laneHours: 500_000, chunkRows: 100_000 };

/**
 * Builds the vectors of the asked spine with their truths, and puts them into the lake as one object a piece, each while the next one
 * is made. Sets that have splits are counted.
 */
export async function writeParts(options: WriteParts): Promise<WrittenParts> {
  const { home, engine, columns, scales, splits, asOf, signal } = options;
  const names = columns.map(({ name }) => name);
  const counter = createColumnCounter(splits === undefined ? [] : [...names, 'truth']);
  const rowsBySplit = new Map<string, number>();
  const keys = await readKeys(engine, options.keyNames);
  await using thread = openParquetThread();
  const queue = openPartQueue(options, thread);
  for (const scale of scales) {
    const { delayHours, calendar } = home;
    const link: Link = scale === 'log' ? 'log' : 'linear';
    const truthAsOf = splits === undefined ? {} : { truthAsOf: asOf };
    const question = { asked: SPINE, delayHours, calendar, link, columns, anchors: [], ...truthAsOf };
    await eachFeatureChunk(engine, { ...question, limits: LIMITS }, async (chunk) => {
      signal.throwIfAborted();
      if (chunk.rows === 0) return;
      const made = onScale(chunk, columns, scale);
      counter.add(made);
      await queue.put({ ...chunk, scale }, [
        ...placeColumns(options, { made, keys, scale }),
        ...splitColumns(options, made, rowsBySplit),
        ...numberColumns(options, made),
      ]);
    });
  }
  return { parts: await queue.parts(), statistics: counter.statistics(), rowsBySplit };
}

interface PartQueue {
  /** Begins to put a part, after the one before it. */
  readonly put: (part: Omit<TrainingPart, 'objectKey'>, columns: readonly ParquetColumn[]) => Promise<void>;
  /** @throws what putting threw. */
  readonly parts: () => Promise<readonly TrainingPart[]>;
}

/** One part is packed at a time, while the one before it is put. */
function openPartQueue({ home, kind, progress }: WriteParts, thread: ParquetThread): PartQueue {
  const parts: TrainingPart[] = [];
  let packing: Promise<unknown> = Promise.resolve();
  let putting: Promise<unknown> = Promise.resolve();
  let puttingBefore = putting;
  let done = 0;
  const put = async (part: Omit<TrainingPart, 'objectKey'>, bytes: Uint8Array): Promise<void> => {
    const { scale, rows, firstOrigin, lastOrigin } = part;
    const { key } = await home.store.lake.putBytes(kind, 'parquet', bytes);
    parts.push({ objectKey: key, scale, rows, firstOrigin, lastOrigin });
    progress((done += rows));
  };
  return {
    put: async (part, columns) => {
      await Promise.all([packing, puttingBefore]);
      const packed = thread.pack(columns);
      packing = packed;
      puttingBefore = putting;
      putting = Promise.all([packed, putting]).then(([bytes]) => put(part, bytes));
      // whoever waits for it next is told
      putting.catch(() => undefined);
    },
    parts: async () => {
      await putting;
      return parts;
    },
  };
}

/** The names of the series by their numbers, a list a key. */
async function readKeys(engine: SqlEngine, keyNames: readonly string[]): Promise<string[][]> {
  const rows = await engine.rows<Record<string, string>>('SELECT * FROM series ORDER BY series');
  return keyNames.map((_, i) => rows.map((row) => row[`key_${i}`] ?? ''));
}

/** The rows with the features of the scale asked for, and their truth in the source's unit. The chunk's memory is reused. */
function onScale(chunk: FeatureChunk, features: readonly FeatureColumn[], scale: Scale): FeatureRows {
  const { rows, ends, perRun, perRow, truths } = chunk;
  if (scale === 'value') {
    const units = perRun['scale'] ?? new Float64Array();
    const names = features.filter(({ unit }) => unit === 'value').map(({ name }) => name);
    const columnsIn = (columns: Columns): Set<Columns[string]> =>
      new Set(names.flatMap((name) => columns[name] ?? []));
    for (const column of columnsIn(perRun)) multiply(column, units);
    for (const column of columnsIn(perRow)) multiply(column, units, ends);
  }
  return { rows, ends, perRun, perRow: { ...perRow, ...(truths && { truth: truths }) } };
}

/** Multiplies a column whose items stand for a run each, or for a row of the runs. */
function multiply(column: Columns[string], units: Columns[string], ends?: Int32Array): void {
  for (let run = 0, row = 0; run < units.length; run++) {
    const unit = units[run] as number;
    const end = ends === undefined ? run + 1 : (ends[run] as number);
    for (; row < end; row++) column[row] = (column[row] as number) * unit;
  }
}

function placeColumns(
  { keyNames }: WriteParts,
  {
    made: { rows, ends, perRun, perRow },
    keys,
    scale,
  }: { readonly made: FeatureRows; readonly keys: readonly (readonly string[])[]; readonly scale: Scale },
): ParquetColumn[] {
  const series = perRun['series'] as Int32Array;
  const first = series.reduce((least, one) => Math.min(least, one));
  const last = series.reduce((most, one) => Math.max(most, one));
  const cells = series.map((one) => one - first);
  return [
    ...keyNames.map((name, i): ParquetColumn => ({
      kind: 'text',
      name,
      cells,
      ends,
      texts: (keys[i] ?? []).slice(first, last + 1),
    })),
    { kind: 'hour', name: 'target_hour_utc', cells: perRow['target'] as Int32Array },
    { kind: 'hour', name: 'origin_utc', cells: perRun['origin'] as Int32Array, ends },
    { kind: 'text', name: 'scale', cells: new Int32Array(1), ends: Int32Array.of(rows), texts: [scale] },
  ];
}

function splitColumns(
  { splits, home }: WriteParts,
  { ends, perRun, perRow }: FeatureRows,
  rowsBySplit: Map<string, number>,
): ParquetColumn[] {
  if (splits === undefined) return [];
  const target = perRow['target'] as Int32Array;
  const texts = [...splits.map(({ name }) => name), PURGED];
  const cells = new Int32Array(target.length);
  const counts = new Int32Array(texts.length);
  let row = 0;
  for (let run = 0; run < ends.length; run++) {
    const { place, lastTarget } = splitOf(splits, home.delayHours, perRun['origin']?.[run] as number);
    for (; row < (ends[run] as number); row++) {
      const found = (target[row] as number) <= lastTarget ? place : splits.length;
      cells[row] = found;
      counts[found] = (counts[found] as number) + 1;
    }
  }
  for (const [place, text] of texts.entries()) {
    rowsBySplit.set(text, (rowsBySplit.get(text) ?? 0) + (counts[place] as number));
  }
  return [{ kind: 'text', name: 'split', cells, texts }];
}

/** The columns of numbers, the truth last where there is one. */
function numberColumns({ columns }: WriteParts, { ends, perRun, perRow }: FeatureRows): ParquetColumn[] {
  const names = ['scale', ...columns.map(({ name }) => name), 'truth'];
  return names.flatMap((key): ParquetColumn[] => {
    const cells = perRun[key] ?? perRow[key];
    if (cells === undefined) return [];
    const name = key === 'scale' ? 'scale_unit' : key;
    const runs = key in perRun ? { ends } : {};
    return [
      cells instanceof Int32Array
        ? { kind: 'int', name, cells, ...runs }
        : { kind: 'double', name, cells, ...runs },
    ];
  });
}
