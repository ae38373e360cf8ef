/** How many truths the bands hold, and what they cost, over all origins of one shape of panel. */
import type { PanelResult } from './results.ts';
import type { Scores } from './score.ts';
import { fixed, percent, signed, table } from './table.ts';

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
  const origins = group.reduce((sum, one) => sum + one.origins.length, 0);
  const ours = (score: Banded): number => meanOf(group, 'gridcast', score);
  const naives = group[0]?.contenders.filter(({ kind }) => kind === 'naive') ?? [];
  const naive = Math.min(...naives.map((one) => meanOf(group, one.name, 'pinball')));
  return [
    name,
    String(origins),
    percent(ours('coverage80')),
    percent(ours('coverage90')),
    fixed(ours('pinball')),
    ...against(ours('pinball'), naive),
  ];
}

/** A loss and how far ours lies from it; dashes where either is missing. */
function against(ours: number, naive: number): string[] {
  return Number.isFinite(ours) && Number.isFinite(naive)
    ? [fixed(naive), signed(ours / naive - 1)]
    : ['–', '–'];
}

/** A contender's mean over all origins of a group, each counted alike; NaN where one is missing. */
function meanOf(group: readonly PanelResult[], contender: string, score: Banded): number {
  const values = group.flatMap(({ origins, contenders }) => {
    const row = contenders.find(({ name }) => name === contender);
    const byOrigin: Readonly<Record<string, Scores>> =
      row !== undefined && 'scores' in row ? row.scores.byOrigin : {};
    return origins.map((origin) => byOrigin[origin]?.[score] ?? Number.NaN);
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
