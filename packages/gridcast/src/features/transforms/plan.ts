/** What people ask to be done with which columns. */
import { z } from 'zod';
import { GridcastError } from '../../core/index.ts';
import { getTransformer } from './table.ts';

const steps = z.array(z.strictObject({ transform: z.string(), columns: z.array(z.string()).min(1) })).min(1);

/** Transformers by column, each in the order of the plan. */
export type TransformPlan = ReadonlyMap<string, readonly string[]>;

/**
 * Reads a plan: a list of `{ "transform": name, "columns": [names] }`. A column that is named again is transformed again.
 *
 * @throws FEATURES_TRANSFORM_PLAN_INVALID, FEATURES_TRANSFORM_UNKNOWN
 */
export function parseTransformPlan(value: unknown, from: string): TransformPlan {
  const parsed = steps.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'the list'}: ${message}`,
    );
    throw new GridcastError('FEATURES_TRANSFORM_PLAN_INVALID', { from, problems });
  }
  const plan = new Map<string, string[]>();
  for (const { transform, columns } of parsed.data) {
    const { name } = getTransformer(transform);
    for (const column of columns) plan.set(column, [...(plan.get(column) ?? []), name]);
  }
  return plan;
}
