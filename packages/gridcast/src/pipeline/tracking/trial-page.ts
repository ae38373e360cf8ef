/** A run's trials as one HTML page that needs nothing else: no script, no font, no request. */
import { escapeMarkup } from '../../core/index.ts';
import type { Lake } from '../../store/index.ts';
import type { DescribedTrial } from './describe-trial.ts';
import { short } from './plots/svg.ts';
import { stepPlot } from './plots/step-plot.ts';

const PLOT = /^plots\/.*\.svg$/u;
/** The lines of the table of trials. */
const MAIN_METRICS = ['mase', 'wape', 'mape', 'rmsse', 'bias', 'weight'];
const STEP_METRICS = ['error_by_lead', 'error_by_origin', 'training_loss'];

const STYLE = `:root { color-scheme: light dark; --ink: #1d2530; --soft: #5b6675; --line: #d9dee5; --page: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #a3adba; --line: #333c48; --page: #12161c; } }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1.25rem; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; } .soft { color: var(--soft); }
.wide { overflow-x: auto; } svg { max-width: 100%; height: auto; display: block; margin: .5rem 0; border-radius: .5rem; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .3rem 1.25rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
td.number { text-align: right; font-variant-numeric: tabular-nums; } thead th { color: var(--soft); font-weight: 500; }
.row { display: flex; flex-wrap: wrap; gap: 1rem; }`;

/** The page of a trial and those below it; plots come from the lake. @throws as `Lake.read` */
export async function trialPage(
  lake: Pick<Lake, 'read'>,
  trials: readonly DescribedTrial[],
): Promise<string> {
  const [main] = trials;
  if (main === undefined) return '';
  const plots: string[] = [];
  for (const { name, objectKey } of main.artefacts)
    if (PLOT.test(name)) plots.push((await lake.read(objectKey)).toString('utf8'));
  const steps = STEP_METRICS.flatMap((metric) => stepPlot(metric, trials) ?? []);
  const title = `${main.kind} of ${main.asOfUtc}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeMarkup(title)}</h1>
<p class="soft">Run <code>${escapeMarkup(main.runId)}</code>${main.modelVersion === null ? '' : `, model <code>${escapeMarkup(main.modelVersion)}</code>`}</p>
${trialTable(trials)}
${plots.join('\n')}
<h2>By step</h2>
<div class="row">${steps.map((plot) => `<div>${plot}</div>`).join('\n')}</div>
${facts('Measured', measured(main))}
${facts('Parameters', main.parameters)}
${facts('Data and code', main.inputs)}
${facts('Environment', { ...main.environment, startedAtUtc: main.startedAtUtc })}
${trials
  .slice(1)
  .map((trial) => facts(`Parameters of ${trial.name}`, trial.parameters))
  .join('\n')}
<p class="soft">Errors are of origins that the scored members had not seen; times are UTC.</p>
</body>
</html>
`;
}

function trialTable(trials: readonly DescribedTrial[]): string {
  const names = MAIN_METRICS.filter((name) => trials.some(({ metrics }) => metrics[name] !== undefined));
  const rows = trials.map(({ name, kind, metrics }) => {
    const cells = names.map((metric) => `<td class="number">${number(metrics[metric]?.value)}</td>`);
    return `<tr><th scope="row">${escapeMarkup(kind === 'training' ? 'ensemble' : name)}</th>${cells.join('')}</tr>`;
  });
  return `<div class="wide"><table><thead><tr><th scope="col">forecaster</th>${names.map((name) => `<th scope="col">${escapeMarkup(name)}</th>`).join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
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
