/** The scales that series are modelled on: logarithms, or units of a series' own movement. */
import type { SqlEngine } from '../../store/index.ts';
import type { AskedParts } from './asked-parts.ts';
import type { SeriesRange } from './batches.ts';
import { openLaneSums, type LaneSums } from './lane-sums.ts';
import {
  likeSamples,
  logValues,
  plainValues,
  scaledValues,
  type Clock,
  type KnownHours,
  type Lane,
} from './lanes.ts';
import { meanDayStep, openLevels, type Levels } from './levels.ts';
import { tables } from './names.ts';
import type { BuildScope } from './origins.ts';
import { exponentOf, openScales } from './scales.ts';
import { stateOf, type Versions } from './versions.ts';

/**
 * Largest mean size of a step of the logarithm over 24 hours. One is a factor e a day: a series that moves more is switched
 * on and off, and ratios say nothing about it.
 */
export const LARGEST_LOG_STEP = 1;

export type Link = 'log' | 'linear';

export interface LinkOptions extends BuildScope {
  readonly range: SeriesRange;
  readonly link: Link;
  readonly clock: Clock;
  readonly versions: Versions;
  /** What rows read. */
  readonly parts: AskedParts;
}

/** The origins of a range of series, ordered by series, origin, with what each knows. */
export interface LinkedOrigins {
  readonly series: Float64Array;
  readonly origin: Float64Array;
  /** Bit k is set where lead k is asked for. */
  readonly leads: Float64Array;
  /** The newest usable hour. */
  readonly last: Float64Array;
  /** NaN where there is none. */
  readonly scale: Float64Array;
  /** What values of the lane are divided by. */
  readonly unit: Float64Array;
  /** Undefined where there is nothing on this link's scale. */
  readonly lanes: (Lane | undefined)[];
  readonly levels: Levels;
}

/**
 * Gives each origin of a range of series its scale, its lane and its levels.
 *
 * Log: z = ln y, scale 1; no lane where a value that became known in the last 56 days is not positive or the series moves wildly.
 * Linear: z = y / scale, the scale being the mean size of the change over 24 hours in the last 28 days, or 56 where fewer than 48
 * changes are known; no lane where that is 0.
 */
export async function linkOrigins(engine: SqlEngine, options: LinkOptions): Promise<LinkedOrigins> {
  const { range, link } = options;
  const { columns, rows } = await engine.numbers(`SELECT series, origin, leads, last, vintage, all_positive
    FROM ${tables.origin} WHERE series BETWEEN ${range.first} AND ${range.last} ORDER BY series, origin`);
  const at = columns as Record<OriginColumn, Float64Array>;
  const { levels, sums, write } = openLevels(rows, options.parts.levels, options.delayHours);
  const linked: LinkedOrigins = {
    series: at.series,
    origin: at.origin,
    leads: at.leads,
    last: at.last,
    scale: new Float64Array(rows).fill(link === 'log' ? 1 : Number.NaN),
    unit: new Float64Array(rows).fill(link === 'log' ? 1 : Number.NaN),
    lanes: Array.from({ length: rows }, () => undefined),
    levels,
  };
  const sumsOf = openLaneSums(options.clock, link === 'log' ? new Set([...sums, 'daySize']) : sums);
  const task: LinkTask = { options, linked, write, sumsOf };
  for (let from = 0, to = 0; from < rows; from = to) {
    // what is known grows with the origin, so that equal vintages lie together
    while (to < rows && at.series[to] === at.series[from] && at.vintage[to] === at.vintage[from]) to++;
    const group = { from, to, vintage: at.vintage[from] as number, allPositive: at.all_positive };
    if (options.versions.spans.has(at.series[from] as number)) linkGroup(task, group);
  }
  return linked;
}

type OriginColumn = 'series' | 'origin' | 'leads' | 'last' | 'vintage' | 'all_positive';

interface LinkTask {
  readonly options: LinkOptions;
  readonly linked: LinkedOrigins;
  readonly write: ReturnType<typeof openLevels>['write'];
  readonly sumsOf: (lane: Pick<Lane, 'start' | 'z'>) => LaneSums;
}

/** The origins `[from, to)` of one series in one state of knowledge. */
interface OriginGroup {
  readonly from: number;
  readonly to: number;
  readonly vintage: number;
  readonly allPositive: Float64Array;
}

function linkGroup(task: LinkTask, group: OriginGroup): void {
  if (task.options.link === 'log') linkLog(task, group);
  else linkLinear(task, group);
}

function linkLog(task: LinkTask, { from, to, vintage, allPositive }: OriginGroup): void {
  const rows = range(from, to).filter((row) => allPositive[row] === 1);
  if (rows.length === 0) return;
  const known = knownHours(task, rows, vintage);
  const { lane, sums } = openLane(task, { start: known.start, z: logValues(task.options.versions, known) });
  for (const row of rows) {
    const end = endOf(task, row, lane);
    if (meanDayStep(sums, end) > LARGEST_LOG_STEP) continue;
    task.linked.lanes[row] = lane;
    task.write({ row, sums, end, unit: 1 });
  }
}

function linkLinear(task: LinkTask, { from, to, vintage }: OriginGroup): void {
  const { linked, options } = task;
  const rows = range(from, to);
  const known = knownHours(task, rows, vintage);
  const values = plainValues(options.versions, known);
  const scaleAt = openScales(values);
  const byExponent = new Map<number, number[]>();
  for (const row of rows) {
    const scale = scaleAt(endOf(task, row, known));
    if (Number.isNaN(scale)) continue;
    const exponent = exponentOf(scale);
    linked.scale[row] = scale;
    linked.unit[row] = scale / 2 ** exponent;
    const scaled = byExponent.get(exponent) ?? [];
    scaled.push(row);
    byExponent.set(exponent, scaled);
  }
  for (const [exponent, scaled] of byExponent) {
    const z = scaledValues(values, exponent);
    const { lane, sums } = openLane(task, { start: known.start, z });
    for (const row of scaled) {
      linked.lanes[row] = lane;
      task.write({ row, sums, end: endOf(task, row, lane), unit: linked.unit[row] as number });
    }
  }
}

/** What was known at some origins of a series, ascending, over the hours that they read. */
function knownHours({ options, linked }: LinkTask, rows: readonly number[], vintage: number): KnownHours {
  const { versions, delayHours, lookbackHours } = options;
  const [first = 0, last = first] = [rows[0], rows.at(-1)];
  const span = versions.spans.get(linked.series[first] as number) ?? { from: 0, to: 0 };
  const start = Math.max((linked.last[first] as number) - lookbackHours, versions.hour[span.from] as number);
  const places = stateOf(versions, {
    span,
    start,
    end: (linked.last[last] as number) + 1,
    knownBy: (hour) => Math.max(hour + 1 + delayHours, vintage),
  });
  return { start, places };
}

function openLane(
  { options, sumsOf }: LinkTask,
  hours: Pick<Lane, 'start' | 'z'>,
): { readonly lane: Lane; readonly sums: LaneSums } {
  const { parts, clock } = options;
  const looksForLikes = parts.hours.has('k0') || parts.hours.has('k1') || parts.hours.has('k2');
  const likes = looksForLikes ? likeSamples(clock, hours) : undefined;
  return { lane: { ...hours, likes }, sums: sumsOf(hours) };
}

/** The place in a lane of the hour after an origin's last known one. */
function endOf({ linked }: LinkTask, row: number, { start }: Pick<Lane, 'start'>): number {
  return Math.max(0, (linked.last[row] as number) + 1 - start);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
