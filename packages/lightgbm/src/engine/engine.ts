import { LightGbmUsageError } from '../errors.ts';
import type {
  BoosterFacts,
  CrossValidateResponse,
  DatasetFacts,
  ObjectId,
  OperationName,
  Operations,
  TrainResponse,
  WireFold,
} from '../protocol/operations.ts';
import { ArrowStreams } from './arrow-stream.ts';
import { createDataset, createSubset, type Natives } from './create-dataset.ts';
import type { Host } from './host.ts';
import { startFromModel } from './initial-scores.ts';
import { checkModelText } from './model-text.ts';
import { NativeBooster } from './native-booster.ts';
import { NativeDataset } from './native-dataset.ts';
import { NativeLibrary } from './native-library.ts';
import { mergeParameters, ParameterBook } from './parameters.ts';
import { refitBooster } from './refit.ts';
import { runFolds } from './run-folds.ts';
import { collectPredictions } from './collect-predictions.ts';
import { concatenate, runTraining } from './run-training.ts';
import { TrainingJob } from './training-job.ts';

type Request<Name extends OperationName> = Operations[Name]['request'];

/** Every operation as a method of its name, which may ask its host for a turn outside. */
type OperationMethods = {
  readonly [Name in OperationName]: (
    request: Request<Name>,
    host: Host,
  ) => Operations[Name]['response'] | Promise<Operations[Name]['response']>;
};

/** What an engine stands on. */
interface EngineOptions {
  readonly libraryPath: string;
  readonly threads: number;
  readonly onLog: (line: string) => void;
}

/** The machines that train together, and the port this one listens on. */
export interface Network {
  readonly machines: readonly string[];
  readonly port: number;
  readonly joinTimeoutMs: number;
}

/** Carries the operations out, on the thread that made it, and keeps what they create under numbers. */
export class Engine implements OperationMethods {
  readonly #natives: Natives;
  readonly #objects = new Map<ObjectId, NativeDataset | NativeBooster>();
  #nextId = 1;

  constructor(options: EngineOptions) {
    const native = new NativeLibrary(options.libraryPath, options.onLog);
    this.#natives = {
      native,
      arrow: new ArrowStreams(),
      book: new ParameterBook(native, options.threads),
    };
  }

  createDataset(request: Request<'createDataset'>): DatasetFacts {
    const { params, reference, ...source } = request;
    const dataset = createDataset(this.#natives, {
      ...source,
      parameters: this.#natives.book.parse(params),
      ...(reference !== undefined && { reference: this.#dataset(reference) }),
    });
    return this.#keepDataset(dataset);
  }

  readDataset({ path, params, reference }: Request<'readDataset'>): DatasetFacts {
    const { native, book } = this.#natives;
    const parameters = book.parse(params);
    const parent = reference === undefined ? undefined : this.#dataset(reference);
    const name = 'LGBM_DatasetCreateFromFile';
    const handle = native.callForHandle(name, path, book.write(parameters), parent?.handle ?? null);
    return this.#keepDataset(
      new NativeDataset(native, handle, {
        parameters: parent?.traits.parameters ?? parameters,
        family: parent?.traits.family ?? Symbol('bins'),
        hasLabel: true,
        hasGroup: false,
        hasInitialScore: false,
      }),
    );
  }

  subset({ dataset, rows }: Request<'subset'>): DatasetFacts {
    return this.#keepDataset(createSubset(this.#natives, this.#dataset(dataset), rows));
  }

  saveDataset({ dataset, path }: Request<'saveDataset'>): void {
    this.#natives.native.call('LGBM_DatasetSaveBinary', this.#dataset(dataset).handle, path);
  }

  async train(request: Request<'train'>, host: Host): Promise<TrainResponse> {
    const job = this.#startTraining(request);
    try {
      const course = await runTraining(job, request, host);
      return {
        booster: this.#keepBooster(job.toBooster()),
        bestIteration: course.bestIteration,
        firstIteration: job.firstIteration,
        labels: job.labels,
        evals: concatenate(course.evals),
      };
    } finally {
      job.free();
    }
  }

  async predictWhileTraining(
    request: Request<'predictWhileTraining'>,
    host: Host,
  ): Promise<readonly Float64Array[]> {
    const dataset = this.#dataset(request.dataset);
    const job = new TrainingJob(this.#natives.native, {
      params: this.#trainingParams({ ...request.params, metric: 'none' }, dataset),
      dataset,
      watched: [{ name: 'scored', dataset: this.#dataset(request.scored) }],
      customMetrics: [],
    });
    try {
      return await collectPredictions(job, request, host);
    } finally {
      job.free();
    }
  }

  async crossValidate(request: Request<'crossValidate'>, host: Host): Promise<CrossValidateResponse> {
    const jobs: TrainingJob[] = [];
    try {
      for (const fold of request.folds) jobs.push(this.#startFold(fold, request));
      const course = await runFolds(jobs, request, host);
      return {
        boosters: request.keepBoosters ? jobs.map((job) => this.#keepBooster(job.toBooster())) : [],
        bestIteration: course.bestIteration,
        metrics: jobs[0]?.labels.map(({ metric }) => metric) ?? [],
        evals: concatenate(course.evals),
      };
    } finally {
      for (const job of jobs) job.free();
    }
  }

  loadBooster({ text }: Request<'loadBooster'>): BoosterFacts {
    checkModelText(text);
    return this.#keepBooster(new NativeBooster(this.#natives.native, text));
  }

  predict({ booster, matrix, ...choice }: Request<'predict'>): Float64Array<ArrayBuffer> {
    return this.#booster(booster).predict(this.#natives, matrix, choice);
  }

  predictRow({ booster, row, ...choice }: Request<'predictRow'>): Float64Array<ArrayBuffer> {
    return this.#booster(booster).predictRow(row, choice);
  }

  refit({ booster, dataset, matrix, params }: Request<'refit'>): BoosterFacts {
    const target = this.#dataset(dataset);
    const plan = { params: this.#trainingParams(params, target), dataset: target, matrix };
    return this.#keepBooster(refitBooster(this.#natives, this.#booster(booster), plan));
  }

  importance({ booster, kind, iterations }: Request<'importance'>): Float64Array<ArrayBuffer> {
    return this.#booster(booster).importance(kind, iterations);
  }

  modelText({ booster, form, iterations }: Request<'modelText'>): string {
    return this.#booster(booster).text(form, iterations);
  }

  /** Waits, with no end of its own, until every machine has joined; training on this thread is then shared. */
  joinNetwork({ machines, port, joinTimeoutMs }: Network): void {
    const minutes = Math.max(1, Math.ceil(joinTimeoutMs / 60_000));
    this.#natives.native.call('LGBM_NetworkInit', machines.join(','), port, minutes, machines.length);
  }

  leaveNetwork(): void {
    this.#natives.native.call('LGBM_NetworkFree');
  }

  free({ id }: Request<'free'>): void {
    this.#objects.get(id)?.free();
    this.#objects.delete(id);
  }

  /** Frees everything; the engine must not be used afterwards. */
  close(): void {
    for (const id of this.#objects.keys()) this.free({ id });
    this.#natives.arrow.close();
    this.#natives.native.close();
  }

  #trainingParams(params: Request<'train'>['params'], dataset: NativeDataset): string {
    const { book } = this.#natives;
    const merged = mergeParameters(dataset.traits.parameters, book.parse(params));
    const objective = String(merged.get('objective'));
    if (['lambdarank', 'rank_xendcg'].includes(objective) && !dataset.traits.hasGroup) {
      throw new LightGbmUsageError(`The objective ${objective} needs a dataset with groups.`);
    }
    return book.write(merged);
  }

  #startTraining(request: Request<'train'>): TrainingJob {
    const dataset = this.#dataset(request.dataset);
    const watched = request.valid.map(({ name, dataset: id }) => ({ name, dataset: this.#dataset(id) }));
    const params = this.#trainingParams(request.params, dataset);
    const { customMetrics } = request;
    const plan = { params, dataset, watched, customMetrics };
    if (request.initModel === undefined) return new TrainingJob(this.#natives.native, plan);
    const initModel = this.#booster(request.initModel);
    const datasets = new Set([dataset, ...watched.map((each) => each.dataset)]);
    const reset = startFromModel(this.#natives, initModel, datasets);
    try {
      return new TrainingJob(this.#natives.native, { ...plan, initModel });
    } finally {
      reset(); // LightGBM copied the scores when it made the job.
    }
  }

  #startFold(fold: WireFold, request: Request<'crossValidate'>): TrainingJob {
    const { dataset, valid, temporary } = this.#datasetsOf(fold, request.dataset);
    try {
      return new TrainingJob(this.#natives.native, {
        params: this.#trainingParams(request.params, dataset),
        dataset,
        watched: [{ name: 'valid', dataset: valid }],
        customMetrics: [],
      });
    } finally {
      for (const each of temporary) each.free(); // The job holds them as long as it needs them.
    }
  }

  #datasetsOf(
    fold: WireFold,
    parentId: ObjectId | undefined,
  ): { dataset: NativeDataset; valid: NativeDataset; temporary: readonly NativeDataset[] } {
    if (fold.kind === 'datasets') {
      return { dataset: this.#dataset(fold.train), valid: this.#dataset(fold.valid), temporary: [] };
    }
    const parent = this.#dataset(parentId ?? 0);
    const dataset = createSubset(this.#natives, parent, fold.train);
    const valid = createSubset(this.#natives, parent, fold.valid);
    return { dataset, valid, temporary: [dataset, valid] };
  }

  #dataset(id: ObjectId): NativeDataset {
    const found = this.#objects.get(id);
    if (found instanceof NativeDataset) return found;
    throw new LightGbmUsageError('The dataset was freed.');
  }

  #booster(id: ObjectId): NativeBooster {
    const found = this.#objects.get(id);
    if (found instanceof NativeBooster) return found;
    throw new LightGbmUsageError('The booster was freed.');
  }

  #keepDataset(dataset: NativeDataset): DatasetFacts {
    const id = this.#keep(dataset);
    const { rows, columns } = dataset;
    return { id, rows, columns, featureNames: dataset.featureNames() };
  }

  #keepBooster(booster: NativeBooster): BoosterFacts {
    const id = this.#keep(booster);
    const { iterations, treesPerIteration } = booster;
    return { id, iterations, treesPerIteration, featureNames: booster.featureNames() };
  }

  #keep(object: NativeDataset | NativeBooster): ObjectId {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#objects.set(id, object);
    return id;
  }
}
