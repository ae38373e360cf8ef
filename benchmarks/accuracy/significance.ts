/** Whether one forecaster's errors are lower than another's by more than chance, from their errors at the same origins. */

export interface Difference {
  /** Mean of (ours - theirs) / mean of theirs. */
  readonly relative: number;
  /** 95 % of block-bootstrap means of the same lie in between. */
  readonly interval: readonly [low: number, high: number];
  /** Two-sided p of the Diebold-Mariano test with the small-sample correction; NaN below 3 origins. */
  readonly dieboldMariano: number;
}

const RESAMPLES = 4_000;

/** Errors of two forecasters at the same origins of one panel. */
export interface PanelErrors {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  /** As in `compareErrors`. */
  readonly lags: number;
}

/** The mean over panels of (ours - theirs) / theirs, with the 95 % of a bootstrap over panels and, in each, blocks of origins. */
export function compareOverPanels(panels: readonly PanelErrors[]): Omit<Difference, 'dieboldMariano'> {
  const random = mulberry(20_230_121);
  const draws = panels.map(({ ours, theirs, lags }) => {
    const differences = ours.map((error, i) => error - (theirs[i] ?? Number.NaN));
    return resample(differences, theirs, lags + 1);
  });
  const means = Array.from({ length: RESAMPLES }, () => {
    const drawn = panels.map(() => draws[Math.floor(random() * panels.length)] ?? []);
    return mean(drawn.map((of) => of[Math.floor(random() * RESAMPLES)] ?? Number.NaN));
  });
  return {
    relative: mean(panels.map(({ ours, theirs }) => mean(ours) / mean(theirs) - 1)),
    interval: middle(means),
  };
}

/**
 * Compares two lists of errors, origin by origin.
 *
 * @param lags how many neighbours on either side an origin's errors depend on (origins whose holes overlap).
 *
 * Source: Diebold and Mariano (1995); Harvey, Leybourne and Newbold (1997) for the correction; moving blocks by Künsch (1989).
 */
export function compareErrors(ours: readonly number[], theirs: readonly number[], lags: number): Difference {
  const differences = ours.map((error, i) => error - (theirs[i] ?? Number.NaN));
  const base = mean(theirs);
  return {
    relative: mean(differences) / base,
    interval: middle(resample(differences, theirs, lags + 1)),
    dieboldMariano: dieboldMariano(differences, lags),
  };
}

/** 95 % of block-bootstrap means of some values in order lie in between. */
export function meanInterval(values: readonly number[], block: number): readonly [number, number] {
  const ones = values.map(() => 1);
  return middle(resample(values, ones, block));
}

/** What holds the middle 95 % of the resamples. */
function middle(means: readonly number[]): readonly [number, number] {
  const sorted = means.toSorted((a, b) => a - b);
  return [sorted[Math.floor(0.025 * RESAMPLES)] ?? NaN, sorted[Math.ceil(0.975 * RESAMPLES) - 1] ?? NaN];
}

function resample(differences: readonly number[], theirs: readonly number[], block: number): number[] {
  const random = mulberry(20_230_114);
  const count = differences.length;
  return Array.from({ length: RESAMPLES }, () => {
    let [sum, base] = [0, 0];
    for (let taken = 0; taken < count; taken += block) {
      const start = Math.floor(random() * count);
      for (let i = 0; i < Math.min(block, count - taken); i++) {
        sum += differences[(start + i) % count] as number;
        base += theirs[(start + i) % count] as number;
      }
    }
    return sum / base;
  });
}

function dieboldMariano(differences: readonly number[], lags: number): number {
  const n = differences.length;
  if (n < 3) return Number.NaN;
  const centre = mean(differences);
  const horizon = Math.min(lags + 1, Math.floor(n / 3));
  let variance = 0;
  for (let k = 0; k < horizon; k++) {
    let covariance = 0;
    for (let i = k; i < n; i++)
      covariance += ((differences[i] as number) - centre) * ((differences[i - k] as number) - centre);
    variance += ((k === 0 ? 1 : 2 * (1 - k / horizon)) * covariance) / n;
  }
  const correction = Math.sqrt((n + 1 - 2 * horizon + (horizon * (horizon - 1)) / n) / n);
  const statistic = (centre / Math.sqrt(variance / n)) * correction;
  return 2 * studentTail(Math.abs(statistic), n - 1);
}

/** P(T > t) by the trapezoid rule over the density. */
function studentTail(t: number, freedom: number): number {
  if (!Number.isFinite(t)) return t > 0 ? 0 : Number.NaN;
  const density = (x: number): number => (1 + (x * x) / freedom) ** (-(freedom + 1) / 2);
  const area = (from: number, to: number): number => {
    const steps = 2_000;
    const width = (to - from) / steps;
    let sum = (density(from) + density(to)) / 2;
    for (let i = 1; i < steps; i++) sum += density(from + i * width);
    return sum * width;
  };
  const far = 200;
  return t >= far ? 0 : area(t, far) / (2 * area(0, far));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A small generator of numbers in [0, 1), the same on every machine. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
