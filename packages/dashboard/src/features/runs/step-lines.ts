/** Metrics by step as the lines of a chart. */
import type { Trial } from '../../api/schema.ts';

export interface StepPoint {
  readonly step: number;
  /** Null: a gap. */
  readonly value: number | null;
  /** Whose line it is. */
  readonly name: string;
}

/** More lines than that tell no one anything. */
const MOST_LINES = 8;

/** Every point of the trials that have the metric, the main trial under the name of its line; none where none has. */
export function stepLines(metric: string, trials: readonly Trial[], title = ''): StepPoint[] {
  return trials
    .filter(({ metrics }) => metrics[metric]?.steps?.some((value) => value !== null) === true)
    .slice(0, MOST_LINES)
    .flatMap(({ metrics, parentId, name }) =>
      (metrics[metric]?.steps ?? []).map((value, step) => ({
        step,
        value,
        name: parentId === null ? title : name,
      })),
    );
}

/** What a step of a metric is. */
export function stepUnit(metric: string): string {
  if (metric.endsWith('_by_lead')) return 'Lead, hours';
  if (metric.endsWith('_by_origin')) return 'Origin, by number from 0';
  if (metric === 'training_loss') return 'Boosting round';
  return 'Trial, by number';
}
