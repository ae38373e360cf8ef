/** Records a sweep among the tracked runs, whichever way it ends. */
import { decidingConfig } from '../../config/index.ts';
import { hashJson } from '../../core/index.ts';
import { findSweep } from '../../store/index.ts';
import type { RunContext } from '../run-context.ts';
import { sweepTrial } from '../tracking/sweep-trial.ts';
import { trackRun } from '../tracking/track-run.ts';
import { readSweepRows } from './sweep-record.ts';
import type { TuneReport } from './tune-home.ts';

/** Runs a sweep under its record; the run has the sweep's id. */
export async function trackSweep(
  context: RunContext,
  id: string,
  work: () => Promise<TuneReport>,
): Promise<TuneReport> {
  const { catalogue } = context.store;
  return trackRun(context, {
    id,
    pipeline: 'tuning',
    work,
    stopped: ({ status, trials }) =>
      status === 'stopped'
        ? `the time was over after ${trials.length} trials; the same command goes on`
        : undefined,
    describe: async (end) => {
      const sweep = await findSweep(catalogue, id);
      if (sweep === undefined) return undefined;
      return sweepTrial({
        sweep,
        rows: await readSweepRows(catalogue, id),
        source: context.source.declaration.name,
        configHash: hashJson(decidingConfig(context.config)),
        end,
      });
    },
  });
}
