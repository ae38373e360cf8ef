import { readFile } from 'node:fs/promises';
import { GridcastError, reasonOf } from '../../core/index.ts';
import { parseTransformPlan, type TransformPlan } from '../../features/index.ts';

/** Reads a file of transforms. @throws FEATURES_TRANSFORM_PLAN_INVALID, FEATURES_TRANSFORM_UNKNOWN */
export async function readTransformFile(path: string): Promise<TransformPlan> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const problems = [reasonOf(cause)];
    throw new GridcastError('FEATURES_TRANSFORM_PLAN_INVALID', { from: path, problems }, { cause });
  }
  return parseTransformPlan(value, path);
}
