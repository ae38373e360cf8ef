/** Backward elimination: columns that are worth no more than noise go, step by step, as long as the error does not clearly rise. */
import type { ProgressListener } from '../../core/index.ts';
import { difference, estimate } from './estimate.ts';
import type { ColumnImportance, SelectionStep } from './measure-columns.ts';

/** Of the columns that are left, at most so many go in one step: what the others are worth changes with each. */
const MOST_OF_STEP = 1 / 3;
/** Of a family that is worth something together, at most so many: two alike look useless beside each other. */
const MOST_OF_FAMILY = 1 / 2;

/** Whether something is worth more than chance gives: by more than its standard error. */
export function isAboveNoise({ mean, error }: Pick<ColumnImportance, 'mean' | 'error'>): boolean {
  return mean > error;
}

/** Whether a step errs no more than all columns do, within the standard error of the difference over origins. */
export function isAsGood(step: Pick<SelectionStep, 'mase'>, all: Pick<SelectionStep, 'mase'>): boolean {
  const { mean, error } = difference(step.mase, all.mase);
  return mean <= error;
}

/**
 * The columns that go after a step, those of the least worth first; none where all left are worth something.
 *
 * A column may go whose importance is not above its standard error. At most a third of all go at once, and at most half of a
 * family whose columns together are above noise.
 */
export function columnsToDrop(step: SelectionStep, kept: readonly string[]): string[] {
  const worth = new Map(step.importances.map((one) => [one.name, one.mean]));
  const candidates = step.importances
    .filter((one) => !isAboveNoise(one) && !kept.includes(one.name))
    .map(({ name }) => name)
    .sort((a, b) => (worth.get(a) ?? 0) - (worth.get(b) ?? 0));
  const quotas = step.families
    .filter(isAboveNoise)
    .map(({ columns }) => ({ columns, left: Math.floor(columns.length * MOST_OF_FAMILY) }));
  const dropped: string[] = [];
  // one column is left, for trees without any are none
  const most = Math.min(step.columns.length - 1, Math.ceil(step.columns.length * MOST_OF_STEP));
  for (const name of candidates) {
    if (dropped.length >= most) break;
    const quota = quotas.find(({ columns }) => columns.includes(name));
    if (quota?.left === 0) continue;
    if (quota !== undefined) quota.left -= 1;
    dropped.push(name);
  }
  return dropped;
}

export interface EliminationRun {
  /** Columns that stay whatever they are worth. */
  readonly kept: readonly string[];
  /** Steps that an earlier attempt measured. */
  readonly measured: readonly SelectionStep[];
  readonly measure: (number: number, columns: readonly string[]) => Promise<SelectionStep>;
  readonly keep: (step: SelectionStep) => Promise<void>;
  readonly progress: ProgressListener;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Measures all columns, then ever fewer, until nothing may go or a step errs more than all columns by more than noise.
 *
 * @returns every measured step in order, that last one included.
 */
export async function eliminate(
  columns: readonly string[],
  { kept, measured, measure, keep, progress, signal }: EliminationRun,
): Promise<readonly SelectionStep[]> {
  const steps: SelectionStep[] = [];
  let left = columns;
  for (;;) {
    signal?.throwIfAborted();
    const number = steps.length;
    const known = measured[number];
    const step = known ?? (await measure(number, left));
    if (known === undefined) await keep(step);
    steps.push(step);
    const note = `MASE ${estimate(step.mase).mean.toFixed(4)} with ${left.length} columns`;
    progress({ task: `step ${number}`, done: 1, total: 1, note });
    const dropped = isAsGood(step, steps[0] as SelectionStep) ? columnsToDrop(step, kept) : [];
    if (dropped.length === 0) return steps;
    left = left.filter((name) => !dropped.includes(name));
  }
}

/** The last step that errs no more than all columns: the fewest columns of those. */
export function chosenStep(steps: readonly SelectionStep[]): SelectionStep | undefined {
  const [all] = steps;
  return all && steps.findLast((step) => isAsGood(step, all));
}
