import { measureDailyDrift, scoreForecasts, type DailyDrift } from '../../monitor/index.ts';
import { listForecasts, openSqlEngine } from '../../store/index.ts';
import type { RunContext } from '../run-context.ts';
import { loadKnown } from '../serving.ts';
import type { Step } from '../steps.ts';

/** Scores earlier forecasts, and measures drift once a day. */
export const monitorStep: Step = {
  name: 'monitor',
  execute: async (context, runId) => {
    const drift = await dailyDrift(context, runId);
    const open = await listForecasts(context.store.catalogue, {
      toHour: context.origin,
      scored: false,
      limit: 1000,
    });
    if (open.items.length === 0) {
      const skipped = 'no earlier forecast waits for its truth';
      return drift === undefined
        ? { skipped }
        : { output: { newErrors: 0, origins: 0, drift: drift.output }, commit: drift.commit };
    }
    using known = await loadKnown(context, 'serving');
    const scored = await scoreForecasts({
      store: context.store,
      engine: known.engine,
      keyNames: known.loaded.keyNames,
      forecasts: open.items,
      asOfHour: context.origin,
      delayHours: context.delayHours,
      runId,
    });
    if (drift === undefined) return scored;
    return {
      output: { ...scored.output, drift: drift.output },
      commit: async (transaction) => {
        await scored.commit(transaction);
        await drift.commit(transaction);
      },
    };
  },
};

async function dailyDrift(
  { store, config, origin, delayHours }: RunContext,
  runId: string,
): Promise<DailyDrift | undefined> {
  using engine = await openSqlEngine({ threads: config.threads });
  return await measureDailyDrift({ store, engine, origin, delayHours, runId });
}
