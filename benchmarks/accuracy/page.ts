/** The results as a readable page. */
import { coverageTable } from './coverage.ts';
import { memberTable } from './members.ts';
import type { ContenderResult, PanelResult } from './results.ts';
import type { Scores } from './score.ts';
import { compareErrors, compareOverPanels, type PanelErrors } from './significance.ts';
import { fixed, percent, signed, table } from './table.ts';

type Scored = Extract<ContenderResult, { scores: unknown }>;

/** Markdown: an overview of all cases, what bands hold, then a section a case. */
export function accuracyPage(all: readonly PanelResult[]): string {
  const results = all.filter(({ moreOf }) => moreOf === undefined);
  return [
    '# How accurate the forecasts are, beside other tools',
    '',
    'Written by `npm run benchmark:accuracy`; [METHOD.md](METHOD.md) says what is measured and how to repeat it.',
    '',
    '## Overview',
    '',
    ...table(
      [
        'panel',
        'delay',
        'origins',
        'ours',
        'best peer',
        'MASE of the peer',
        'difference',
        '95 % of it',
        'rung',
      ],
      results.map(overviewRow),
    ),
    '',
    'Over panels together, the best peer by MASE of each; 95 % by a bootstrap over panels and, in each, over blocks of origins:',
    '',
    ...table(
      ['panels', 'cases', 'difference in MASE', '95 % of it'],
      pools.map(([name, isIn]) => pooledRow(name, results.filter(isIn))),
    ),
    '',
    'Other measures, beside whichever peer is best by each:',
    '',
    ...table(
      ['panel', 'delay', 'WAPE %', 'best peer', 'its WAPE %', 'MAPE %', 'best peer', 'its MAPE %'],
      results.map(otherMeasuresRow),
    ),
    '',
    '## Bands',
    '',
    'Origins of further panels of the same shape are counted too; the naive is the better of the two, by pinball loss. In brackets: 95 % of block-bootstrap means over origins that share a training or a hole.',
    '',
    ...coverageTable(all),
    '',
    ...results.flatMap(section),
  ].join('\n');
}

const isCut = ({ panel }: PanelResult): boolean =>
  ['bundled', 'industry', 'sums', 'elsewhere'].includes(panel);
const isFresh = ({ delayHours }: PanelResult): boolean => delayHours === 0;

/** Groups of cases that are judged together. */
const pools: readonly (readonly [name: string, isIn: (result: PanelResult) => boolean])[] = [
  ['the bundled rows and their cuts, delay 0', (result) => isFresh(result) && isCut(result)],
  ['all panels, delay 0', isFresh],
  ['all panels, 9 and 18 days', (result) => !isFresh(result)],
  ['all', () => true],
];

function pooledRow(name: string, results: readonly PanelResult[]): string[] {
  const compared = results.flatMap((result) => {
    const [ours, best] = [oursOf(result), bestPeer(result, ({ mase }) => mase)];
    return ours && best ? [panelErrors(result, ours, best)] : [];
  });
  if (compared.length === 0) return [name, '0', '–', '–'];
  const { relative, interval } = compareOverPanels(compared);
  return [name, String(compared.length), signed(relative), interval.map(signed).join(' … ')];
}

function otherMeasuresRow(result: PanelResult): string[] {
  const ours = oursOf(result)?.scores.all;
  const cells = (pick: (scores: Scores) => number | null): string[] => {
    const best = bestPeer(result, pick);
    return [fixed(ours && pick(ours), 2), best?.name ?? '–', fixed(best && pick(best.scores.all), 2)];
  };
  return [result.panel, `${result.delayHours} h`, ...cells(({ wape }) => wape), ...cells(({ mape }) => mape)];
}

function oursOf(result: PanelResult): Scored | undefined {
  return scored(result).find(({ kind }) => kind === 'ours');
}

/** The rival with the lowest score. */
function bestPeer(result: PanelResult, pick: (scores: Scores) => number | null): Scored | undefined {
  const of = ({ scores }: Scored): number => pick(scores.all) ?? Infinity;
  return scored(result)
    .filter(({ kind }) => kind !== 'ours')
    .toSorted((a, b) => of(a) - of(b))[0];
}

function scored(result: PanelResult): Scored[] {
  return result.contenders.filter((one): one is Scored => 'scores' in one);
}

function overviewRow(result: PanelResult): string[] {
  const [ours, best] = [oursOf(result), bestPeer(result, ({ mase }) => mase)];
  const versus = ours && best && difference(result, ours, best);
  return [
    result.panel,
    `${result.delayHours} h`,
    String(result.origins.length),
    fixed(ours?.scores.all.mase),
    best?.name ?? '–',
    fixed(best?.scores.all.mase),
    versus === undefined ? '–' : signed(versus.relative),
    versus === undefined ? '–' : versus.interval.map(signed).join(' … '),
    Object.keys(ours?.scores.rungs ?? {}).join(', '),
  ];
}

/** Errors at the same origins; origins whose holes overlap depend on each other. */
function panelErrors(result: PanelResult, ours: Scored, other: Scored): PanelErrors {
  const errors = ({ scores }: Scored): number[] =>
    result.origins.map((origin) => scores.byOrigin[origin]?.mase ?? NaN);
  const step =
    result.origins.length < 2
      ? 24
      : (Date.parse(result.origins[1] ?? '') - Date.parse(result.origins[0] ?? '')) / 3_600_000;
  const lags = Math.ceil((result.delayHours + 24) / step) - 1;
  return { ours: errors(ours), theirs: errors(other), lags: Math.min(lags, 5) };
}

function difference(result: PanelResult, ours: Scored, other: Scored): ReturnType<typeof compareErrors> {
  const errors = panelErrors(result, ours, other);
  return compareErrors(errors.ours, errors.theirs, errors.lags);
}

function section(result: PanelResult): string[] {
  const ours = oursOf(result);
  const [first, last] = [result.origins[0] ?? '', result.origins.at(-1) ?? ''];
  const rows = result.contenders.map((one) =>
    'scores' in one ? scoreRow(result, one, ours) : [one.name, 'failed'],
  );
  return [
    `## ${result.panel}, delay ${result.delayHours} h`,
    '',
    `${sentence(result.about)}. ${result.origins.length} origins from ${first} to ${last}; fitted anew ${result.refitHours === 0 ? 'at every origin' : `every ${result.refitHours / 24} days`}.`,
    '',
    ...table(
      [
        '',
        'MASE',
        'WAPE %',
        'MAPE %',
        'ours is',
        'DM p',
        'pinball',
        'in 80 %',
        'in 90 %',
        'CPU s an origin',
        'MiB',
      ],
      rows,
    ),
    '',
    ...(result.members === undefined ? [] : memberTable(result.members)),
    ...breakdown('slice', scored(result), ({ scores }) => scores.bySlice),
    ...breakdown('lead', scored(result), ({ scores }) => groupLeads(scores.byLead)),
    ...breakdown('weekday', scored(result), ({ scores }) => scores.byWeekday),
  ];
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function scoreRow(result: PanelResult, one: Scored, ours: Scored | undefined): string[] {
  const { all } = one.scores;
  const versus = ours === undefined || one === ours ? undefined : difference(result, ours, one);
  return [
    one.kind === 'ours' ? `**${one.name}**` : one.name,
    fixed(all.mase),
    fixed(all.wape, 2),
    fixed(all.mape, 2),
    versus === undefined ? '' : signed(versus.relative),
    versus === undefined ? '' : fixed(versus.dieboldMariano),
    fixed(all.pinball),
    percent(all.coverage80),
    percent(all.coverage90),
    fixed(one.cost.cpuSeconds / result.origins.length, 2),
    fixed(one.cost.peakMiB, 0),
  ];
}

/** MASE by four groups of leads. */
function groupLeads(byLead: Readonly<Record<string, Scores>>): Record<string, Pick<Scores, 'mase'>> {
  const groups = [0, 6, 12, 18].map((from) => {
    const leads = Array.from({ length: 6 }, (_, i) => byLead[String(from + i)]?.mase ?? NaN);
    return [`${from}–${from + 5}`, { mase: leads.reduce((sum, value) => sum + value, 0) / 6 }] as const;
  });
  return Object.fromEntries(groups);
}

function breakdown(
  title: string,
  all: readonly Scored[],
  pick: (one: Scored) => Readonly<Record<string, Pick<Scores, 'mase'>>>,
): string[] {
  const words = Object.keys(all[0] === undefined ? {} : pick(all[0]));
  if (words.length < 2) return [];
  return [
    ...table(
      [`MASE by ${title}`, ...words],
      all.map((one) => [one.name, ...words.map((word) => fixed(pick(one)[word]?.mase))]),
    ),
    '',
  ];
}
