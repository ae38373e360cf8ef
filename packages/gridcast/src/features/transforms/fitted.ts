/** Fitted transformers of a column, one after the other. */
import type { Json } from '../../core/index.ts';
import { getTransformer } from './table.ts';
import type { FitRows, TransformRows } from './transformer.ts';

/** One transformer with what it learned. */
export interface FittedTransform {
  readonly transform: string;
  readonly state: Json;
}

/** Fits transformers in their order, each to what the one before makes. @throws FEATURES_TRANSFORM_UNKNOWN */
export function fitTransforms(names: readonly string[], rows: FitRows): FittedTransform[] {
  let { values } = rows;
  return names.map((transform) => {
    const transformer = getTransformer(transform);
    const state = transformer.fit({ ...rows, values });
    values = transformer.apply(state, { ...rows, values });
    return { transform, state };
  });
}

/** Applies fitted transformers in their order. */
export function applyTransforms(fitted: readonly FittedTransform[], rows: TransformRows): Float64Array {
  return fitted.reduce(
    (values, { transform, state }) => getTransformer(transform).apply(state, { ...rows, values }),
    rows.values,
  );
}
