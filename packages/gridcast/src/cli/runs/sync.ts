/** `runs sync`: hands MLflow what it lacks. */
import { GridcastError, type Json } from '../../core/index.ts';
import { deliverPending } from '../../pipeline/index.ts';
import { openHome } from '../open-home.ts';
import type { RunsVerb } from './verb.ts';

/** Asked for by a person, who can interrupt it. */
const PATIENCE = { requestMs: 60_000, budgetMs: 30 * 60_000 };

export const syncVerb: RunsVerb = {
  usage: 'sync',
  run: async (context) => {
    const { network, nowMs, signal } = context;
    const target = context.mlflow();
    if (target === undefined) {
      const example = 'MLFLOW_TRACKING_URI=http://127.0.0.1:5000 gridcast runs sync';
      throw new GridcastError('USAGE_MISSING_VALUE', { name: 'MLFLOW_TRACKING_URI', example });
    }
    await using store = await openHome(context);
    const delivery = await deliverPending({
      store,
      target,
      network,
      nowMs,
      signal,
      ...PATIENCE,
    });
    const { delivered, pending, problems } = delivery;
    const text = [
      `${delivered} trials delivered to ${delivery.target}, ${pending} pending`,
      ...problems,
    ].join('\n');
    return { json: delivery as unknown as Json, text, exitCode: problems.length === 0 ? 0 : 1 };
  },
};
