/** `runs list`: past runs, and what they measured: models that were trained, sweeps, backtests. */
import { isoOfHour, type Json } from '../../core/index.ts';
import { listMainTrials, listRuns, listTrialMetrics, type TrialMetric } from '../../store/index.ts';
import { wholeNumber } from '../global-flags.ts';
import { withStore } from '../open-home.ts';
import { formatTable } from '../table.ts';
import type { RunsVerb } from './verb.ts';

const MAIN_METRICS = ['mase', 'wape', 'mape'];

export const listVerb: RunsVerb = {
  usage: 'list [--limit N]',
  run: (context) =>
    withStore(context, async ({ catalogue }) => {
      const limit = wholeNumber('--limit', context.flags['limit']) ?? 20;
      const runs = await listRuns(catalogue, { limit });
      const ids = runs.items.map(({ id }) => id);
      const trials = await listMainTrials(catalogue, ids);
      const metrics = await listTrialMetrics(
        catalogue,
        trials.map(({ id }) => id),
      );
      const trialsOf = (runId: string): Trained[] =>
        trials
          .filter(({ run_id }) => run_id === runId)
          .map(({ id, kind, name, status, message, model_version }) => ({
            id,
            kind,
            name,
            status,
            message,
            modelVersion: model_version,
            metrics: valuesOf(metrics, id),
          }));
      const items = runs.items.map((run) => ({ ...run, trials: trialsOf(run.id) }));
      const rows = items.map((run) => [
        run.id.slice(0, 12),
        run.pipeline,
        isoOfHour(run.logical_hour),
        run.status,
        run.started_at,
        run.trials[0]?.modelVersion?.slice(0, 12) ?? '',
        run.trials[0]?.metrics['mase']?.toFixed(3) ?? '–',
        percent(run.trials[0]?.metrics['wape']),
        run.error ?? '',
      ]);
      const header = ['run', 'kind', 'logical hour', 'status', 'started', 'trained', 'MASE', 'WAPE', 'error'];
      const json = { ...runs, items } as unknown as Json;
      return { json, text: formatTable(header, rows).join('\n') };
    }),
};

interface Trained {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly status: string;
  readonly message: string | null;
  readonly modelVersion: string | null;
  readonly metrics: Readonly<Record<string, number | null>>;
}

function valuesOf(metrics: readonly TrialMetric[], trialId: string): Record<string, number | null> {
  const own = metrics.filter(({ trial_id, name }) => trial_id === trialId && MAIN_METRICS.includes(name));
  return Object.fromEntries(own.map(({ name, value }) => [name, value]));
}

function percent(share: number | null | undefined): string {
  return share == null ? '–' : `${(100 * share).toFixed(2)} %`;
}
