/** Windows that end at the last known hour of an origin, by name. */
import { doubleOf, wideWindowSum, windowMean, windowSum } from './exact-sums.ts';
import { FIXED_ONE, leastValues } from './fixed-point.ts';
import { YEAR_HOURS, YEAR_WEEK_AFTER_ORIGIN_HOURS } from './lags.ts';
import type { LaneSums, SumName } from './lane-sums.ts';

/** Hours to the last known one that a link, a scale and a deviation are taken from. */
export const LINK_HOURS = 672;
/** Hours to the last known one in which anything is looked for where nearer values are missing. */
export const FAR_HOURS = 1344;

/** The mean of `of` from `older` to `newer` hours before the last known one, of `least` values or more. */
interface MeanWindow {
  readonly name: string;
  readonly of: SumName;
  readonly newer: number;
  readonly older: number;
  readonly least: number;
}

function meanWindow(name: string, of: SumName, newer: number, older: number): MeanWindow {
  return { name, of, newer, older, least: leastValues(older - newer) };
}

function meanWindows(delayHours: number): MeanWindow[] {
  const [newer, older] = yearWeek(delayHours);
  return [
    ...[1, 3, 6, 12, 24, 48, 168].map((hours) => meanWindow(`r_${hours}`, 'week', 0, hours)),
    ...[1, 3, 6, 12, 24, 48].map((hours) => meanWindow(`c_${hours}`, 'day', 0, hours)),
    ...[1, 24, 168, 336].map((hours) => meanWindow(`lev_${hours}`, 'z', 0, hours)),
    { ...meanWindow('lev_far', 'z', 0, FAR_HOURS), least: 1 },
    meanWindow('lev_168_before', 'z', 168, 336),
    meanWindow('r_abs_168', 'weekSize', 0, 168),
    meanWindow('year_lev_168', 'z', YEAR_HOURS, YEAR_HOURS + 168),
    meanWindow('year_lev_336', 'z', YEAR_HOURS, YEAR_HOURS + 336),
    meanWindow('year_week', 'z', newer, older),
  ];
}

/** The week round noon of the forecast's day, 364 days before: its newer and its older end, in hours before the last known one. */
function yearWeek(delayHours: number): readonly [newer: number, older: number] {
  const newer = YEAR_HOURS - YEAR_WEEK_AFTER_ORIGIN_HOURS - 1 - delayHours;
  return [newer, newer + 168];
}

/** Windows of many origins, by name; NaN until they are written, and where too little is known. */
export type Levels = ReadonlyMap<string, Float64Array>;

/** What `openLevels` is given of one origin. */
export interface LevelOrigin {
  /** Where to write. */
  readonly row: number;
  readonly sums: LaneSums;
  /** The place in the lane of the hour after the last known one. */
  readonly end: number;
  /** What the lane's values are divided by. */
  readonly unit: number;
}

/** Makes the empty table of the levels of so many origins, which sums they are taken from, and what writes a row of it. */
export function openLevels(
  origins: number,
  names: ReadonlySet<string>,
  delayHours: number,
): {
  readonly levels: Levels;
  readonly sums: ReadonlySet<keyof LaneSums>;
  readonly write: (origin: LevelOrigin) => void;
} {
  const column = (): Float64Array => new Float64Array(origins).fill(Number.NaN);
  const asked = meanWindows(delayHours).filter(({ name }) => names.has(name));
  const means = asked.map((window) => ({ ...window, into: column() }));
  const deviations = names.has('sd') ? column() : undefined;
  const levels = new Map(means.map(({ name, into }) => [name, into]));
  if (deviations !== undefined) levels.set('sd', deviations);
  return {
    levels,
    sums: new Set([...asked.map(({ of }) => of), ...(deviations ? (['z', 'squares'] as const) : [])]),
    write: ({ row, sums, end, unit }) => {
      for (const { of, newer, older, least, into } of means) {
        into[row] = windowMean(sums[of], placeBefore(end, older), placeBefore(end, newer), least) / unit;
      }
      if (deviations) deviations[row] = deviation(sums, placeBefore(end, LINK_HOURS), end) / unit;
    },
  };
}

/** Whether a logarithm moves wildly before a place; see `LARGEST_LOG_STEP`. */
export function meanDayStep({ daySize }: LaneSums, end: number): number {
  return windowMean(daySize, placeBefore(end, LINK_HOURS), end, leastValues(LINK_HOURS));
}

function placeBefore(end: number, hours: number): number {
  return Math.max(0, end - hours);
}

/** Standard deviation (n - 1) from exact integer sums, so that a flat series has exactly 0. */
function deviation({ z, squares }: LaneSums, from: number, to: number): number {
  const count = (z.counts[to] as number) - (z.counts[from] as number);
  if (count < leastValues(LINK_HOURS)) return Number.NaN;
  const sum = windowSum(z, from, to);
  const spread = BigInt(count) * wideWindowSum(squares, from, to) - sum * sum;
  return Math.sqrt(doubleOf(spread) / (count * (count - 1))) / FIXED_ONE;
}
