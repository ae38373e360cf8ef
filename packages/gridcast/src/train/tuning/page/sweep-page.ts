/** A sweep as one HTML file that needs nothing else: no script, no font, no request. */
import { escapeMarkup, isoOfHour } from '../../../core/index.ts';
import type { SweepRow } from '../../../store/index.ts';
import type { FoldPlan } from '../folds.ts';
import { importances } from '../importance.ts';
import type { Space } from '../space.ts';
import { meanMase, meanWape, type Trial } from '../trial.ts';
import type { HeldOutOrigin } from '../tuned-configuration.ts';
import { htmlPage, wide } from './html-page.ts';
import { coordinatesPlot, foldPlot, historyPlot, importancePlot } from './plots.ts';

export interface SweepPage {
  readonly sweep: Pick<SweepRow, 'id' | 'status' | 'as_of' | 'delay_hours'>;
  readonly space: Space;
  readonly folds: FoldPlan;
  readonly trials: readonly Trial[];
  /** Null before the end. */
  readonly outcome: {
    readonly winner: number | null;
    readonly isInForce: boolean;
    readonly reason: string;
    readonly heldOut: readonly HeldOutOrigin[];
  } | null;
}

/** The page as one text. */
export function renderSweep({ sweep, space, folds, trials, outcome }: SweepPage): string {
  const name = `Sweep ${sweep.id.slice(0, 12)}`;
  return htmlPage(
    name,
    `<h1>${escapeMarkup(name)}</h1>
<p>As of ${isoOfHour(sweep.as_of)}, delay ${sweep.delay_hours} h, ${trials.length} trials, ${escapeMarkup(sweep.status)}.</p>
<p>${escapeMarkup(verdict(outcome))}</p>
<h2>Folds</h2>
<p>Every trial learns from what was known before its fold (grey) and is scored on the days after it (blue). The winner is judged on days that no trial has seen (green).</p>
${wide(foldPlot(folds))}
<h2>History</h2>
<p>One dot a trial, beside what was in force (the ring) on the same folds; hollow: given up after some; ✕ failed. The line is the best so far; the worst tenth stand at the upper edge.</p>
${wide(historyPlot(trials))}
<h2>Importance</h2>
<p>The share of the variance of MASE that each parameter explains by itself, less what chance would (ω² over values, or over quarters of a range). What parameters do together is not in it.</p>
${wide(importancePlot(importances(space, trials)))}
<h2>Values</h2>
<p>A line for each trial that was scored on all folds, the better the stronger; the winner is dark.</p>
${wide(coordinatesPlot(space, trials))}
${heldOutTable(outcome?.heldOut ?? [])}
<h2>Trials</h2>
${wide(trialTable(Object.keys(space), trials))}`,
  );
}

function verdict(outcome: SweepPage['outcome']): string {
  if (outcome === null) return 'The sweep has not ended.';
  if (outcome.isInForce) return `Trial ${outcome.winner} was put in force: ${outcome.reason}.`;
  return `Nothing was put in force: ${outcome.reason}.`;
}

function heldOutTable(origins: readonly HeldOutOrigin[]): string {
  if (origins.length === 0) return '';
  const rows = origins.map(
    ({ origin, inForce, tuned }) =>
      `<tr><td>${isoOfHour(origin)}</td><td>${inForce.toFixed(4)}</td><td>${tuned.toFixed(4)}</td></tr>`,
  );
  const head = '<tr><th>Origin</th><th>In force before</th><th>Winner</th></tr>';
  return `<h2>Later days</h2><p>MASE of the whole ensemble, trained before the first of these days.</p>
<table><thead>${head}</thead><tbody>${rows.join('')}</tbody></table>`;
}

function trialTable(names: readonly string[], trials: readonly Trial[]): string {
  const head = ['Trial', 'State', 'MASE', 'WAPE', ...names].map((name) => `<th>${escapeMarkup(name)}</th>`);
  const rows = trials.map((trial) => {
    const { number, status, reason, settings } = trial;
    const state = reason === undefined ? status : `${status}: ${reason}`;
    const wape = meanWape(trial);
    const cells = [
      number === 0 ? 'in force' : String(number),
      state,
      meanMase(trial)?.toFixed(4) ?? '–',
      wape === undefined ? '–' : `${(100 * wape).toFixed(2)} %`,
      ...names.map((name) => (settings[name] === undefined ? '' : JSON.stringify(settings[name]))),
    ];
    return `<tr>${cells.map((cell) => `<td>${escapeMarkup(cell)}</td>`).join('')}</tr>`;
  });
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}
