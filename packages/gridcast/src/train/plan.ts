/** What a training is made of, decided from what is known at its as-of alone. */
import type { HourUtc } from '../core/index.ts';
import {
  isLongHistory,
  isQuicklyLearnt,
  membersFor,
  MOST_HISTORIES,
  type Member,
  type PanelFacts,
} from '../model/index.ts';
import type { SqlEngine } from '../store/index.ts';
import { applySettings } from './tuning/tunables.ts';
import { settingsFor, type TunedConfiguration } from './tuning/tuned-configuration.ts';

const DAY = 24;
const WEEK = 168;
/** Days of origins, at least, that a fit learns from. */
const LEAST_TRAINING_DAYS = 4;
const LEAST_CALIBRATION_ORIGINS = 2;
/** Where a panel is quickly learnt half of the rows teach as much. */
const QUICK_ROW_SHARE = 0.5;
/** Rows that calibration may forecast: bounds its time and memory on large panels. */
const MOST_CALIBRATION_ROWS = 400_000;

export interface TrainingPlan {
  readonly facts: PanelFacts;
  readonly members: readonly Member[];
  /** Where training origins start and how far apart they lie. */
  readonly firstOrigin: HourUtc;
  readonly stepHours: number;
  /** The first instant as of which members can be fitted. */
  readonly leastAsOf: HourUtc;
  /** The share of the rows allowed that members learn from. */
  readonly rowShare: number;
  /** Daily origins whose 24 truths are known, ascending; members fitted as of the first of them are scored on all. */
  readonly calibrationOrigins: readonly HourUtc[];
  /** Every so many-th series is scored there; the others take the panel's weights and spread. */
  readonly calibrationStride: number;
}

export interface PlanInput {
  readonly asOf: HourUtc;
  readonly delayHours: number;
  readonly series: number;
  /** How many covariates the home has. */
  readonly covariates: number;
  /** What trees are set to instead of the defaults, where it was tuned for such a panel. */
  readonly tuned?: Pick<TunedConfiguration, 'settings' | 'terms'> | undefined;
}

/** Hours between the first and the newest usable value; undefined where none is known. */
async function historyOf(
  engine: SqlEngine,
  { asOf, delayHours }: Pick<PlanInput, 'asOf' | 'delayHours'>,
): Promise<{ readonly first: HourUtc; readonly hours: number } | undefined> {
  const last = asOf - 1 - delayHours;
  const [span] = await engine.rows<{ first: number | null }>(
    `SELECT min(hour) AS first FROM observation_versions WHERE hour <= ${last} AND known_hour <= ${asOf}`,
  );
  return span?.first == null ? undefined : { first: span.first, hours: last - span.first + 1 };
}

/** The groups of feature columns that members for a panel read whose first value is that of `firstHour`. */
export function servingGroups(
  firstHour: HourUtc,
  { asOf, delayHours, covariates, tuned }: Omit<PlanInput, 'series'>,
): readonly string[] {
  const historyHours = asOf - delayHours - firstHour;
  return groupsOf(
    plannedMembers({ historyHours, delayHours, hasCovariates: covariates > 0, series: 0 }, tuned),
  );
}

/** The members for a panel, trees as they were tuned for it. */
function plannedMembers(facts: PanelFacts, tuned: PlanInput['tuned']): readonly Member[] {
  const settings = settingsFor(tuned, facts);
  return membersFor(facts).map((member) => applySettings(member, settings));
}

/** The groups that some members read. */
export function groupsOf(members: readonly Member[]): readonly string[] {
  return [...new Set(members.flatMap((member) => (member.kind === 'trees' ? member.groups : [])))];
}

/** One scored day in ten of history: a week's days at least, and no more than two months'. */
function calibrationDays(historyHours: number): number {
  return Math.min(60, Math.max(7, Math.round(historyHours / DAY / 10)));
}

/** Days of calibration of a panel of which but some series are scored. */
const SAMPLED_DAYS = 14;
/**
 * How many days are scored, and every how many-th series: all of them where members read the history of each; of more, even two
 * days would not be held in memory.
 */
function calibrationSize(
  historyHours: number,
  series: number,
): { readonly days: number; readonly stride: number } {
  const days = calibrationDays(historyHours);
  const affordable = Math.floor(MOST_CALIBRATION_ROWS / (DAY * Math.max(1, series)));
  if (series <= MOST_HISTORIES) {
    return { days: Math.max(LEAST_CALIBRATION_ORIGINS, Math.min(days, affordable)), stride: 1 };
  }
  const sampled = Math.min(days, SAMPLED_DAYS);
  return { days: sampled, stride: Math.ceil((series * sampled * DAY) / MOST_CALIBRATION_ROWS) };
}

/** Plans a training; a reason where too few hours are known for one that honours the delay. */
export async function planTraining(
  engine: SqlEngine,
  { asOf, delayHours, series, covariates, tuned }: PlanInput,
): Promise<TrainingPlan | { readonly impossible: string }> {
  const history = await historyOf(engine, { asOf, delayHours });
  if (history === undefined) return { impossible: 'no value is known' };
  const { first, hours: historyHours } = history;
  const facts: PanelFacts = { historyHours, delayHours, hasCovariates: covariates > 0, series };
  const firstOrigin = first + WEEK + DAY + delayHours;
  const { days: scoredDays, stride } = calibrationSize(historyHours, series);
  const origins: HourUtc[] = [];
  for (let k = scoredDays; k >= 1; k--) origins.push(asOf - delayHours - DAY * k);
  const leastAsOf = firstOrigin + LEAST_TRAINING_DAYS * DAY + DAY + delayHours;
  const calibrationOrigins = origins.filter((origin) => origin >= leastAsOf);
  if (calibrationOrigins.length < LEAST_CALIBRATION_ORIGINS) {
    const needed = leastAsOf + LEAST_CALIBRATION_ORIGINS * DAY + delayHours - first;
    const days = (hours: number): string => (hours / DAY).toFixed(1);
    return {
      impossible: `${days(asOf - first)} days lie behind the origin, and a model that is scored at a delay of ${delayHours} h needs ${days(needed)}`,
    };
  }
  return {
    facts,
    members: plannedMembers(facts, tuned),
    firstOrigin,
    leastAsOf,
    stepHours: isLongHistory(historyHours) ? 11 : 4,
    rowShare: isQuicklyLearnt(facts) ? QUICK_ROW_SHARE : 1,
    calibrationOrigins,
    calibrationStride: stride,
  };
}
