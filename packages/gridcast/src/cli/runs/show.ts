/** `runs show`: the steps of a run, and its trials with their metrics. */
import { isoOfHour, type Json } from '../../core/index.ts';
import { describeTrial, trialsJson, type DescribedTrial } from '../../pipeline/index.ts';
import { getRun, listSteps, readTrials } from '../../store/index.ts';
import { withStore } from '../open-home.ts';
import { formatNumber, formatTable } from '../table.ts';
import { findRunId } from './find-run-id.ts';
import type { RunsVerb } from './verb.ts';

const METRICS = ['mase', 'wape', 'mape', 'rmsse', 'bias', 'weight'];

export const showVerb: RunsVerb = {
  usage: 'show [RUN]',
  run: (context, names) =>
    withStore(context, async ({ catalogue }) => {
      const run = await getRun(catalogue, await findRunId(catalogue, names[0]));
      const steps = await listSteps(catalogue, run.id);
      const trials = await readTrials(catalogue, run.id);
      const rows = steps.map((step) => [step.name, step.status, step.duration_ms, step.output.slice(0, 160)]);
      const json = {
        run: run as unknown as Json,
        steps: steps as unknown as Json,
        trials: trialsJson(trials),
      };
      const title = `run ${run.id} of ${isoOfHour(run.logical_hour)}: ${run.status}`;
      const lines = [title, ...formatTable(['step', 'status', 'ms', 'result'], rows)];
      return { json, text: [...lines, ...trialLines(trials.map(describeTrial))].join('\n') };
    }),
};

function trialLines(trials: readonly DescribedTrial[]): string[] {
  const [main] = trials;
  if (main === undefined) return [];
  const rows = trials.map(({ kind, name, metrics }) => [
    kind === 'training' ? 'ensemble' : name,
    ...METRICS.map((metric) => metrics[metric]?.value?.toFixed(4) ?? '–'),
  ]);
  const others = Object.entries(main.metrics).flatMap(([name, { value }]) =>
    value === null || METRICS.includes(name) ? [] : [`${name} ${value.toFixed(4)}`],
  );
  const memory = main.peakMemoryMiB === null ? '' : `, ${formatNumber(main.peakMemoryMiB)} MiB at most`;
  const said = (facts: Readonly<Record<string, unknown>>): string =>
    Object.entries(facts)
      .map(([name, value]) => `${name} ${String(value)}`)
      .join(' · ');
  return [
    '',
    `${main.kind} ${main.id.slice(0, 12)}: model ${main.modelVersion ?? '–'}, ${formatNumber(main.durationMs ?? 0)} ms${memory}`,
    ...formatTable(['trial', ...METRICS], rows),
    others.join(' · '),
    '',
    `parameters   ${said(main.parameters)}`,
    `data, code   ${said(main.inputs)}`,
    `environment  ${said(main.environment)}`,
    `artefacts    ${main.artefacts.map(({ name }) => name).join(', ')}`,
    `Next: gridcast runs open ${main.runId.slice(0, 12)}`,
  ];
}
