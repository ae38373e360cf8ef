import { measureDailyDrift, scoreForecasts } from '../../monitor/index.ts';
import { listForecasts } from '../../store/index.ts';
import type { Step } from '../steps.ts';

/** Scores earlier forecasts, and measures drift once a day. */
export const monitorStep: Step = {
  name: 'monitor',
  execute: async (context, runId) => {
    const { store, origin, delayHours } = context;
    const { engine, loaded } = await context.serving.open(context);
    const drift = await measureDailyDrift({ store, engine, origin, delayHours, runId });
    const open = await listForecasts(store.catalogue, {
      toHour: origin,
      scored: false,
      limit: 1000,
    });
    if (open.items.length === 0) {
      const skipped = 'no earlier forecast waits for its truth';
      return drift === undefined
        ? { skipped }
        : { output: { newErrors: 0, origins: 0, drift: drift.output }, commit: drift.commit };
    }
    const scored = await scoreForecasts({
      store,
      engine,
      keyNames: loaded.keyNames,
      forecasts: open.items,
      asOfHour: origin,
      delayHours,
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
