/** Numbers that LightGBM's C API uses as names. */
import type { ImportanceKind, PredictionKind } from '../protocol/operations.ts';

/** How LightGBM names the type of an array's elements. */
export const elementTypes = { float32: 0, float64: 1, int32: 2 } as const;

/** How LightGBM names what a prediction gives. */
export const predictionKinds: Readonly<Record<PredictionKind, number>> = {
  value: 0,
  raw: 1,
  leaf: 2,
  contributions: 3,
};

/** How LightGBM names the ways of counting importance. */
export const importanceKinds: Readonly<Record<ImportanceKind, number>> = { split: 0, gain: 1 };

/** The element type of an array of numbers. */
export function elementTypeOf(values: Float64Array | Float32Array | Int32Array): number {
  if (values instanceof Float64Array) return elementTypes.float64;
  return values instanceof Float32Array ? elementTypes.float32 : elementTypes.int32;
}
