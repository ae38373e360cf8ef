import { availableParallelism } from 'node:os';
import { Booster } from './booster.ts';
import { crossValidate, type CrossValidateOptions, type CrossValidation } from './cross-validate.ts';
import { packDataset, type DatasetOptions } from './dataset-options.ts';
import { Dataset } from './dataset.ts';
import { LightGbmUsageError } from './errors.ts';
import { getLibrary, loadLibrary } from './library/index.ts';
import type { LightGbmParams } from './parameters.ts';
import type { TrainOptions } from './train-options.ts';
import { predictWhileTraining, type PredictWhileTrainingOptions } from './predict-while-training.ts';
import { train } from './train.ts';
import { WorkerConnection } from './worker/connection.ts';

/** How LightGBM is opened. */
export interface OpenOptions {
  /**
   * Threads for binning, training and predicting; they change no result. Default: as many as the machine offers.
   *
   * LightGBM keeps the number for the whole process: where two work at once, give both the same (and train with no other
   * `num_threads`), else bins may be filled by more threads than they were made for, which ends the process.
   */
  readonly threads?: number;
  /** The native library's file. Default: what `findLibrary` finds. */
  readonly library?: string;
  /** Hears LightGBM's log, line by line. Default: nobody. */
  readonly onLog?: (line: string) => void;
}

/** LightGBM in a worker thread of its own, so that the event loop stays free. */
export class LightGbm implements AsyncDisposable {
  readonly #connection: WorkerConnection;

  private constructor(connection: WorkerConnection) {
    this.#connection = connection;
  }

  /**
   * Loads the native library and starts the worker.
   *
   * Sets `OMP_WAIT_POLICY=PASSIVE` in this process unless it is set: threads that spin while they wait starve each
   * other wherever cores are shared.
   * @throws LightGbmUnavailableError when the library cannot be had; the message says what to install.
   */
  static async open(options: OpenOptions = {}): Promise<LightGbm> {
    const { threads = availableParallelism(), onLog = () => undefined } = options;
    if (!Number.isInteger(threads) || threads < 1) {
      throw new LightGbmUsageError(`threads is ${threads}, but a positive whole number is wanted.`);
    }
    const libraryPath = options.library ?? getLibrary();
    // OpenMP reads its settings when it is loaded, and a worker's process.env is only a copy: so here, and first.
    process.env['OMP_WAIT_POLICY'] ??= 'PASSIVE';
    loadLibrary(libraryPath);
    return new LightGbm(new WorkerConnection({ libraryPath, threads }, onLog));
  }

  /**
   * Bins rows.
   *
   * @throws LightGbmUsageError on wrong shapes, types, names or values.
   */
  async createDataset(options: DatasetOptions): Promise<Dataset> {
    const { reference, transfer = false } = options;
    const { request, packed } = packDataset(options, transfer ? 'move' : 'share');
    const facts = await this.#connection.request(
      'createDataset',
      { ...request, ...(reference && { reference: reference.idIn(this.#connection) }) },
      { transfer: packed.transfer },
    );
    return new Dataset(this.#connection, facts);
  }

  /** Reads a dataset from a file: LightGBM's binary form, or CSV, TSV or LibSVM with the label first. */
  async readDataset(
    path: string,
    options: { readonly params?: LightGbmParams; readonly reference?: Dataset } = {},
  ): Promise<Dataset> {
    const { params = {}, reference } = options;
    const request = { path, params, ...(reference && { reference: reference.idIn(this.#connection) }) };
    return new Dataset(this.#connection, await this.#connection.request('readDataset', request));
  }

  /** Trains a model; the datasets are not needed by it afterwards. */
  async train(options: TrainOptions): Promise<Booster> {
    return train(this.#connection, options);
  }

  /**
   * Trains a model and gives what it predicts for some binned rows after so many iterations, one array each; the model itself is
   * dropped. Several times cheaper than predicting with each of the models. Equal to their predictions as long as no features share a
   * bundle (`enable_bundle: false` of the dataset).
   */
  async predictWhileTraining(options: PredictWhileTrainingOptions): Promise<readonly Float64Array[]> {
    return predictWhileTraining(this.#connection, options);
  }

  /** Trains and evaluates the folds of a cross-validation. */
  async crossValidate(options: CrossValidateOptions): Promise<CrossValidation> {
    return crossValidate(this.#connection, options);
  }

  /** Loads a model from LightGBM's text form. @throws LightGbmError when it is not one. */
  async loadBooster(text: string): Promise<Booster> {
    return new Booster(this.#connection, await this.#connection.request('loadBooster', { text }));
  }

  /** Frees everything and ends the worker; trainings under way are cancelled. */
  async close(): Promise<void> {
    await this.#connection.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
