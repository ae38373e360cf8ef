/** The rows of the feature table: every spine row with its lags, windows and calendar. */
import type { CovariateFacts } from '../../core/index.ts';
import type { AnchorName, FeatureColumn } from '../columns.ts';
import type { RowChunk } from './batches.ts';
import { partsAskedBy, type AskedParts } from './asked-parts.ts';
import { firstOf, type RowReader } from './formulas.ts';
import { gather, repeatItems } from './gather.ts';
import type { Clock } from './lanes.ts';
import { LEADS } from './lags.ts';
import type { Link, LinkedOrigins } from './links.ts';
import { openMoments, type Moments } from './moments.ts';
import { createReader, type PlacedRows } from './reader.ts';

/** What a row has beside its `rowColumns`. */
export interface RowColumns {
  /** Without those of covariates. */
  readonly columns: readonly FeatureColumn[];
  readonly covariates: readonly CovariateFacts[];
  readonly anchors: readonly AnchorName[];
}

export interface RowOptions extends RowColumns {
  readonly delayHours: number;
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

/**
 * Identifying columns of a row, before its anchors and features; `valid`, 0 where nothing is known to start from, comes with anchors
 * alone.
 */
export const rowColumns = ['series', 'target', 'origin', 'lead', 'link', 'scale', 'valid'] as const;

/** Hours of rows that covariates are looked up at. */
export const lookupHours = ['hour_like0', 'hour_like1', 'hour_like2'] as const;

const LIKES = ['k0', 'k1', 'k2'] as const;

/** What the columns of rows read. */
export function partsOf({ columns, anchors, covariates }: RowColumns): AskedParts {
  const parts = partsAskedBy([
    ...columns.flatMap(({ of }) => of ?? []),
    ...anchors.flatMap((anchor) => [ANCHORS[anchor], fallbackOf]),
  ]);
  return covariates.length === 0 ? parts : { ...parts, hours: new Set([...parts.hours, ...LIKES]) };
}

/** The rows of a chunk in their order; with covariates they have the hours that those are looked up at, too. */
export function makeRows(chunk: RowChunk, options: RowOptions): FeatureRows {
  const { linked, columns, anchors, covariates, clock } = options;
  const { target, ...asked } = placeRows(chunk, linked);
  const placed = { ...asked, origins: chunk.places };
  const moments = openMoments(asked.distinct, clock, options.delayHours);
  const reader = createReader({ linked, moments, clock, placed });
  const runs = createReader({ linked, moments, clock, placed: firstRows(placed) });
  const perRun: Record<string, Float64Array | Int32Array> = {
    series: new Int32Array(gather(linked.series, chunk.places)),
    origin: new Int32Array(gather(linked.origin, chunk.places)),
    scale: runs.scale(),
  };
  const perRow: Record<string, Float64Array | Int32Array> = {
    target,
    lead: new Int32Array(reader.moment('lead')),
    link: new Int32Array(chunk.rows).fill(options.link === 'log' ? 0 : 1),
  };
  if (anchors.length > 0) {
    const fallback = fallbackOf(reader);
    perRow['valid'] = wholeOf(fallback, (value) => (Number.isNaN(value) ? 0 : 1));
    for (const anchor of anchors) perRow[anchor] = firstOf(...ANCHORS[anchor](reader), fallback);
  }
  for (const { name, unit, of, isPerOrigin } of columns) {
    if (of === undefined || name in perRow) continue;
    const isWhole = unit === 'code' || unit === 'hours';
    if (isPerOrigin) perRun[name] = of(runs);
    else perRow[name] = isWhole ? new Int32Array(of(reader)) : of(reader);
  }
  if (covariates.length > 0) {
    for (const [place, like] of LIKES.entries()) perRow[lookupHours[place] as string] = reader.hour(like);
  }
  return { rows: chunk.rows, ends: placed.ends, perRun, perRow };
}

/** Some columns with an item a row. */
export function rowsOf({ ends, perRun, perRow }: FeatureRows, names: readonly string[]): Columns {
  const columns: Record<string, Float64Array | Int32Array> = {};
  for (const name of names) {
    const repeated = perRun[name];
    const column = repeated === undefined ? perRow[name] : repeatItems(repeated, ends);
    if (column !== undefined) columns[name] = column;
  }
  return columns;
}

function wholeOf(values: Float64Array, of: (value: number) => number): Int32Array {
  const out = new Int32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = of(values[i] as number);
  return out;
}

function fallbackOf({ value, level }: RowReader): Float64Array {
  return firstOf(value('w0'), value('d0'), level('lev_336'), level('lev_far'));
}

/** What each anchor tries before the week's, the day's and the level's value. */
const ANCHORS: Readonly<Record<AnchorName, (rows: RowReader) => Float64Array[]>> = {
  anchor_week: () => [],
  anchor_day: ({ value }) => [value('d0')],
  anchor_weeklev: ({ value, level }) => [add(value('w0'), level('r_24'))],
  anchor_like1: ({ value }) => [value('k0')],
  anchor_like3: ({ value }) => {
    const likes = LIKES.map(value);
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

interface PlacedTargets extends Omit<PlacedRows, 'origins'> {
  readonly target: Int32Array;
  /** The moments that rows have, each once. */
  readonly distinct: Moments;
}

/** Finds the targets and the moments of the rows, and where runs end. */
function placeRows({ rows, places }: RowChunk, { origin, leads }: LinkedOrigins): PlacedTargets {
  const target = new Int32Array(rows);
  const moments = new Int32Array(rows);
  const ends = new Int32Array(places.length);
  const distinct: { target: number[]; origin: number[] } = { target: [], origin: [] };
  const ofLead = new Int32Array(LEADS);
  let row = 0;
  for (let run = 0; run < places.length; run++) {
    const place = places[run] as number;
    const at = origin[place] as number;
    if (run === 0 || at !== origin[places[run - 1] as number]) ofLead.fill(-1);
    for (let lead = 0; lead < LEADS; lead++) {
      if ((((leads[place] as number) >> lead) & 1) === 0) continue;
      if (ofLead[lead] === -1) {
        ofLead[lead] = distinct.target.push(at + lead) - 1;
        distinct.origin.push(at);
      }
      target[row] = at + lead;
      moments[row++] = ofLead[lead] as number;
    }
    ends[run] = row;
  }
  return {
    target,
    moments,
    ends,
    distinct: { target: Int32Array.from(distinct.target), origin: Int32Array.from(distinct.origin) },
  };
}

/** The first row of each run. */
function firstRows({ origins, moments, ends }: PlacedRows): PlacedRows {
  return {
    origins,
    ends: ends.map((_, run) => run + 1),
    moments: ends.map((_, run) => moments[run === 0 ? 0 : (ends[run - 1] as number)] as number),
  };
}
