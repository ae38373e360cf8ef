import { scoreForecasts } from '../../monitor/index.ts';
import { listForecasts } from '../../store/index.ts';
import { loadKnown } from '../serving.ts';
import type { Step } from '../steps.ts';

export const monitorStep: Step = {
  name: 'monitor',
  execute: async (context, runId) => {
    const open = await listForecasts(context.store.catalogue, {
      toHour: context.origin,
      scored: false,
      limit: 1000,
    });
    if (open.items.length === 0) return { skipped: 'no earlier forecast waits for its truth' };
    using known = await loadKnown(context, 'serving');
    return await scoreForecasts({
      store: context.store,
      engine: known.engine,
      keyNames: known.loaded.keyNames,
      forecasts: open.items,
      asOfHour: context.origin,
      delayHours: context.delayHours,
      runId,
    });
  },
};
