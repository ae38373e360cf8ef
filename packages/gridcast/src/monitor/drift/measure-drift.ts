/** Drift: whether a window's values lie where comparable days have them. */
import type { SqlEngine, StatisticsKind, Store } from '../../store/index.ts';
import { knownDays, type DayWindow } from '../statistics/read.ts';
import { countOf, quantileBin, type Histogram } from '../statistics/summary.ts';
import { valueOfBin } from '../statistics/bins.ts';
import { mergeDays, readDayHistograms, type DayHistogram } from './day-histograms.ts';
import { distancesOf, type Distances } from './distances.ts';
import { effectiveDays } from './effective-days.ts';
import { autoReferences, daysOf, givenReference, type Reference } from './references.ts';

/** Below a PSI of 0.25 a shift is customarily no major one. */
export const PSI_THRESHOLD = 0.25;
/** A fifth of the values on the other side of some value. */
export const KS_THRESHOLD = 0.2;
/** How much further than the reference's own halves lie apart. */
export const OWN_MOVEMENT = 1.5;
/** Change of the share of missing values. */
export const NULL_THRESHOLD = 0.1;
/** Fewer independent days say nothing. */
export const LEAST_EFFECTIVE_DAYS = 2;

/** A window beside one reference. */
export interface ReferenceComparison extends Distances {
  readonly reference: Reference['name'];
  readonly days: number;
  readonly effectiveDays: number;
  /** The distances between the earlier and the later half of the reference itself. */
  readonly ownMovement: Distances;
  /** The KS that chance alone exceeds in one of a hundred cases, were the effective days independent draws. */
  readonly ksAtChance: number;
  readonly medianBefore: number | null;
  readonly nullShareBefore: number;
  readonly exceeds: boolean;
}

/** `drift`: beyond the thresholds against every reference; `quiet`: not; `unknown`: too few days, or no reference. */
export type Verdict = 'drift' | 'quiet' | 'unknown';

export interface SubjectDrift {
  readonly subject: string;
  readonly verdict: Verdict;
  readonly effectiveDays: number;
  readonly median: number | null;
  readonly nullShare: number;
  readonly comparisons: readonly ReferenceComparison[];
}

export interface DriftReport {
  readonly kind: StatisticsKind;
  readonly window: DayWindow;
  /** Days of the window that have statistics. */
  readonly days: number;
  readonly references: readonly Reference[];
  /** Subjects that drift first, then by the least PSI over the references. */
  readonly subjects: readonly SubjectDrift[];
}

export interface MeasureDriftOptions {
  readonly store: Store;
  readonly engine: SqlEngine;
  readonly kind: StatisticsKind;
  readonly window: DayWindow;
  /** Default: chosen by season and kind of day. */
  readonly reference?: DayWindow | undefined;
  readonly version?: string | undefined;
  /** Subjects that can drift; default: all. Others are known in advance, such as the calendar. */
  readonly isJudged?: (subject: string) => boolean;
}

/**
 * Compares a window with its references, subject by subject.
 *
 * A subject drifts where against every reference PSI and KS both exceed their threshold and 1.5 times the distance between the
 * reference's own halves. A season's change differs from the weeks before but not from the year before; a slow change over the years
 * differs from the year before but not from the weeks before; what differs from both is news.
 */
export async function measureDrift(options: MeasureDriftOptions): Promise<DriftReport> {
  const { store, engine, kind, window, version, isJudged = () => true } = options;
  const known = await knownDays(store, kind);
  const references =
    options.reference === undefined
      ? autoReferences(window, known)
      : [givenReference(options.reference, known)].filter(({ days }) => days.length > 0);
  const there = new Set(known);
  const inWindow = daysOf(window).filter((day) => there.has(day));
  const days = [...new Set([...inWindow, ...references.flatMap((one) => one.days)])];
  const histograms = await readDayHistograms(store, engine, { kind, days, version });
  const subjects = [...histograms]
    .filter(([subject]) => isJudged(subject))
    .map(([subject, byDay]) => judge(subject, byDay, { inWindow, references }))
    .sort((a, b) => rank(a) - rank(b) || leastPsi(b) - leastPsi(a) || (a.subject < b.subject ? -1 : 1));
  return { kind, window, days: inWindow.length, references, subjects };
}

function rank({ verdict }: SubjectDrift): number {
  return ['drift', 'quiet', 'unknown'].indexOf(verdict);
}

function leastPsi({ comparisons }: SubjectDrift): number {
  return Math.min(...comparisons.map(({ psi }) => psi));
}

type ByDay = ReadonlyMap<number, DayHistogram>;

function judge(
  subject: string,
  byDay: ByDay,
  {
    inWindow,
    references,
  }: { readonly inWindow: readonly number[]; readonly references: readonly Reference[] },
): SubjectDrift {
  const { histogram, nulls } = mergeDays(byDay, inWindow);
  const effective = effectiveDays(mediansOf(byDay, inWindow));
  const nullShare = share(nulls, countOf(histogram));
  const comparisons = references.flatMap((reference) => {
    const found = compare(byDay, reference, { histogram, nullShare, effective });
    return found === undefined ? [] : [found];
  });
  const isKnown = comparisons.length > 0 && effective >= LEAST_EFFECTIVE_DAYS;
  const drifts = comparisons.every(({ exceeds }) => exceeds);
  return {
    subject,
    verdict: isKnown ? (drifts ? 'drift' : 'quiet') : 'unknown',
    effectiveDays: effective,
    median: medianOf(histogram),
    nullShare,
    comparisons,
  };
}

function compare(
  byDay: ByDay,
  { name, days }: Reference,
  of: { readonly histogram: Histogram; readonly nullShare: number; readonly effective: number },
): ReferenceComparison | undefined {
  const before = mergeDays(byDay, days);
  const nullShareBefore = share(before.nulls, countOf(before.histogram));
  const nullsMoved = Math.abs(of.nullShare - nullShareBefore) >= NULL_THRESHOLD;
  const none = { psi: 0, ks: 0, js: 0 };
  const distances = distancesOf(of.histogram, before.histogram) ?? (nullsMoved ? none : undefined);
  if (distances === undefined) return undefined;
  const half = Math.floor(days.length / 2);
  const own =
    distancesOf(
      mergeDays(byDay, days.slice(half)).histogram,
      mergeDays(byDay, days.slice(0, half)).histogram,
    ) ?? none;
  const effective = effectiveDays(mediansOf(byDay, days));
  const exceeds =
    nullsMoved ||
    (distances.psi > Math.max(PSI_THRESHOLD, OWN_MOVEMENT * own.psi) &&
      distances.ks > Math.max(KS_THRESHOLD, OWN_MOVEMENT * own.ks));
  return {
    reference: name,
    days: days.length,
    effectiveDays: effective,
    ...distances,
    ownMovement: own,
    ksAtChance: Math.min(1, 1.63 * Math.sqrt(1 / of.effective + 1 / effective)),
    medianBefore: medianOf(before.histogram),
    nullShareBefore,
    exceeds,
  };
}

/** The medians of days, on a scale on which ratios count alike. */
function mediansOf(byDay: ByDay, days: readonly number[]): number[] {
  return days.flatMap((day) => {
    const bin = quantileBin(mergeDays(byDay, [day]).histogram, 0.5);
    return bin === undefined ? [] : [bin];
  });
}

function medianOf(histogram: Histogram): number | null {
  const bin = quantileBin(histogram, 0.5);
  return bin === undefined ? null : valueOfBin(bin);
}

function share(part: number, rest: number): number {
  return part + rest === 0 ? 0 : part / (part + rest);
}
