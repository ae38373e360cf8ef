/** Where a sweep learns, where it scores, and what it leaves for the decision: expanding windows whose origins honour the delay. */
import type { HourUtc } from '../../core/index.ts';

const DAY = 24;

/** One fold: members learn from rows whose truth is known at `asOf` and are scored on daily origins from there on. */
export interface Fold {
  readonly asOf: HourUtc;
  /** Ascending; the first is `asOf`. */
  readonly origins: readonly HourUtc[];
}

export interface FoldPlan {
  /** The sweep sees nothing that became known after this instant; the winner is judged on the origins from here on. */
  readonly cut: HourUtc;
  /** The earliest first. */
  readonly folds: readonly Fold[];
  readonly heldOut: readonly HourUtc[];
}

export interface FoldInput {
  readonly asOf: HourUtc;
  readonly delayHours: number;
  readonly historyHours: number;
  readonly folds: number;
}

/** Daily origins that the winner is judged on: one in six days of history, 3 to 14. */
function heldOutDays(historyHours: number): number {
  return Math.min(14, Math.max(3, Math.floor(historyHours / DAY / 6)));
}

/** Daily origins of one fold: one in twelve days of history, 1 to 14. */
function daysOfFold(historyHours: number): number {
  return Math.min(14, Math.max(1, Math.floor(historyHours / DAY / 12)));
}

/** The instant at which the sweep's knowledge ends: every later origin's 24 truths are known at the as-of. */
export function cutOf({ asOf, delayHours, historyHours }: Omit<FoldInput, 'folds'>): HourUtc {
  return asOf - delayHours - DAY * heldOutDays(historyHours);
}

/**
 * Lays out the folds, the last one ending where its truths are known at the cut.
 *
 * @param leastAsOf the first instant as of which members can be fitted.
 * @returns a reason where even one day a fold does not fit.
 */
export function planFolds(input: FoldInput, leastAsOf: HourUtc): FoldPlan | { readonly impossible: string } {
  const { asOf, delayHours, historyHours, folds } = input;
  const cut = cutOf(input);
  const end = cut - delayHours;
  const room = Math.floor((end - leastAsOf) / DAY / folds);
  if (room < 1) {
    const missing = Math.ceil((leastAsOf + DAY * folds - end) / DAY);
    const judged = heldOutDays(historyHours);
    return {
      impossible: `folds of a day each (${folds}), at a delay of ${delayHours} h and with ${judged} later days to judge by, need ${missing} more days of history`,
    };
  }
  const days = Math.min(room, daysOfFold(historyHours));
  const daily = (first: HourUtc, count: number): HourUtc[] =>
    Array.from({ length: count }, (_, day) => first + DAY * day);
  return {
    cut,
    folds: Array.from({ length: folds }, (_, place) => {
      const first = end - DAY * days * (folds - place);
      return { asOf: first, origins: daily(first, days) };
    }),
    heldOut: daily(cut, (asOf - delayHours - cut) / DAY),
  };
}
