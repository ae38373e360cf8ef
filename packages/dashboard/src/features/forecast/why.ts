/** An explained hour as lines: where the forecast started, what moved it, where it ended. Pure. */
import type { ExplainedHour } from '../../api/schema.ts';

/** One line of what moved a forecast. */
export interface WhyLine {
  readonly name: string;
  readonly words: string;
  readonly value: number;
  /** Where its bar begins and how long it is, as fractions of the width; bars below 0 end where those above begin. */
  readonly from: number;
  readonly length: number;
}

/** The lines of an hour, in the order of the API: the largest first. */
export function whyLines({ groups }: Pick<ExplainedHour, 'groups'>): readonly WhyLine[] {
  const lowest = Math.max(0, ...groups.map(({ value }) => -value));
  const highest = Math.max(0, ...groups.map(({ value }) => value));
  const range = lowest + highest;
  return groups.map(({ name, words, value }) => ({
    name,
    words,
    value,
    from: range === 0 ? 0 : (lowest + Math.min(0, value)) / range,
    length: range === 0 ? 0 : Math.abs(value) / range,
  }));
}

/** The conditions that fit the series of a group, as the API takes them. */
export function conditionsOf({ key }: { readonly key: Readonly<Record<string, string>> }): readonly string[] {
  return Object.entries(key).map(([name, value]) => `${name}:${value}`);
}

const DAY_MS = 86_400_000;

/** Whether an hour is one of the 24 from an origin. */
export function isWithin(originUtc: string, hour: string): boolean {
  const after = Date.parse(hour) - Date.parse(originUtc);
  return after >= 0 && after < DAY_MS;
}

/** The hour to explain: the one asked for where the forecast has it, else the peak hour. */
export function pickHour(
  asked: string | undefined,
  group: { readonly hoursUtc: readonly string[]; readonly peak: { readonly hourUtc: string } },
): string {
  return asked !== undefined && group.hoursUtc.includes(asked) ? asked : group.peak.hourUtc;
}
