/** The plain words of an explanation for what is no feature column: steps, starts and members. */
import type { ExplainedStep, Member, StartingPoint } from '../../model/index.ts';
import { explanationGroups } from '../../features/index.ts';

interface StepWords {
  readonly group: string;
  readonly words: string;
  readonly meaning: string;
}

/** The group of each step: one of those of feature columns, or its own. */
export const stepWords: Readonly<Record<ExplainedStep, StepWords>> = {
  week: {
    group: 'week',
    words: explanationGroups.week,
    meaning: 'members that start from the same hour of the newest week',
  },
  day: {
    group: 'day',
    words: explanationGroups.day,
    meaning: 'members that start from the same hour of the newest day',
  },
  like: {
    group: 'like',
    words: explanationGroups.like,
    meaning: 'members that start from the newest days of the same kind',
  },
  level: {
    group: 'level',
    words: explanationGroups.level,
    meaning: 'that value brought to the level of the newest day',
  },
  expected: {
    group: 'usual',
    words: 'what the model corrects on average',
    meaning: 'the mean correction of the trees over their training rows',
  },
  recursive: {
    group: 'carried',
    words: 'the newest hours carried forward',
    meaning: 'trees that go hour by hour, each forecast a lag of the next',
  },
  profile: {
    group: 'shape',
    words: 'the shape of the newest days',
    meaning: 'whole days smoothed, those of the same kind first',
  },
  floor: {
    group: 'floor',
    words: 'no value is below 0',
    meaning: 'the forecast clipped at 0',
  },
};

const HOURS_PER_DAY = 24;

/** What was copied, from so many hours, the newest of which is so far back. */
export function startWords(
  copied: StartingPoint['copied'],
  hours: readonly number[],
  target: number,
): string {
  const [newest] = hours;
  if (newest === undefined) return 'the level of the last weeks';
  if (copied === 'last') return 'the last value that is known';
  if (hours.length > 1)
    return `the mean of the same hour on the newest ${hours.length} days of the same kind`;
  const days = Math.round((target - newest) / HOURS_PER_DAY);
  if (days % 7 === 0) return `the same hour ${days === 7 ? 'a week' : `${days / 7} weeks`} before`;
  return `the same hour ${days === 1 ? 'the day' : `${days} days`} before`;
}

const anchorWords: Readonly<Record<string, string>> = {
  anchor_week: 'the same hour of the newest week',
  anchor_weeklev: "the same hour of the newest week at today's level",
  anchor_day: 'the same hour of the newest day',
  anchor_like1: 'the newest day of the same kind',
  anchor_like3: 'the newest days of the same kind',
};

/** How a member forecasts. */
export function memberWords(member: Member): string {
  if (member.kind === 'recursive') return 'trees that go hour by hour';
  if (member.kind === 'profile') return 'whole days, smoothed';
  const anchor = anchorWords[member.anchor] ?? member.anchor;
  if (member.kind === 'anchor') return `a copy of ${anchor}`;
  const withYear = member.groups.includes('yoy') ? ', with the year before' : '';
  const loss = member.params.objective === 'regression' ? ', of squared loss' : '';
  return `trees on ${member.link === 'log' ? 'ratios to' : 'differences from'} ${anchor}${withYear}${loss}`;
}
