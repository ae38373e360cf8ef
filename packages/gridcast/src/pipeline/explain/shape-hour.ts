/** Shapes one explained row for people: groups in plain words, hours that were copied, what each member said. */
import type { CovariateFacts, HourUtc } from '../../core/index.ts';
import { copiedHours, explainedColumns, type Calendar, type ExplainedColumn } from '../../features/index.ts';
import type { ForecastInput, Member, RowExplanation } from '../../model/index.ts';
import type {
  ExplainedGroup,
  ExplainedMember,
  ExplainedPart,
  ExplainedStart,
  HourExplanation,
} from './explanation.ts';
import { memberWords, startWords, stepWords } from './words.ts';

/** What the rows of a series share. */
export interface SeriesFacts {
  readonly input: Pick<ForecastInput, 'origin' | 'delayHours' | 'panel' | 'models'>;
  readonly calendar: Calendar;
  readonly covariates: readonly CovariateFacts[];
}

type ShapedHour = Omit<HourExplanation, 'quantiles' | 'isReproduced'>;

/** Shapes the rows of a series, by lead. */
export function shapeHours(facts: SeriesFacts, rows: readonly RowExplanation[]): ShapedHour[] {
  const columns = explainedColumns(facts.covariates);
  const members = facts.input.models[0]?.artefact.members.map(({ member }) => member) ?? [];
  return rows.map((row, lead) => {
    const targetHour = facts.input.origin + lead;
    return {
      targetHour,
      leadHours: lead,
      rung: row.rung,
      recomputed: row.point,
      start: startOf(facts, row, targetHour),
      groups: groupsOf(row, columns),
      members: membersOf(row, members),
    };
  });
}

/** What is smaller than this share of a forecast's parts is rounding. */
const ROUNDING = 1e-12;

function groupsOf(row: RowExplanation, columns: ReadonlyMap<string, ExplainedColumn>): ExplainedGroup[] {
  const groups = new Map<string, { words: string; parts: ExplainedPart[] }>();
  const put = (at: { group: string; words: string }, part: ExplainedPart): void => {
    const group = groups.get(at.group) ?? { words: at.words, parts: [] };
    group.parts.push(part);
    groups.set(at.group, group);
  };
  for (const [name, value] of row.features) {
    const column = columns.get(name) ?? { group: 'other', words: 'other features', meaning: name };
    put(column, { name, meaning: column.meaning, value });
  }
  for (const [name, value] of row.steps) {
    const step = stepWords[name];
    put(step, { name: `step_${name}`, meaning: step.meaning, value });
  }
  const size = Math.abs(row.start.value) + Math.abs(row.point);
  return [...groups]
    .map(([name, { words, parts }]) => ({ name, words, value: sum(parts), parts: parts.sort(bySize) }))
    .filter(({ parts }) => parts.some(({ value }) => Math.abs(value) > ROUNDING * size))
    .sort(bySize);
}

function sum(parts: readonly ExplainedPart[]): number {
  return parts.reduce((total, { value }) => total + value, 0);
}

function bySize(a: { readonly value: number }, b: { readonly value: number }): number {
  return Math.abs(b.value) - Math.abs(a.value);
}

/** Relative difference up to which a start is the mean of the values that are said to make it. */
const SAME = 1e-9;

function startOf(
  { input, calendar }: SeriesFacts,
  { start }: RowExplanation,
  target: HourUtc,
): ExplainedStart {
  const { panel, origin, delayHours } = input;
  const valueAt = (hour: HourUtc): number => panel.values[hour - panel.startHour] ?? Number.NaN;
  const isKnown = (hour: HourUtc): boolean => hour >= panel.startHour && !Number.isNaN(valueAt(hour));
  const { copied, value, hour } = start;
  const candidates =
    hour !== undefined || copied === 'last'
      ? [hour].filter((one) => one !== undefined)
      : copiedHours(calendar, { origin, target, delayHours, isKnown }, copied);
  const mean = candidates.reduce((total, one) => total + valueAt(one), 0) / candidates.length;
  const hours = Math.abs(mean - value) <= SAME * Math.abs(value) ? candidates : [];
  return { words: startWords(copied, hours, target), value, hours };
}

function membersOf({ members }: RowExplanation, known: readonly Member[]): ExplainedMember[] {
  return members
    .map(({ name, share, forecast }, place) => {
      const member = known[place];
      const words = member === undefined ? name : memberWords(member);
      return { name, words, share, forecast: Number.isNaN(forecast) ? null : forecast };
    })
    .sort((a, b) => b.share - a.share);
}
