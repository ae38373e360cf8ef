/** The rows of the feature table: every spine row with its lags, windows and calendar. */
import type { CovariateFacts } from '../../core/index.ts';
import type { SqlEngine } from '../../store/index.ts';
import type { AnchorName, FeatureColumn } from '../columns.ts';
import type { RowChunk } from './batches.ts';
import { firstOf } from './formulas.ts';
import type { Clock } from './lanes.ts';
import { LEADS } from './lags.ts';
import type { Link, LinkedOrigins } from './links.ts';
import { tables } from './names.ts';
import { createReader, type ChunkReader, type PlacedRows } from './reader.ts';

/** What a row has beside its `rowColumns`. */
export interface RowColumns {
  /** Without those of covariates. */
  readonly columns: readonly FeatureColumn[];
  readonly covariates: readonly CovariateFacts[];
  readonly anchors: readonly AnchorName[];
}

export interface RowOptions extends RowColumns {
  readonly link: Link;
  readonly linked: LinkedOrigins;
  readonly clock: Clock;
}

/** Columns of equal length; whole numbers as Int32Array, NaN where nothing is known. */
export type Columns = Readonly<Record<string, Float64Array | Int32Array>>;

/** Rows that follow one another with the same series and origin are a run: what their leads share is held once. */
export interface FeatureRows {
  readonly rows: number;
  /** Of each run the row after its last one. */
  readonly ends: Int32Array;
  /** The columns with an item a run: series, origin, scale, and features of the origin alone. */
  readonly perRun: Columns;
  /** All others. */
  readonly perRow: Columns;
}

/** Identifying columns of a row, before its anchors and features; `valid` is 0 where nothing is known to start from. */
export const rowColumns = ['series', 'target', 'origin', 'lead', 'link', 'scale', 'valid'] as const;

/** Hours of rows that covariates are looked up at. */
export const lookupHours = ['hour_like0', 'hour_like1', 'hour_like2'] as const;

/** Whether rows look for samples of the same local hour and kind of day. */
export function looksForLikes({ columns, anchors, covariates }: RowColumns): boolean {
  return (
    covariates.length > 0 ||
    anchors.some((anchor) => anchor.startsWith('anchor_like')) ||
    columns.some(({ name }) => name.startsWith('like'))
  );
}

/** What is asked for in a chunk, and the moments of its origins. */
export interface AskedRows {
  readonly rows: number;
  readonly spine: SpineColumns;
  readonly moments: MomentColumns & Readonly<Record<string, Float64Array>>;
}

/** Reads what a chunk asks for, ordered by origin, series, target. */
export async function readAsked(engine: SqlEngine, spine: string, chunk: RowChunk): Promise<AskedRows> {
  const asked = await engine.numbers(
    `SELECT s.series, s.target, s.origin FROM ${spine} s WHERE ${chunk.where} ORDER BY s.origin, s.series, s.target`,
  );
  const moments = await engine.numbers(`SELECT * FROM ${tables.moment}
    WHERE origin BETWEEN ${chunk.firstOrigin} AND ${chunk.lastOrigin} ORDER BY origin, target`);
  return {
    rows: asked.rows,
    spine: asked.columns,
    moments: moments.columns as AskedRows['moments'],
  };
}

/** The rows of a chunk in their order; with covariates they have the hours that those are looked up at, too. */
export function makeRows(asked: AskedRows, options: RowOptions): FeatureRows {
  const { linked, columns, anchors, covariates } = options;
  const { spine: spineRows, moments } = asked;
  const placed = placeRows(spineRows, linked, moments);
  const shared = { linked, moments, clock: options.clock };
  const reader = createReader({ ...shared, placed });
  const runs = createReader({ ...shared, placed: firstRows(placed) });
  const fallback = firstOf(...fallbacksOf(reader));
  const perRun: Record<string, Float64Array | Int32Array> = {
    series: itemsAt(linked.series, runs.placed.origins),
    origin: itemsAt(linked.origin, runs.placed.origins),
    scale: runs.scale(),
  };
  const perRow: Record<string, Float64Array | Int32Array> = {
    target: new Int32Array(spineRows.target),
    lead: new Int32Array(reader.moment('lead')),
    link: new Int32Array(asked.rows).fill(options.link === 'log' ? 0 : 1),
    valid: wholeOf(fallback, (value) => (Number.isNaN(value) ? 0 : 1)),
  };
  for (const anchor of anchors) perRow[anchor] = firstOf(...ANCHORS[anchor](reader), fallback);
  for (const { name, unit, of, isPerOrigin } of columns) {
    if (of === undefined || name in perRow) continue;
    const isWhole = unit === 'code' || unit === 'hours';
    if (isPerOrigin) perRun[name] = of(runs);
    else perRow[name] = isWhole ? new Int32Array(of(reader)) : of(reader);
  }
  if (covariates.length > 0) {
    for (const [place, name] of lookupHours.entries()) perRow[name] = reader.hour(`k${place as 0 | 1 | 2}`);
  }
  return { rows: asked.rows, ends: placed.ends, perRun, perRow };
}

/** Some columns with an item a row. */
export function rowsOf({ rows, ends, perRun, perRow }: FeatureRows, names: readonly string[]): Columns {
  const columns: Record<string, Float64Array | Int32Array> = {};
  for (const name of names) {
    const repeated = perRun[name];
    const column = repeated === undefined ? perRow[name] : repeatItems(repeated, ends, rows);
    if (column !== undefined) columns[name] = column;
  }
  return columns;
}

function repeatItems(
  items: Float64Array | Int32Array,
  ends: Int32Array,
  rows: number,
): Float64Array | Int32Array {
  const out = items instanceof Int32Array ? new Int32Array(rows) : new Float64Array(rows);
  let row = 0;
  for (let run = 0; run < items.length; run++) {
    out.fill(items[run] as number, row, ends[run]);
    row = ends[run] as number;
  }
  return out;
}

function wholeOf(values: Float64Array, of: (value: number) => number): Int32Array {
  const out = new Int32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = of(values[i] as number);
  return out;
}

function itemsAt(values: Float64Array, places: Int32Array): Int32Array {
  const out = new Int32Array(places.length);
  for (let i = 0; i < out.length; i++) out[i] = values[places[i] as number] as number;
  return out;
}

function fallbacksOf({ value, level }: ChunkReader): Float64Array[] {
  return [value('w0'), value('d0'), level('lev_336'), level('lev_far')];
}

/** What each anchor tries before the week's, the day's and the level's value. */
const ANCHORS: Readonly<Record<AnchorName, (rows: ChunkReader) => Float64Array[]>> = {
  anchor_week: () => [],
  anchor_day: ({ value }) => [value('d0')],
  anchor_weeklev: ({ value, level }) => [add(value('w0'), level('r_24'))],
  anchor_like1: ({ value }) => [value('k0')],
  anchor_like3: ({ value }) => {
    const likes = (['k0', 'k1', 'k2'] as const).map(value);
    return [3, 2, 1].map((count) => meanOf(likes.slice(0, count)));
  },
};

/** The means of columns, item by item. */
function meanOf(columns: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array(), ...others] = columns;
  return others.reduce(add, first).map((sum) => sum / columns.length);
}

function add(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + (b[i] as number));
}

type SpineColumns = Readonly<Record<'series' | 'target' | 'origin', Float64Array>>;
type MomentColumns = Readonly<Record<'target' | 'origin', Float64Array>>;

/** Finds the origin and the moment of each row, and where runs end. */
function placeRows(
  { series, target, origin }: SpineColumns,
  linked: LinkedOrigins,
  moments: MomentColumns,
): PlacedRows & { readonly ends: Int32Array } {
  const rows = series.length;
  const origins = new Int32Array(rows);
  const places = new Int32Array(rows);
  const ends: number[] = [];
  const momentsOf = momentsByOrigin(moments);
  const seriesStarts = startsOf(linked.series);
  let at = -1;
  let ofOrigin: Int32Array | undefined;
  for (let i = 0; i < rows; i++) {
    if (i === 0 || origin[i] !== origin[i - 1]) ofOrigin = momentsOf.get(origin[i] as number);
    if (i === 0 || origin[i] !== origin[i - 1] || series[i] !== series[i - 1]) {
      at = placeFrom(linked, seriesStarts.get(series[i] as number) ?? 0, origin[i] as number);
      if (i > 0) ends.push(i);
    }
    origins[i] = at;
    places[i] = ofOrigin?.[(target[i] as number) - (origin[i] as number)] ?? 0;
  }
  if (rows > 0) ends.push(rows);
  return { origins, moments: places, ends: Int32Array.from(ends) };
}

/** The first row of each run. */
function firstRows({ origins, moments, ends }: ReturnType<typeof placeRows>): PlacedRows {
  const firsts = ends.map((_, run) => (run === 0 ? 0 : (ends[run - 1] as number)));
  return {
    origins: firsts.map((row) => origins[row] as number),
    moments: firsts.map((row) => moments[row] as number),
  };
}

/** The place of the moment of each lead, by origin. */
function momentsByOrigin({ target, origin }: MomentColumns): Map<number, Int32Array> {
  const found = new Map<number, Int32Array>();
  for (let i = 0; i < origin.length; i++) {
    const leads = found.get(origin[i] as number) ?? new Int32Array(LEADS);
    leads[(target[i] as number) - (origin[i] as number)] = i;
    found.set(origin[i] as number, leads);
  }
  return found;
}

function startsOf(series: Float64Array): Map<number, number> {
  const starts = new Map<number, number>();
  for (let i = 0; i < series.length; i++)
    if (i === 0 || series[i] !== series[i - 1]) starts.set(series[i] as number, i);
  return starts;
}

/** The place of an origin among those of a series that begin at a place. */
function placeFrom({ series, origin }: LinkedOrigins, start: number, wanted: number): number {
  let [low, high] = [start, series.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const isBefore = series[middle] === series[start] && (origin[middle] as number) < wanted;
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low;
}
