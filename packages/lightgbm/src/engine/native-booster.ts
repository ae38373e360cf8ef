import { columnCountOf, type WireMatrix } from '../protocol/matrix.ts';
import type { ImportanceKind, PredictionKind } from '../protocol/operations.ts';
import type { Natives } from './create-dataset.ts';
import type { NativeHandle, NativeLibrary } from './native-library.ts';
import { elementTypeOf, elementTypes, importanceKinds, predictionKinds } from './native-types.ts';

/** Which trees answer, and how; `iterations` -1 means all. */
export interface PredictionChoice {
  readonly kind: PredictionKind;
  readonly iterations: number;
}

interface RowPredictor {
  readonly config: NativeHandle;
  readonly resultLength: number;
}

/** A trained model of LightGBM without any dataset behind it. */
export class NativeBooster {
  readonly handle: NativeHandle;
  readonly #native: NativeLibrary;
  readonly #rowPredictors = new Map<string, RowPredictor>();
  #isFreed = false;

  constructor(native: NativeLibrary, text: string) {
    this.#native = native;
    this.handle = native.callForHandle('LGBM_BoosterLoadModelFromString', text, [0]);
  }

  get iterations(): number {
    return this.#native.callForNumber('LGBM_BoosterGetCurrentIteration', this.handle);
  }

  get treesPerIteration(): number {
    return this.#native.callForNumber('LGBM_BoosterNumModelPerIteration', this.handle);
  }

  get columns(): number {
    return this.#native.callForNumber('LGBM_BoosterGetNumFeature', this.handle);
  }

  featureNames(): readonly string[] {
    return this.#native.callForNames('LGBM_BoosterGetFeatureNames', this.handle, this.columns);
  }

  /** Predicts every row; rows x outputs, row-major. */
  predict(
    { native, arrow, book }: Natives,
    matrix: WireMatrix,
    choice: PredictionChoice,
  ): Float64Array<ArrayBuffer> {
    const trees = [predictionKinds[choice.kind], 0, choice.iterations] as const;
    const result = new Float64Array(this.#resultLength(matrix.rows, choice));
    const params = book.write(new Map());
    if (matrix.kind === 'columns') {
      arrow.withStream(matrix.rows, matrix.columns, (stream) =>
        native.call('LGBM_BoosterPredictForArrowStream', this.handle, stream, ...trees, params, [0], result),
      );
      return result;
    }
    const { values, rows, isRowMajor } = matrix;
    const shape = [elementTypeOf(values), rows, columnCountOf(matrix), isRowMajor ? 1 : 0] as const;
    native.call('LGBM_BoosterPredictForMat', this.handle, values, ...shape, ...trees, params, [0], result);
    return result;
  }

  /** Predicts one row by a path that is prepared once for each kind of prediction. */
  predictRow(row: Float64Array, choice: PredictionChoice): Float64Array<ArrayBuffer> {
    const key = `${choice.kind} ${choice.iterations}`;
    let predictor = this.#rowPredictors.get(key);
    if (predictor === undefined) {
      predictor = this.#prepareRows(choice);
      this.#rowPredictors.set(key, predictor);
    }
    const result = new Float64Array(predictor.resultLength);
    this.#native.call('LGBM_BoosterPredictForMatSingleRowFast', predictor.config, row, [0], result);
    return result;
  }

  importance(kind: ImportanceKind, iterations: number): Float64Array<ArrayBuffer> {
    const result = new Float64Array(this.columns);
    this.#native.call(
      'LGBM_BoosterFeatureImportance',
      this.handle,
      iterations,
      importanceKinds[kind],
      result,
    );
    return result;
  }

  text(form: 'text' | 'json', iterations: number): string {
    const name = form === 'text' ? 'LGBM_BoosterSaveModelToString' : 'LGBM_BoosterDumpModel';
    return this.#native.callForText(name, this.handle, 0, iterations, importanceKinds.split);
  }

  /** Frees the memory; a second call does nothing. */
  free(): void {
    if (this.#isFreed) return;
    this.#isFreed = true;
    for (const { config } of this.#rowPredictors.values()) this.#native.call('LGBM_FastConfigFree', config);
    this.#native.call('LGBM_BoosterFree', this.handle);
  }

  #resultLength(rows: number, { kind, iterations }: PredictionChoice): number {
    const trees = [predictionKinds[kind], 0, iterations] as const;
    return this.#native.callForNumber('LGBM_BoosterCalcNumPredict', this.handle, rows, ...trees);
  }

  #prepareRows(choice: PredictionChoice): RowPredictor {
    const config = this.#native.callForHandle(
      'LGBM_BoosterPredictForMatSingleRowFastInit',
      this.handle,
      predictionKinds[choice.kind],
      0,
      choice.iterations,
      elementTypes.float64,
      this.columns,
      'num_threads=1',
    );
    return { config, resultLength: this.#resultLength(1, choice) };
  }
}
