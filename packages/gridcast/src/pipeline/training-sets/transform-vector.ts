/** A training set's transforms on vectors that are served: the same state, by the same function. */
import { GridcastError } from '../../core/index.ts';
import { applyTransforms, featureColumns, type Scale } from '../../features/index.ts';
import type { Store } from '../../store/index.ts';
import type { OnlineFeature, OnlineVector } from '../online-vectors.ts';
import type { FittedColumns, NamedTrainingSet } from './training-set.ts';

/** What the transforms of a training set learned; nothing for one without. @throws STORE_OBJECT_ALTERED */
export async function readFittedColumns(store: Store, set: NamedTrainingSet): Promise<FittedColumns> {
  if (set.transforms === undefined) return {};
  return JSON.parse((await store.lake.read(set.transforms.objectKey)).toString()) as FittedColumns;
}

/**
 * A served vector as a row of the training set: its columns, on its scales, transformed by what the set learned. Ages and qualities are
 * those of the values before.
 *
 * Invariant: where the set has the vector's rows, the values are equal to the bit.
 *
 * @throws FEATURES_TRANSFORM_NOT_SERVED where the vector lacks a column of the set
 */
export function transformVector(
  vector: OnlineVector,
  set: NamedTrainingSet,
  fitted: FittedColumns,
): Readonly<Partial<Record<Scale, readonly OnlineFeature[]>>> {
  const scales = set.scales.map((scale) => {
    const served = new Map(vector.links[scale === 'log' ? 'log' : 'linear'].map((one) => [one.name, one]));
    const missing = set.features.filter((name) => !served.has(name));
    if (missing.length > 0) {
      const { sha256: trainingSet } = set;
      throw new GridcastError('FEATURES_TRANSFORM_NOT_SERVED', { trainingSet, served: vector.view, missing });
    }
    const features = set.features.flatMap((name) => served.get(name) ?? []);
    return [scale, features.map((one) => transformed(one, { vector, scale, fitted }))] as const;
  });
  return Object.fromEntries(scales);
}

interface Scope {
  readonly vector: OnlineVector;
  readonly scale: Scale;
  readonly fitted: FittedColumns;
}

function transformed(feature: OnlineFeature, { vector, scale, fitted }: Scope): OnlineFeature {
  const inUnit = scale === 'value' && valueColumns.has(feature.name);
  const own = inUnit
    ? feature.values.map((value, lead) => value * (vector.scale[lead] ?? Number.NaN))
    : feature.values;
  const origins = Array.from(own, () => vector.origin);
  const values = applyTransforms(fitted[scale]?.[feature.name] ?? [], { values: own, origins });
  return { ...feature, values, missing: values.filter(Number.isNaN).length };
}

/** Columns that the scale `value` has in the source's unit. */
const valueColumns = new Set(featureColumns.filter(({ unit }) => unit === 'value').map(({ name }) => name));
