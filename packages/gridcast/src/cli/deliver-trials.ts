/** Hands trials to MLflow after a command's own work is done; a fault there is a warning. */
import { reasonOf } from '../core/index.ts';
import { deliverPending } from '../pipeline/index.ts';
import type { Store } from '../store/index.ts';
import type { CommandContext } from './command.ts';

/** What a run may spend on a server that answers; one that does not is left after seconds. */
const PATIENCE = { requestMs: 4000, budgetMs: 20_000 };

/** Delivers what the server lacks. Never throws; what is left is delivered by the next run, or by `gridcast runs sync`. */
export async function deliverTrials(
  { mlflow, network, nowMs, signal, logger }: CommandContext,
  store: Store,
): Promise<void> {
  if (signal.aborted) return;
  try {
    const target = mlflow();
    if (target === undefined) return;
    const { problems, ...rest } = await deliverPending({
      store,
      target,
      network,
      nowMs,
      signal,
      ...PATIENCE,
    });
    if (problems.length === 0) logger.debug('trials delivered', rest);
    else
      logger.warn('mlflow lacks trials; the next run or gridcast runs sync delivers them', {
        ...rest,
        problems,
      });
  } catch (thrown) {
    logger.warn('mlflow lacks trials; the next run or gridcast runs sync delivers them', {
      reason: reasonOf(thrown),
    });
  }
}
