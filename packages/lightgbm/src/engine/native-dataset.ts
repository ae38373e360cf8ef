import type { WireMatrix } from '../protocol/matrix.ts';
import type { DatasetFields } from '../protocol/operations.ts';
import type { NativeHandle, NativeLibrary } from './native-library.ts';
import { elementTypeOf } from './native-types.ts';
import type { Parameters } from './parameters.ts';

const fieldNames = {
  label: 'label',
  weight: 'weight',
  group: 'group',
  initialScore: 'init_score',
} as const satisfies Record<keyof DatasetFields, string>;

/** The rows a dataset was made from, where they were kept: a table, or some rows of another dataset's. */
type KeptRows =
  | { readonly kind: 'all'; readonly matrix: WireMatrix }
  | { readonly kind: 'some'; readonly matrix: WireMatrix; readonly rows: Int32Array };

/** What a dataset is, beside its handle. */
export interface DatasetTraits {
  readonly parameters: Parameters;
  /** Datasets with the same family have the same bins. */
  readonly family: symbol;
  readonly hasLabel: boolean;
  readonly hasGroup: boolean;
  readonly hasInitialScore: boolean;
  readonly keptRows?: KeptRows;
}

/** A dataset of LightGBM; its memory goes when it is freed and no training uses it any more. */
export class NativeDataset {
  readonly handle: NativeHandle;
  readonly traits: DatasetTraits;
  readonly rows: number;
  readonly columns: number;
  readonly #native: NativeLibrary;
  #users = 1;
  #isFreed = false;

  constructor(native: NativeLibrary, handle: NativeHandle, traits: DatasetTraits) {
    this.#native = native;
    this.handle = handle;
    this.traits = traits;
    this.rows = native.callForNumber('LGBM_DatasetGetNumData', handle);
    this.columns = native.callForNumber('LGBM_DatasetGetNumFeature', handle);
  }

  featureNames(): readonly string[] {
    return this.#native.callForNames('LGBM_DatasetGetFeatureNames', this.handle, this.columns);
  }

  setFields(fields: DatasetFields): void {
    for (const [key, values] of Object.entries(fields) as [keyof DatasetFields, DatasetFields['label']][]) {
      if (values !== undefined) this.setField(key, values);
    }
  }

  /** Sets a field; nothing given takes it away. */
  setField(
    field: keyof DatasetFields,
    values: Float32Array | Float64Array | Int32Array = new Float64Array(0),
  ): void {
    const data = values.length === 0 ? null : values;
    const type = elementTypeOf(values);
    this.#native.call('LGBM_DatasetSetField', this.handle, fieldNames[field], data, values.length, type);
  }

  /** Keeps the memory alive until the matching {@link release}. */
  retain(): void {
    this.#users += 1;
  }

  release(): void {
    this.#users -= 1;
    if (this.#users === 0) this.#native.call('LGBM_DatasetFree', this.handle);
  }

  /** Gives up the owner's hold; a second call does nothing. */
  free(): void {
    if (this.#isFreed) return;
    this.#isFreed = true;
    this.release();
  }
}
