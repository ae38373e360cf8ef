/** A run's trials as one HTML page that needs nothing else: no script, no font, no request. */
import { escapeMarkup, htmlDocument } from '../../core/index.ts';
import type { Lake } from '../../store/index.ts';
import type { DescribedTrial } from './describe-trial.ts';
import { kindOf, rankTrials, type RankedTrials } from './trial-kinds.ts';
import { short } from './plots/svg.ts';
import { stepPlot } from './plots/step-plot.ts';

const PLOT = /^plots\/.*\.svg$/u;
/** Of rivals: a page is read by people. */
const SHOWN_RIVALS = 50;

const STYLE = `:root { color-scheme: light dark; --ink: #1d2530; --soft: #5b6675; --line: #d9dee5; --page: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #a3adba; --line: #333c48; --page: #12161c; } }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1.25rem; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; } .soft { color: var(--soft); }
.wide { overflow-x: auto; } svg { max-width: 100%; height: auto; display: block; margin: .5rem 0; border-radius: .5rem; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .3rem 1.25rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; } thead th { color: var(--soft); font-weight: 500; }
.row { display: flex; flex-wrap: wrap; gap: 1rem; }`;

/** The page of a trial and those below it; plots come from the lake. @throws as `Lake.read` */
export async function trialPage(
  lake: Pick<Lake, 'read'>,
  trials: readonly DescribedTrial[],
): Promise<string> {
  const [ranked] = rankTrials(trials, SHOWN_RIVALS);
  if (ranked === undefined) return '';
  const { main, below } = ranked;
  const kind = kindOf(main);
  const plots: string[] = [];
  for (const { name, objectKey } of main.artefacts)
    if (PLOT.test(name)) plots.push((await lake.read(objectKey)).toString('utf8'));
  const drawn = kind.rankedBy === undefined ? [main, ...below] : [main];
  const steps = kind.stepMetrics.flatMap((metric) => stepPlot(metric, drawn) ?? []);
  const title = `${main.kind} of ${main.asOfUtc}`;
  const body = `<h1>${escapeMarkup(title)}</h1>
<p class="soft">Run <code>${escapeMarkup(main.runId)}</code>${main.modelVersion === null ? '' : `, model <code>${escapeMarkup(main.modelVersion)}</code>`}</p>
<p>${escapeMarkup([main.status, main.message ?? []].flat().join(': '))}</p>
${trialTable(ranked)}
${plots.join('\n')}
<h2>By step</h2>
<div class="row">${steps.map((plot) => `<div>${plot}</div>`).join('\n')}</div>
${facts('Measured', measured(main))}
${facts('Parameters', main.parameters)}
${facts('Data and code', main.inputs)}
${facts('Environment', { ...main.environment, startedAtUtc: main.startedAtUtc })}
${drawn
  .slice(1)
  .map((trial) => facts(`Parameters of ${trial.name}`, trial.parameters))
  .join('\n')}
<p class="soft">${escapeMarkup(kind.note)} Times are UTC.</p>`;
  return htmlDocument({ title, style: STYLE, body });
}

function trialTable({ main, below }: RankedTrials): string {
  const { title, metrics: columns, rankedBy } = kindOf(main);
  const names = columns.filter((name) => [main, ...below].some(({ metrics }) => metrics[name] !== undefined));
  const row = (trial: DescribedTrial, name: string, more: string): string => {
    const cells = names.map((metric) => `<td class="number">${number(trial.metrics[metric]?.value)}</td>`);
    return `<tr><th scope="row">${escapeMarkup(name)}</th>${cells.join('')}<td>${escapeMarkup(more)}</td></tr>`;
  };
  const rows = [
    row(main, title, ''),
    ...below.map((trial) =>
      row(trial, trial.name, rankedBy === undefined ? (trial.message ?? '') : settled(trial)),
    ),
  ];
  return `<div class="wide"><table><thead><tr><th scope="col">${rankedBy === undefined ? 'forecaster' : 'trial'}</th>${names.map((name) => `<th scope="col">${escapeMarkup(name)}</th>`).join('')}<th scope="col"></th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** What a rival was, and why it has no whole score. */
function settled({ parameters, status, message }: DescribedTrial): string {
  const texts = Object.entries(parameters).map(([name, value]) => `${name} ${String(value)}`);
  return [texts.join(', '), ...(status === 'done' ? [] : [`${status}: ${message ?? ''}`])].join(' · ');
}

function measured({ metrics, durationMs, peakMemoryMiB }: DescribedTrial): Record<string, string | number> {
  const values = Object.entries(metrics).flatMap(([name, { value }]) =>
    value === null ? [] : [[name, short(value)] as const],
  );
  return {
    ...Object.fromEntries(values),
    ...(durationMs === null ? {} : { duration: `${durationMs} ms` }),
    ...(peakMemoryMiB === null ? {} : { 'peak memory of the process': `${peakMemoryMiB} MiB` }),
  };
}

function facts(title: string, values: Readonly<Record<string, string | number | boolean>>): string {
  const rows = Object.entries(values).map(
    ([name, value]) =>
      `<tr><th scope="row">${escapeMarkup(name)}</th><td>${escapeMarkup(String(value))}</td></tr>`,
  );
  if (rows.length === 0) return '';
  return `<h2>${escapeMarkup(title)}</h2>\n<div class="wide"><table><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function number(value: number | null | undefined): string {
  return value == null ? '–' : value.toFixed(4);
}
