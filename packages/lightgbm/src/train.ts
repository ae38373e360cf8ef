import { Booster } from './booster.ts';
import { cancel, createControl, stopAfter } from './engine/control.ts';
import { LightGbmUsageError } from './errors.ts';
import { evalsOf, historyOf } from './evals.ts';
import type { LightGbmParams } from './parameters.ts';
import type { Answers, Progress, Question } from './protocol/messages.ts';
import type { EarlyStopping, TrainRequest } from './protocol/operations.ts';
import { cancellable } from './cancellable.ts';
import type { EarlyStoppingOptions, TrainOptions } from './train-options.ts';
import type { WorkerConnection } from './worker/connection.ts';

/** Trains a model in the worker. */
export async function train(connection: WorkerConnection, options: TrainOptions): Promise<Booster> {
  const control = createControl();
  const request = trainRequest(connection, options, control);
  const caller = new CallerFunctions(options, control);
  const response = await cancellable(options.signal, control, (onClose) =>
    connection.request('train', request, {
      onClose,
      onProgress: (progress) => caller.hear(progress),
      onQuestion: (question) => caller.answer(question),
    }),
  ).catch((error: unknown) => {
    throw caller.failure ?? error;
  });
  const evals = historyOf(response.labels, response.evals);
  return new Booster(connection, response.booster, { evals, bestIteration: response.bestIteration });
}

/** @throws LightGbmUsageError when it is not a positive whole number. */
export function checkedRounds(rounds = 100): number {
  if (Number.isInteger(rounds) && rounds > 0) return rounds;
  throw new LightGbmUsageError(`rounds is ${rounds}, but a positive whole number is wanted.`);
}

/** Fills in the defaults of early stopping. */
export function earlyStoppingOf(asked: number | EarlyStoppingOptions): EarlyStopping {
  const options = typeof asked === 'number' ? { rounds: asked } : asked;
  return { minDelta: 0, firstMetricOnly: false, ...options, rounds: checkedRounds(options.rounds) };
}

function trainRequest(
  connection: WorkerConnection,
  options: TrainOptions,
  control: Int32Array,
): TrainRequest {
  const { dataset, params = {}, valid = {}, metrics = [], initModel, earlyStopping } = options;
  return {
    params: options.objective === undefined ? params : withoutObjective(params),
    dataset: dataset.idIn(connection),
    valid: Object.entries(valid).map(([name, each]) => ({ name, dataset: each.idIn(connection) })),
    rounds: checkedRounds(options.rounds),
    ...(earlyStopping !== undefined && { earlyStopping: earlyStoppingOf(earlyStopping) }),
    ...(initModel && { initModel: initModel.idIn(connection) }),
    customMetrics: metrics.map(({ name, higherIsBetter }) => ({ name, higherIsBetter })),
    hasCustomObjective: options.objective !== undefined,
    hasOnIteration: options.onIteration !== undefined,
    control,
  };
}

function withoutObjective(params: LightGbmParams): LightGbmParams {
  if (params.objective === undefined || params.objective === 'none') return { ...params, objective: 'none' };
  throw new LightGbmUsageError('There is an objective in params and a custom objective beside it.');
}

/** Calls the functions of the caller; the first that throws ends the training with its error. */
class CallerFunctions {
  failure: unknown;
  readonly #options: TrainOptions;
  readonly #control: Int32Array;
  #stopAfter = 0;

  constructor(options: TrainOptions, control: Int32Array) {
    this.#options = options;
    this.#control = control;
  }

  hear({ firstIteration, iterations, labels, evals }: Progress): void {
    const { onIteration } = this.#options;
    for (let index = 0; index < iterations; index += 1) {
      if (this.#stopAfter > 0 || this.failure !== undefined) return;
      const values = evals.subarray(index * labels.length, (index + 1) * labels.length);
      const iteration = firstIteration + index;
      const wish = this.#guard(() => onIteration?.({ iteration, evals: evalsOf(labels, values) }));
      if (wish !== 'stop') continue;
      this.#stopAfter = iteration;
      stopAfter(this.#control, iteration);
    }
  }

  answer(question: Question): Answers[keyof Answers] | undefined {
    if (question.kind === 'gradients') return this.#guard(() => this.#gradients(question.scores));
    if (question.kind === 'metrics') return this.#guard(() => this.#metrics(question.predictions));
    return this.#stopAfter;
  }

  #gradients(scores: Float64Array): Answers['gradients'] | undefined {
    const answer = this.#options.objective?.(scores);
    if (answer === undefined) return undefined;
    for (const values of [answer.gradients, answer.hessians]) {
      if (values instanceof Float32Array && values.length === scores.length) continue;
      throw new LightGbmUsageError(
        `The objective must give a Float32Array of ${scores.length} gradients and one of hessians.`,
      );
    }
    return { gradients: answer.gradients.slice(), hessians: answer.hessians.slice() };
  }

  #metrics(predictions: readonly Float64Array[]): Float64Array {
    const { metrics = [], valid = {} } = this.#options;
    const names = Object.keys(valid);
    return Float64Array.from(
      predictions.flatMap((ofDataset, at) =>
        metrics.map((metric) => metric.evaluate(ofDataset, names[at] ?? '')),
      ),
    );
  }

  #guard<Result>(call: () => Result): Result | undefined {
    try {
      return call();
    } catch (error) {
      this.failure ??= error;
      cancel(this.#control);
      return undefined;
    }
  }
}
