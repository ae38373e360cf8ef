/**
 * The recursive member: one step ahead at a time, each forecast a lag of the next. It knows the newest hours best, and errs
 * unlike members that forecast every lead by itself.
 */
import type { Booster, LightGbmParams } from '@gridcast/lightgbm';
import { recentValues, type History, type HistoryClock } from '../history.ts';

/** Boosted trees on the change over 24 hours, in units of its own standard deviation, forecast step by step. */
export interface RecursiveMember {
  readonly kind: 'recursive';
  readonly name: string;
  readonly rounds: number;
  readonly params: LightGbmParams;
}

const DAY = 24;
const LEADS = 24;
const LAGS = [1, 2, 3, 4, 6, 12, 22, 23, 24, 25, 26, 48, 72, 96, 120, 144, 167, 168, 169];
const WIDTHS = [24, 168] as const;
const UNUSUAL_DAY_WEIGHT = 0.2;
const FIRST_UNUSUAL_CLASS = 3;

/** The columns of its rows, in order. */
export const recursiveFeatures: readonly string[] = [
  ...LAGS.map((lag) => `change_${lag}`),
  ...WIDTHS.flatMap((width) => [`change_mean_${width}`, `change_sd_${width}`]),
  'local_hour',
  'weekday',
  'sun_change',
  'class_target',
  'class_day',
];

/** Training rows. */
export interface RecursiveRows {
  readonly features: Float64Array[];
  readonly label: Float64Array;
  readonly weight: Float64Array;
}

/** One series on its way: changes so far, and running sums of them. */
class Changes {
  readonly changes: Float64Array;
  readonly unit: number;
  readonly known: number;
  readonly startHour: number;
  readonly #levels: Float64Array;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  readonly #counts: Float64Array;
  #done = 0;

  constructor(history: History, series: number) {
    const { values, startHour } = recentValues(history, series);
    const total = history.origin + LEADS - startHour;
    this.startHour = startHour;
    this.known = values.length;
    this.changes = new Float64Array(total).fill(Number.NaN);
    this.#levels = new Float64Array(total).fill(Number.NaN);
    this.#levels.set(values);
    this.#sums = new Float64Array(total + 1);
    this.#squares = new Float64Array(total + 1);
    this.#counts = new Float64Array(total + 1);
    this.unit = deviationOfChanges(values);
    for (let t = 0; t < values.length; t++) this.push((this.#levels[t] as number) - this.#levelAt(t - DAY));
  }

  /** Adds the change of the next hour, in the series' unit. */
  push(change: number): void {
    const t = this.#done++;
    const z = change / this.unit;
    this.changes[t] = z;
    const isKnown = Number.isFinite(z);
    this.#sums[t + 1] = (this.#sums[t] as number) + (isKnown ? z : 0);
    this.#squares[t + 1] = (this.#squares[t] as number) + (isKnown ? z * z : 0);
    this.#counts[t + 1] = (this.#counts[t] as number) + (isKnown ? 1 : 0);
    if (t >= this.known) this.#levels[t] = this.#levelAt(t - DAY) + change;
  }

  level(t: number): number {
    return this.#levelAt(t);
  }

  /** Writes the row of an hour whose earlier hours are there. */
  fill(
    columns: readonly Float64Array[],
    row: number,
    { t, clock }: { t: number; clock: HistoryClock },
  ): void {
    let at = 0;
    const put = (value: number): void => {
      (columns[at++] as Float64Array)[row] = value;
    };
    for (let i = 0; i < LAGS.length; i++) {
      const lag = LAGS[i] as number;
      put(t >= lag ? (this.changes[t - lag] as number) : Number.NaN);
    }
    for (const width of WIDTHS) {
      const from = Math.max(0, t - width);
      const count = (this.#counts[t] as number) - (this.#counts[from] as number);
      const mean = ((this.#sums[t] as number) - (this.#sums[from] as number)) / count;
      const square = ((this.#squares[t] as number) - (this.#squares[from] as number)) / count;
      put(mean);
      put(Math.sqrt(Math.max(square - mean * mean, 0)));
    }
    const now = this.startHour + t - clock.startHour;
    put(clock.localHour[now] as number);
    put(clock.weekday[now] as number);
    put((clock.sunElevation[now] as number) - (clock.sunElevation[now - DAY] ?? Number.NaN));
    put(clock.dayClass[now] as number);
    put(clock.dayClass[now - DAY] ?? Number.NaN);
  }

  #levelAt(t: number): number {
    return t < 0 ? Number.NaN : (this.#levels[t] as number);
  }
}

/** Standard deviation of the change over 24 hours; NaN where a series never moves, so that it has no forecast here. */
function deviationOfChanges(values: Float64Array): number {
  let [sum, squares, count] = [0, 0, 0];
  for (let t = DAY; t < values.length; t++) {
    const change = (values[t] as number) - (values[t - DAY] as number);
    if (!Number.isFinite(change)) continue;
    sum += change;
    squares += change * change;
    count++;
  }
  const variance = squares / count - (sum / count) ** 2;
  return variance > 0 ? Math.sqrt(variance) : Number.NaN;
}

const newColumns = (rows: number): Float64Array[] =>
  recursiveFeatures.map(() => new Float64Array(new SharedArrayBuffer(rows * Float64Array.BYTES_PER_ELEMENT)));

export interface RowSample {
  readonly atMost: number;
  readonly seed: number;
  /** Rows of unusual days count less: too few were seen to learn them. */
  readonly isShort: boolean;
}

/** Rows of known hours, drawn evenly over series and time; the same for the same seed. */
export function recursiveRows(history: History, { atMost, seed, isShort }: RowSample): RecursiveRows {
  const { panel, clock } = history;
  const hours = Math.max(0, recentValues(history, 0).values.length - 2 * DAY);
  const picked = drawPlaces(panel.series.length * hours, atMost, seed);
  const columns = newColumns(picked.length);
  const label: number[] = [];
  const weight: number[] = [];
  let current: { readonly series: number; readonly changes: Changes } | undefined;
  for (const place of picked) {
    const series = Math.floor(place / hours);
    if (current?.series !== series) current = { series, changes: new Changes(history, series) };
    const t = (place % hours) + 2 * DAY;
    const truth = current.changes.changes[t] as number;
    if (!Number.isFinite(truth)) continue;
    current.changes.fill(columns, label.length, { t, clock });
    const now = current.changes.startHour + t - clock.startHour;
    const isUnusual = [now, now - DAY].some((hour) => (clock.dayClass[hour] ?? 0) >= FIRST_UNUSUAL_CLASS);
    label.push(truth);
    weight.push(isShort && isUnusual ? UNUSUAL_DAY_WEIGHT : 1);
  }
  return {
    features: columns.map((column) => column.subarray(0, label.length)),
    label: Float64Array.from(label),
    weight: Float64Array.from(weight),
  };
}

/** Up to `atMost` of the places 0 .. count - 1, ascending. */
function drawPlaces(count: number, atMost: number, seed: number): number[] {
  if (count <= atMost) return Array.from({ length: count }, (_, i) => i);
  // One place out of each of `atMost` strata, by a multiplicative hash (Knuth): even, and without a table of places.
  return Array.from({ length: atMost }, (_, i) => {
    const [from, to] = [Math.floor((i * count) / atMost), Math.floor(((i + 1) * count) / atMost)];
    const hash = Math.imul((i + 1) ^ Math.imul(seed + 1, 0x9e3779b1), 0x85ebca6b) >>> 0;
    return from + (hash % Math.max(1, to - from));
  });
}

/** Forecasts of histories by series by 24 leads; NaN where a series lacks what a step starts from. */
export async function predictRecursive(
  booster: Booster,
  histories: readonly History[],
): Promise<Float64Array> {
  const parts: Float64Array[] = [];
  for (const group of groupsOfHistories(histories)) parts.push(await predictGroup(booster, group));
  return concatenate(parts);
}

/** Rows that step on together; bounds memory. */
const MOST_ROWS = 4_000;

interface Walker {
  readonly changes: Changes;
  readonly history: History;
}

function groupsOfHistories(histories: readonly History[]): Walker[][] {
  const all = histories.flatMap((history) => history.panel.series.map((_, series) => ({ history, series })));
  const groups: Walker[][] = [];
  for (let from = 0; from < all.length; from += MOST_ROWS)
    groups.push(
      all
        .slice(from, from + MOST_ROWS)
        .map(({ history, series }) => ({ history, changes: new Changes(history, series) })),
    );
  return groups;
}

async function predictGroup(booster: Booster, walkers: readonly Walker[]): Promise<Float64Array> {
  const out = new Float64Array(walkers.length * LEADS).fill(Number.NaN);
  const [first] = walkers;
  if (first === undefined) return out;
  const columns = newColumns(walkers.length);
  const steps = Math.max(
    ...walkers.map(({ changes, history }) => history.origin + LEADS - changes.startHour - changes.known),
  );
  for (let step = 0; step < steps; step++) {
    for (const [row, { changes, history }] of walkers.entries())
      changes.fill(columns, row, { t: changes.known + step, clock: history.clock });
    const forecasts = await booster.predict(columns);
    for (const [row, { changes }] of walkers.entries()) {
      changes.push((forecasts[row] as number) * changes.unit);
      const lead = step - (steps - LEADS);
      if (lead >= 0) out[row * LEADS + lead] = changes.level(changes.known + step);
    }
  }
  return out;
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
