/** `runs show`: the steps of a run, and its trials with their metrics. */
import { isoOfHour, type Json } from '../../core/index.ts';
import {
  describeTrial,
  kindOf,
  rankTrials,
  type DescribedTrial,
  type RankedTrials,
} from '../../pipeline/index.ts';
import { getRun, listSteps, readTrials } from '../../store/index.ts';
import { wholeNumber } from '../global-flags.ts';
import { withStore } from '../open-home.ts';
import { formatNumber, formatTable } from '../table.ts';
import { findRunId } from './find-run-id.ts';
import type { RunsVerb } from './verb.ts';

/** Of a sweep: a run has too many trials to read them all. */
const SHOWN_TRIALS = 20;
const LONGEST_MESSAGE = 80;

export const showVerb: RunsVerb = {
  usage: 'show [RUN] [--limit N]',
  run: (context, names) =>
    withStore(context, async ({ catalogue }) => {
      const most = wholeNumber('--limit', context.flags['limit']) ?? SHOWN_TRIALS;
      const run = await getRun(catalogue, await findRunId(catalogue, names[0]));
      const steps = await listSteps(catalogue, run.id);
      const ranked = rankTrials((await readTrials(catalogue, run.id)).map(describeTrial), most);
      const rows = steps.map((step) => [step.name, step.status, step.duration_ms, step.output.slice(0, 160)]);
      const json = {
        run: run as unknown as Json,
        steps: steps as unknown as Json,
        trials: ranked.flatMap(({ main, below }) => [main, ...below]) as unknown as Json,
        trialCounts: ranked.map(({ main, counts }) => ({ trial: main.id, below: { ...counts } })),
      };
      const title = `${run.pipeline} run ${run.id} of ${isoOfHour(run.logical_hour)}: ${run.status}`;
      const lines = [
        title,
        ...(rows.length === 0 ? [] : formatTable(['step', 'status', 'ms', 'result'], rows)),
      ];
      return { json, text: [...lines, ...ranked.flatMap(trialLines)].join('\n') };
    }),
};

function trialLines({ main, below, counts }: RankedTrials): string[] {
  const { title, metrics, rankedBy } = kindOf(main);
  const numbers = (trial: DescribedTrial): string[] =>
    metrics.map((metric) => trial.metrics[metric]?.value?.toFixed(4) ?? '–');
  const rows = [
    [title, main.status, ...numbers(main), ''],
    ...below.map((trial) => [
      trial.name,
      trial.status,
      ...numbers(trial),
      factsOf(trial, rankedBy !== undefined),
    ]),
  ];
  const others = Object.entries(main.metrics).flatMap(([name, { value }]) =>
    value === null || metrics.includes(name) ? [] : [`${name} ${Number(value.toFixed(4))}`],
  );
  const all = Object.values(counts).reduce((sum, one) => sum + one, 0);
  const memory = main.peakMemoryMiB === null ? '' : `, ${formatNumber(main.peakMemoryMiB)} MiB at most`;
  const model = main.modelVersion === null ? '' : `model ${main.modelVersion}, `;
  return [
    '',
    `${main.kind} ${main.id.slice(0, 12)}: ${main.status}, ${model}${formatNumber(main.durationMs ?? 0)} ms${memory}`,
    ...(main.message === null ? [] : [main.message]),
    ...formatTable(['trial', 'state', ...metrics, ''], rows),
    ...(all > below.length ? [`the best ${below.length} of ${all}; --limit shows more`] : []),
    others.join(' · '),
    '',
    `parameters   ${said(main.parameters)}`,
    `data, code   ${said(main.inputs)}`,
    `environment  ${said(main.environment)}`,
    `artefacts    ${main.artefacts.map(({ name }) => name).join(', ')}`,
    `Next: gridcast runs open ${main.runId.slice(0, 12)}`,
  ];
}

/** Why a trial failed; of rivals, else, what they differ in. */
function factsOf({ message, parameters }: DescribedTrial, areRivals: boolean): string {
  if (message !== null) return message.slice(0, LONGEST_MESSAGE);
  return areRivals ? said(parameters) : '';
}

function said(facts: Readonly<Record<string, unknown>>): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(' · ');
}
