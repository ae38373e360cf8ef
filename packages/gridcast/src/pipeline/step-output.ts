import { findStep, type Store } from '../store/index.ts';
import type { StepName } from './steps.ts';

/** What a step of a run answered; undefined where it was not run or had nothing to do. */
export async function stepOutput<Output>(
  store: Store,
  runId: string,
  name: StepName,
): Promise<Output | undefined> {
  const step = await findStep(store.catalogue, runId, name);
  return step?.status === 'done' ? (JSON.parse(step.output) as Output) : undefined;
}
