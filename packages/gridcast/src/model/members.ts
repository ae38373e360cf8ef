/** The members of the ensemble, as data: what each forecasts relative to, on which scale, and how it learns. */
import type { LightGbmParams } from '@gridcast/lightgbm';
import type { Link } from './link.ts';
import type { ProfileMember } from './members/profile.ts';
import type { RecursiveMember } from './members/recursive.ts';

/** A member without learning: its anchor is its forecast. */
export interface AnchorMember {
  readonly kind: 'anchor';
  readonly name: string;
  readonly link: Link;
  readonly anchor: string;
}

/** Boosted trees on the scale-free difference between the target and an anchor. */
export interface TreeMember {
  readonly kind: 'trees';
  readonly name: string;
  readonly link: Link;
  readonly anchor: string;
  /** Groups of feature columns that it reads. */
  readonly groups: readonly string[];
  /** Columns of those groups that it does not read; absent: it reads all. */
  readonly without?: readonly string[];
  readonly rounds: number;
  readonly params: LightGbmParams;
}

export type Member = AnchorMember | TreeMember | RecursiveMember | ProfileMember;

/** What is known of a panel when members are chosen for it; never a name. */
export interface PanelFacts {
  /** Hours between the first and the newest usable value of the panel. */
  readonly historyHours: number;
  readonly delayHours: number;
  readonly hasCovariates?: boolean;
  readonly series: number;
}

const DAY = 24;
const YEAR = 364 * DAY;
const LONG_HOURS = 300 * DAY;

/** Whether seasons and holidays can be learnt. */
export function isLongHistory(historyHours: number): boolean {
  return historyHours >= LONG_HOURS;
}

/** Weeks of history without a hole behind them: less to learn, from rows that say much the same. */
export function isQuicklyLearnt({
  historyHours,
  delayHours,
}: Pick<PanelFacts, 'historyHours' | 'delayHours'>): boolean {
  return delayHours < DAY && !isLongHistory(historyHours);
}

/** In panels of more series no member reads whole histories: they would hold too much memory at once. */
export const MOST_HISTORIES = 20_000;
/** From this delay on, the newest level says less of today than the mean of days of the same kind. */
const STALE_LEVEL_HOURS = 9 * DAY;

/** Trees that hold on weeks of history: small, shrunk, robust to the odd day. */
const SHORT_PARAMS: LightGbmParams = {
  objective: 'huber',
  num_leaves: 15,
  min_data_in_leaf: 40,
  lambda_l2: 1,
  feature_fraction: 0.7,
  bagging_fraction: 0.7,
  bagging_freq: 1,
  max_bin: 63,
};

/** Trees for a year and more, where holidays and seasons can be learnt. */
const LONG_PARAMS: LightGbmParams = { ...SHORT_PARAMS, num_leaves: 31 };

/** How many trees are grown, and how much of each counts. */
interface Pace {
  readonly rounds: number;
  readonly learning_rate: number;
}

const SHORT_PACE: Pace = { rounds: 80, learning_rate: 0.12 };
const LONG_PACE: Pace = { rounds: 120, learning_rate: 0.12 };
/** On weeks of history without a hole half of the trees err as little. */
const QUICK_PACE: Pace = { rounds: 40, learning_rate: 0.225 };

/** Where squared loss gives way to absolute loss, in the units of the link: an ordinary error. */
const HUBER_ALPHA: Readonly<Record<Link, number>> = { log: 0.05, linear: 0.5 };

/** One step at a time over 24 hours; the newest hours are worth most here. */
function recursiveMember(isLong: boolean): RecursiveMember {
  const { rounds, learning_rate } = isLong ? LONG_PACE : { rounds: 56, learning_rate: 0.25 };
  return {
    kind: 'recursive',
    name: 'recursive',
    rounds,
    params: { ...SHORT_PARAMS, learning_rate, alpha: 0.5 },
  };
}

const PROFILE: ProfileMember = { kind: 'profile', name: 'profile' };

/**
 * The members for a panel.
 *
 * Below a day of delay forecasts are made relative to last week's hour at yesterday's level, beside members that go step by
 * step and that smooth whole days; from nine days on, where that
 * level is stale, relative to the mean of the newest days of the same kind; between them both compete. The evidence is in `benchmarks/accuracy`.
 */
export function membersFor(facts: PanelFacts): readonly Member[] {
  const { historyHours, delayHours, series } = facts;
  const isLong = isLongHistory(historyHours);
  const isFresh = delayHours < DAY;
  const groups = groupsFor(facts);
  const { rounds, learning_rate } = paceFor(facts);
  const trees = (link: Link, anchor: string, name = `${link}_${anchor}`): TreeMember => ({
    kind: 'trees',
    name,
    link,
    anchor: `anchor_${anchor}`,
    groups,
    rounds,
    params: { ...(isLong ? LONG_PARAMS : SHORT_PARAMS), learning_rate, alpha: HUBER_ALPHA[link] },
  });
  const anchor = (link: Link, name: string): AnchorMember => ({
    kind: 'anchor',
    name: `${link}_${name}_anchor`,
    link,
    anchor: `anchor_${name}`,
  });
  if (isFresh)
    return [
      trees('log', 'weeklev'),
      trees('linear', 'weeklev'),
      trees('linear', 'day'),
      anchor('log', 'weeklev'),
      ...(series <= MOST_HISTORIES ? [recursiveMember(isLong), PROFILE] : []),
    ];
  const alike = [
    trees('log', 'like3'),
    trees('linear', 'like3'),
    trees('log', 'week'),
    anchor('linear', 'like3'),
  ];
  if (delayHours >= STALE_LEVEL_HOURS && isLong) {
    const like = trees('log', 'like3');
    return [
      like,
      { ...like, name: 'log_like3_squares', params: { ...like.params, objective: 'regression' } },
      trees('log', 'week'),
      trees('linear', 'like3'),
      ...(historyHours >= YEAR + 60 * DAY
        ? [{ ...like, name: 'log_like3_year', groups: [...groups, 'yoy'] }]
        : []),
    ];
  }
  if (delayHours >= STALE_LEVEL_HOURS) return alike;
  const level = [
    trees('log', 'weeklev'),
    trees('linear', 'weeklev'),
    anchor('log', 'weeklev'),
    anchor('log', 'week'),
  ];
  return [...alike, ...level];
}

function paceFor(facts: PanelFacts): Pace {
  if (isQuicklyLearnt(facts)) return QUICK_PACE;
  return isLongHistory(facts.historyHours) ? LONG_PACE : SHORT_PACE;
}

/** The groups of columns that trees read. */
function groupsFor({ historyHours, delayHours, hasCovariates = false }: PanelFacts): readonly string[] {
  const isLong = isLongHistory(historyHours);
  const isFresh = delayHours < DAY;
  return [
    'core',
    'sun',
    'cal',
    'day',
    ...(isFresh ? ['near'] : []),
    ...(isLong || delayHours >= STALE_LEVEL_HOURS ? ['long'] : []),
    ...(hasCovariates && (isLong || !isFresh) ? ['cov'] : []),
  ];
}
