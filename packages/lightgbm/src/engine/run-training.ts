import { LightGbmUsageError } from '../errors.ts';
import type { EvalLabel, TrainRequest } from '../protocol/operations.ts';
import { stopAfterOf, throwIfCancelled } from './control.ts';
import { EarlyStopper } from './early-stopper.ts';
import type { Host } from './host.ts';
import type { TrainingJob } from './training-job.ts';

/** The part of a request that steers the rounds. */
export type TrainingSteering = Pick<
  TrainRequest,
  'rounds' | 'earlyStopping' | 'customMetrics' | 'hasCustomObjective' | 'hasOnIteration' | 'control'
>;

/** The course of a training. `evals` is one array of numbers, in the order of the labels, for each iteration. */
export interface TrainingCourse {
  readonly bestIteration: number;
  readonly evals: readonly Float64Array[];
}

/** Runs the rounds of a training; reports in batches, and can be cancelled or stopped between any two iterations. */
export async function runTraining(
  job: TrainingJob,
  steering: TrainingSteering,
  host: Host,
): Promise<TrainingCourse> {
  const stopper = createStopper(steering, job.labels);
  const listener = new Listener(job, host, steering.hasOnIteration);
  const rounds: Round[] = [];
  let bestRound: number | undefined;
  while (rounds.length < steering.rounds && bestRound === undefined) {
    throwIfCancelled(steering.control);
    if (stopAfterOf(steering.control) > 0) break;
    await advance(job, steering, host);
    const evals = await evaluate(job, steering, host);
    rounds.push({ evals, iterationsAfter: job.currentIteration });
    bestRound = stopper?.update(rounds.length, evals);
    await listener.hear(rounds);
  }
  const stoppedAfter = await listener.hearAll(rounds);
  throwIfCancelled(steering.control);
  if (stoppedAfter > 0) return rollBack(job, rounds.slice(0, stoppedAfter - job.firstIteration));
  const best = bestRound ?? stopper?.bestIteration;
  const bestIteration = best === undefined ? job.currentIteration : best + job.firstIteration;
  return { bestIteration, evals: rounds.map((round) => round.evals) };
}

interface Round {
  readonly evals: Float64Array;
  /** Not always one more than before: an iteration that finds no split adds nothing. */
  readonly iterationsAfter: number;
}

function rollBack(job: TrainingJob, rounds: readonly Round[]): TrainingCourse {
  job.rollBackTo(rounds.at(-1)?.iterationsAfter ?? job.firstIteration);
  return { bestIteration: job.currentIteration, evals: rounds.map((round) => round.evals) };
}

/** Tells the one who listens, if anybody, of the rounds that are new, and lets others have a turn. */
class Listener {
  readonly #job: TrainingJob;
  readonly #host: Host;
  readonly #isThere: boolean;
  #reported = 0;

  constructor(job: TrainingJob, host: Host, isThere: boolean) {
    this.#job = job;
    this.#host = host;
    this.#isThere = isThere;
  }

  async hear(rounds: readonly Round[]): Promise<void> {
    if (this.#job.isDart) await this.hearAll(rounds); // Nothing can be taken back, so training waits for the wish.
    if (!this.#host.isPauseDue()) return;
    if (this.#isThere) this.#report(rounds);
    await this.#host.pause();
  }

  /** Waits until every round was heard; the iteration after which training shall have stopped, or 0. */
  async hearAll(rounds: readonly Round[]): Promise<number> {
    if (!this.#isThere) return 0;
    this.#report(rounds);
    return this.#host.ask({ kind: 'stopAfter' });
  }

  #report(rounds: readonly Round[]): void {
    const batch = rounds.slice(this.#reported);
    if (batch.length === 0) return;
    this.#host.progress({
      firstIteration: this.#job.firstIteration + this.#reported + 1,
      iterations: batch.length,
      labels: this.#job.labels,
      evals: concatenate(batch.map((round) => round.evals)),
    });
    this.#reported = rounds.length;
  }
}

/** Puts numbers that came apart side by side. */
export function concatenate(parts: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const result = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}

/**
 * Makes the stopper that was asked for.
 *
 * @throws LightGbmUsageError when nothing is evaluated that could decide.
 */
export function createStopper(
  { earlyStopping }: Pick<TrainingSteering, 'earlyStopping'>,
  labels: readonly EvalLabel[],
): EarlyStopper | undefined {
  if (earlyStopping === undefined) return undefined;
  const stopper = new EarlyStopper(earlyStopping, labels);
  if (!stopper.canStop) {
    throw new LightGbmUsageError(
      'Early stopping needs a metric on a validation dataset other than the training one.',
    );
  }
  return stopper;
}

async function advance(job: TrainingJob, steering: TrainingSteering, host: Host): Promise<void> {
  if (!steering.hasCustomObjective) {
    job.advance();
    return;
  }
  const scores = job.trainingScores();
  const { gradients, hessians } = await host.ask({ kind: 'gradients', scores });
  job.advance({ gradients, hessians });
}

async function evaluate(job: TrainingJob, steering: TrainingSteering, host: Host): Promise<Float64Array> {
  const values = job.evaluate();
  const { length: metricCount } = steering.customMetrics;
  if (metricCount === 0) return values;
  const predictions = job.watchedPredictions();
  const answers = await host.ask({ kind: 'metrics', predictions });
  for (const position of predictions.keys()) {
    const ofDataset = answers.subarray(position * metricCount, (position + 1) * metricCount);
    values.set(ofDataset, job.customMetricOffset(position));
  }
  return values;
}
