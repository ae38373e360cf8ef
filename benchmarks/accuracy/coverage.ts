/** How many truths the bands hold, and what they cost, over all origins of one shape of panel. */
import type { PanelResult } from './results.ts';
import type { Scores } from './score.ts';
import { mean, meanInterval } from './significance.ts';
import { fixed, percent, signed, table } from './table.ts';

const HOUR_MS = 3_600_000;

type Banded = 'coverage80' | 'coverage90' | 'pinball';

/** Lines of a table with a row for each panel and delay, with the origins of panels that tell more of it. */
export function coverageTable(results: readonly PanelResult[]): string[] {
  const groups = Map.groupBy(
    results,
    ({ panel, moreOf, delayHours }) => `${moreOf ?? panel}, delay ${delayHours} h`,
  );
  return table(
    ['panel', 'origins', 'in 80 %', 'in 90 %', 'pinball', "naive's pinball", 'difference'],
    Array.from(groups, ([name, group]) => coverageRow(name, group)),
  );
}

function coverageRow(name: string, group: readonly PanelResult[]): string[] {
  const naives = group[0]?.contenders.filter(({ kind }) => kind === 'naive') ?? [];
  const naive = Math.min(...naives.map((one) => mean(valuesOf(group, one.name, 'pinball'))));
  const pinball = mean(valuesOf(group, 'gridcast', 'pinball'));
  const held = (score: Banded): string => withChance(valuesOf(group, 'gridcast', score), blockOf(group));
  return [
    name,
    String(group.reduce((sum, one) => sum + one.origins.length, 0)),
    held('coverage80'),
    held('coverage90'),
    fixed(pinball),
    ...against(pinball, naive),
  ];
}

/** A share, and in brackets what a block bootstrap gives for it in 95 of 100 cases; without where one block holds half of all. */
function withChance(shares: readonly number[], block: number): string {
  const share = mean(shares);
  if (Number.isNaN(share) || 2 * block >= shares.length) return percent(share);
  return `${percent(share)} (${meanInterval(shares, block).map(percent).join(' … ')})`;
}

/** So many neighbouring origins err together: bands of one training, or forecasts behind one hole. */
function blockOf(group: readonly PanelResult[]): number {
  return Math.max(
    ...group.map(({ origins, delayHours, refitHours }) => {
      const step = (Date.parse(origins[1] ?? '') - Date.parse(origins[0] ?? '')) / HOUR_MS;
      return Math.ceil(Math.max(refitHours, delayHours + 24) / step);
    }),
  );
}

/** A loss and how far ours lies from it; dashes where either is missing. */
function against(ours: number, naive: number): string[] {
  return Number.isFinite(ours) && Number.isFinite(naive)
    ? [fixed(naive), signed(ours / naive - 1)]
    : ['–', '–'];
}

/** A contender's score at each origin of a group, in order; NaN where it is missing. */
function valuesOf(group: readonly PanelResult[], contender: string, score: Banded): number[] {
  return group.flatMap(({ origins, contenders }) => {
    const row = contenders.find(({ name }) => name === contender);
    const byOrigin: Readonly<Record<string, Scores>> =
      row !== undefined && 'scores' in row ? row.scores.byOrigin : {};
    return origins.map((origin) => byOrigin[origin]?.[score] ?? Number.NaN);
  });
}
