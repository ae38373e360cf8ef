/** A selection as one HTML file that needs nothing else. */
import { escapeMarkup, isoOfHour } from '../../../core/index.ts';
import type { SelectionRow } from '../../../store/index.ts';
import type { FoldPlan } from '../../tuning/folds.ts';
import { htmlPage, wide } from '../../tuning/page/html-page.ts';
import { foldPlot } from '../../tuning/page/plots.ts';
import type { HeldOutOrigin } from '../../tuning/tuned-configuration.ts';
import { isAsGood } from '../eliminate.ts';
import { difference, estimate, type Estimate } from '../estimate.ts';
import type { SelectionStep } from '../measure-columns.ts';
import { barPlot, eliminationPlot } from './plots.ts';

export interface SelectionPage {
  readonly selection: Pick<SelectionRow, 'id' | 'status' | 'as_of' | 'delay_hours'>;
  readonly folds: FoldPlan;
  readonly steps: readonly SelectionStep[];
  /** Null before the end. */
  readonly outcome: {
    readonly step: number;
    readonly columns: readonly string[];
    readonly leftOut: readonly string[];
    readonly unjudged: readonly string[];
    readonly isInForce: boolean;
    readonly reason: string;
    readonly heldOut: readonly HeldOutOrigin[];
  } | null;
}

type Outcome = NonNullable<SelectionPage['outcome']>;

const NOTHING_MEASURED: Pick<SelectionStep, 'columns' | 'importances' | 'families'> = {
  columns: [],
  importances: [],
  families: [],
};
const NOTHING_DECIDED: Pick<Outcome, 'leftOut' | 'unjudged' | 'heldOut' | 'step'> = {
  leftOut: [],
  unjudged: [],
  heldOut: [],
  step: 0,
};

/** The page as one text. */
export function renderSelection({ selection, folds, steps, outcome }: SelectionPage): string {
  const title = `Selection ${selection.id.slice(0, 12)}`;
  const { columns, importances, families } = steps[0] ?? NOTHING_MEASURED;
  const { leftOut, unjudged, heldOut, step } = outcome ?? NOTHING_DECIDED;
  const isLeftOut = (name: string): boolean => leftOut.includes(name);
  return htmlPage(
    title,
    `<h1>${escapeMarkup(title)}</h1>
<p>As of ${isoOfHour(selection.as_of)}, delay ${selection.delay_hours} h, ${columns.length} columns, ${escapeMarkup(selection.status)}.</p>
<p>${escapeMarkup(selectionVerdict(outcome))}</p>
${unjudgedText(unjudged)}
<h2>Folds</h2>
<p>Trees learn from what was known before each fold (grey) and are scored on the days after it (blue). What is left is judged on days that no step has seen (green).</p>
${wide(foldPlot(folds))}
<h2>Families</h2>
<p>MASE lost where the columns of a family hold the values of other rows, all together; the line is a standard error each side. Families of one column stand below.</p>
${wide(barPlot('Importance of families', families, () => false))}
<h2>Columns</h2>
<p>The same for each column alone, as all are read. Columns that are alike look useless here, for each does the other's work. Grey was left out in the end.</p>
${wide(barPlot('Importance of columns', importances, isLeftOut))}
<h2>Elimination</h2>
<p>A dot a step; the line is a standard error of the difference each side. A hollow dot errs more than all columns by more than that and ended it. The ring is what was chosen.</p>
${wide(eliminationPlot(steps, step))}
${wide(stepTable(steps))}
${heldOutTable(heldOut)}
<h2>Figures</h2>
${wide(columnTable(importances, isLeftOut))}`,
  );
}

/** How a selection ended, in a sentence. */
export function selectionVerdict(outcome: Outcome | null): string {
  if (outcome === null) return 'The selection has not ended.';
  const { leftOut, columns, isInForce, reason } = outcome;
  if (leftOut.length === 0) return `All ${columns.length} columns stay: ${reason}.`;
  const what = `${leftOut.length} of ${leftOut.length + columns.length} columns may go`;
  return `${what}; they were ${isInForce ? '' : 'not '}put in force: ${reason}.`;
}

function unjudgedText(names: readonly string[]): string {
  if (names.length === 0) return '';
  const list = escapeMarkup(names.join(', '));
  return `<p>Not judged, and kept: ${list}. Trees learn from codes, such as a holiday, that no scored day has.</p>`;
}

function plusMinus({ mean, error }: Estimate): string {
  return `${mean.toFixed(4)} ± ${error.toFixed(4)}`;
}

/** The cells of each step: number, columns, MASE, what it lies above all columns, what went before it. */
export function stepCells(steps: readonly SelectionStep[]): string[][] {
  const [all] = steps;
  return steps.map((step, place) => {
    const gone = (steps[place - 1]?.columns ?? []).filter((name) => !step.columns.includes(name));
    return [
      String(step.number),
      String(step.columns.length),
      estimate(step.mase).mean.toFixed(4),
      all === undefined || place === 0 ? '' : plusMinus(difference(step.mase, all.mase)),
      all === undefined || isAsGood(step, all) ? '' : 'worse',
      gone.join(', '),
    ];
  });
}

function stepTable(steps: readonly SelectionStep[]): string {
  return table(['Step', 'Columns', 'MASE', 'Above all columns', '', 'Left out before it'], stepCells(steps));
}

function columnTable(
  importances: SelectionStep['importances'],
  isLeftOut: (name: string) => boolean,
): string {
  const rows = importances
    .toSorted((a, b) => b.mean - a.mean)
    .map((one) => [
      one.name,
      plusMinus(one),
      `${(100 * one.gainShare).toFixed(1)} %`,
      isLeftOut(one.name) ? 'left out' : '',
    ]);
  return table(['Column', 'MASE lost without it', 'Share of gain', ''], rows);
}

function heldOutTable(origins: readonly HeldOutOrigin[]): string {
  if (origins.length === 0) return '';
  const rows = origins.map(({ origin, inForce, tuned }) => [
    isoOfHour(origin),
    inForce.toFixed(4),
    tuned.toFixed(4),
  ]);
  return `<h2>Later days</h2><p>MASE of the whole ensemble, trained before the first of these days.</p>
${table(['Origin', 'Columns in force before', 'Columns chosen'], rows)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeMarkup(cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${line(head, 'th')}</thead><tbody>${rows.map((row) => line(row, 'td')).join('\n')}</tbody></table>`;
}
