import type { Dataset } from './dataset.ts';
import { LightGbmUsageError } from './errors.ts';
import type { EvalHistory } from './evals.ts';
import { expectColumns, packFeatures, type Features } from './features.ts';
import type { LightGbmParams } from './parameters.ts';
import type { BoosterFacts, ImportanceKind, PredictionKind } from './protocol/operations.ts';
import { RemoteObject } from './remote-object.ts';
import type { WorkerConnection } from './worker/connection.ts';

/** What a prediction gives, and how much of the model gives it. */
export interface PredictOptions {
  /**
   * `value`: on the label's scale; `raw`: the sum of the trees; `leaf`: the leaf index of each tree;
   * `contributions`: what each feature adds to the raw score, and last the expected score. Default: `value`.
   */
  readonly kind?: PredictionKind;
  /** How many iterations answer, from the first. Default: {@link Booster.bestIteration}. */
  readonly iterations?: number;
}

/** How a training went. */
export interface TrainingRecord {
  /** Empty when nothing was evaluated, and for a loaded model. */
  readonly evals: EvalHistory;
  readonly bestIteration: number;
}

/** A trained model. */
export class Booster extends RemoteObject {
  /** All iterations in the model, also those after the best. */
  readonly iterations: number;
  /** 1, or the number of classes. */
  readonly treesPerIteration: number;
  readonly featureNames: readonly string[];
  readonly evals: EvalHistory;
  /** The iteration that early stopping found best, counted from 1; otherwise the last. */
  readonly bestIteration: number;
  protected override readonly label = 'booster';
  readonly #connection: WorkerConnection;

  /** @internal */
  constructor(connection: WorkerConnection, facts: BoosterFacts, record?: TrainingRecord) {
    super(connection, facts.id);
    this.#connection = connection;
    this.iterations = facts.iterations;
    this.treesPerIteration = facts.treesPerIteration;
    this.featureNames = facts.featureNames;
    this.evals = record?.evals ?? {};
    this.bestIteration = record?.bestIteration ?? facts.iterations;
  }

  /**
   * Predicts every row.
   *
   * @returns rows x outputs, row-major; the caller's own. Outputs are 1 (or one a class), the trees used for `leaf`,
   * and features + 1 (for each class) for `contributions`.
   * @throws LightGbmUsageError when the columns are not those of the model.
   */
  async predict(features: Features, options: PredictOptions = {}): Promise<Float64Array> {
    const booster = this.idIn(this.#connection);
    const packed = packFeatures(features);
    expectColumns(packed, this.featureNames.length);
    const request = { booster, matrix: packed.matrix, ...this.#choice(options) };
    return this.#connection.request('predict', request, { transfer: packed.transfer });
  }

  /** Predicts one row by LightGBM's fast path for single rows; equal to {@link predict} of that row. */
  async predictRow(row: ArrayLike<number>, options: PredictOptions = {}): Promise<Float64Array> {
    const booster = this.idIn(this.#connection);
    if (row.length !== this.featureNames.length) {
      throw new LightGbmUsageError(
        `The row has ${row.length} values, but the model knows ${this.featureNames.length} features.`,
      );
    }
    const request = { booster, row: Float64Array.from(row), ...this.#choice(options) };
    return this.#connection.request('predictRow', request);
  }

  /** How much each feature matters: `gain` (default) sums what its splits gained, `split` counts them. */
  async importance(kind: ImportanceKind = 'gain'): Promise<Float64Array> {
    const booster = this.idIn(this.#connection);
    return this.#connection.request('importance', { booster, kind, iterations: this.bestIteration });
  }

  /** The model up to its best iteration in LightGBM's own text form; the number of threads leaves no trace in it. */
  async toText(): Promise<string> {
    return this.#modelText('text');
  }

  /** The model up to its best iteration as LightGBM's JSON document. */
  async toJson(): Promise<unknown> {
    return JSON.parse(await this.#modelText('json'));
  }

  /**
   * Keeps the splits and sets the leaves anew from other rows.
   *
   * @param options.features the rows of `options.dataset`. `refit_decay_rate` in `params` says how much of the old
   * leaves remains; `params` names the objective.
   */
  async refit(options: {
    readonly dataset: Dataset;
    readonly features: Features;
    readonly params: LightGbmParams;
  }): Promise<Booster> {
    const packed = packFeatures(options.features);
    expectColumns(packed, this.featureNames.length);
    if (packed.matrix.rows !== options.dataset.rows) {
      throw new LightGbmUsageError(
        `The features have ${packed.matrix.rows} rows, but the dataset has ${options.dataset.rows}.`,
      );
    }
    const request = {
      booster: this.idIn(this.#connection),
      dataset: options.dataset.idIn(this.#connection),
      matrix: packed.matrix,
      params: options.params,
    };
    const { transfer } = packed;
    return new Booster(this.#connection, await this.#connection.request('refit', request, { transfer }));
  }

  async #modelText(form: 'text' | 'json'): Promise<string> {
    const booster = this.idIn(this.#connection);
    return this.#connection.request('modelText', { booster, form, iterations: this.bestIteration });
  }

  #choice({ kind = 'value', iterations = this.bestIteration }: PredictOptions): {
    readonly kind: PredictionKind;
    readonly iterations: number;
  } {
    if (!Number.isInteger(iterations) || iterations < 0 || iterations > this.iterations) {
      throw new LightGbmUsageError(
        `Predicting with ${iterations} iterations was asked of a model of ${this.iterations}.`,
      );
    }
    return { kind, iterations: iterations === 0 ? -1 : iterations };
  }
}
