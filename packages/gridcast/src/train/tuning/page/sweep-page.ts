/** A sweep as one HTML file that needs nothing else: no script, no font, no request. */
import { escapeMarkup, isoOfHour } from '../../../core/index.ts';
import type { SweepRow } from '../../../store/index.ts';
import type { FoldPlan } from '../folds.ts';
import { importances } from '../importance.ts';
import type { Space } from '../space.ts';
import { meanMase, meanWape, type Trial } from '../trial.ts';
import type { HeldOutOrigin } from '../tuned-configuration.ts';
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
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sweep ${escapeMarkup(sweep.id.slice(0, 12))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Sweep ${escapeMarkup(sweep.id.slice(0, 12))}</h1>
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
${wide(trialTable(Object.keys(space), trials))}
</main>
</body>
</html>
`;
}

function verdict(outcome: SweepPage['outcome']): string {
  if (outcome === null) return 'The sweep has not ended.';
  if (outcome.isInForce) return `Trial ${outcome.winner} was put in force: ${outcome.reason}.`;
  return `Nothing was put in force: ${outcome.reason}.`;
}

function wide(content: string): string {
  return `<div class="wide" tabindex="0">${content}</div>`;
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

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2530; --soft: #5b6675; --line: #d9dee5; --page: #fff; --blue: #0b57d0; --green: #1a7f4b;
  --red: #b3261e; --grey: #b9c2cd; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #a3adba; --line: #333c48; --page: #12161c; --blue: #8ab4f8;
  --green: #5cc98d; --red: #ff8a80; --grey: #4a5563; } }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem 3rem; }
h1 { font-size: 1.6rem; margin: 1rem 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .25rem; } p { margin: .25rem 0 .75rem; }
.wide { overflow-x: auto; } svg { max-width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 12px; }
.learn { fill: var(--grey); } .score, .share { fill: var(--blue); } .decide { fill: var(--green); }
.tick { stroke: var(--line); } .axis { stroke: var(--soft); }
circle.done { fill: var(--blue); } circle.pruned { fill: var(--page); stroke: var(--soft); } circle.failed { fill: var(--red); }
circle.in-force { fill: none; stroke: var(--green); stroke-width: 2; } svg text.failed { fill: var(--red); }
polyline { fill: none; stroke: var(--blue); } polyline.best { stroke: var(--soft); stroke-width: 1.5; }
polyline.winner { stroke: var(--ink); stroke-width: 2.5; }
table { border-collapse: collapse; font-size: .85rem; } th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line);
  font-variant-numeric: tabular-nums; white-space: nowrap; } th { color: var(--soft); font-weight: 500; }
`;
