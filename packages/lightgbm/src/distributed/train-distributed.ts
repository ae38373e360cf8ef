import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { packDataset, type DatasetOptions } from '../dataset-options.ts';
import { LightGbmTimeoutError, LightGbmUnavailableError, LightGbmUsageError } from '../errors.ts';
import { getLibrary } from '../library/index.ts';
import type { LightGbmParams } from '../parameters.ts';
import { unpackError } from '../protocol/wire-error.ts';
import { checkedRounds } from '../train.ts';
import type { RankMessage, RankTask } from './protocol.ts';

const isSource = import.meta.url.endsWith('.ts');
const sourceEntry = new URL('./rank.ts', import.meta.url);
const builtEntry = new URL('./rank.js', import.meta.url);

/** What one machine of a distributed training is told. */
export interface DistributedTrainOptions {
  /** Every machine as `address:port`, in the same order everywhere; LightGBM wants IPv4 addresses. */
  readonly machines: readonly string[];
  /** The place of this machine among them, from 0. */
  readonly rank: number;
  /** The rows of this machine; every machine has rows of its own, with the same columns. */
  readonly dataset: Omit<DatasetOptions, 'reference' | 'transfer' | 'keepRows'>;
  /** `tree_learner` is `data` unless given; `num_machines` and `pre_partition` are set. */
  readonly params?: LightGbmParams;
  /** Default: 100. */
  readonly rounds?: number;
  /** How long the machines may take to find each other. Default: 2 minutes. */
  readonly joinTimeoutMs?: number;
  /** How long everything may take. Default: no end. */
  readonly timeoutMs?: number;
  readonly threads?: number;
  readonly library?: string;
  readonly onLog?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Trains one model together with other machines, each on its own rows, over sockets.
 *
 * Runs in a process of its own, which is killed when its time is over.
 * @returns the model's text, the same on every machine; `LightGbm.loadBooster` makes a booster of it.
 * @throws LightGbmTimeoutError when the machines did not all join, or did not end, in time.
 */
export async function trainDistributed(options: DistributedTrainOptions): Promise<string> {
  const task = rankTask(options);
  options.signal?.throwIfAborted();
  const child = fork(fileURLToPath(isSource ? sourceEntry : builtEntry), {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { OMP_WAIT_POLICY: 'PASSIVE', ...process.env },
  });
  try {
    return await new RankProcess(child, task, options).run();
  } finally {
    child.kill('SIGKILL');
  }
}

/** Speaks with the process of a rank until it has its model, fails, or runs out of time. */
class RankProcess {
  readonly #child: ChildProcess;
  readonly #task: RankTask;
  readonly #options: DistributedTrainOptions;
  readonly #outcome = Promise.withResolvers<string>();
  #lastWords = '';

  constructor(child: ChildProcess, task: RankTask, options: DistributedTrainOptions) {
    this.#child = child;
    this.#task = task;
    this.#options = options;
  }

  async run(): Promise<string> {
    const { timeoutMs, signal } = this.#options;
    const { joinTimeoutMs, machines } = this.#task.network;
    const joining = this.#failAfter(
      joinTimeoutMs,
      `The ${machines.length} machines (${machines.join(', ')}) did not find each other`,
    );
    const training =
      timeoutMs === undefined ? undefined : this.#failAfter(timeoutMs, 'The training did not end');
    const onAbort = (): void => this.#outcome.reject(signal?.reason as Error);
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#child.on('message', (message: RankMessage) => this.#receive(message, joining));
    this.#child.on('error', (error) => this.#outcome.reject(error));
    this.#child.on('exit', (code, endedBy) => this.#exited(endedBy ?? `code ${code}`));
    this.#child.stderr?.on('data', (text: Buffer) => {
      this.#lastWords = (this.#lastWords + text.toString()).slice(-2000);
    });
    try {
      return await this.#outcome.promise;
    } finally {
      clearTimeout(joining);
      clearTimeout(training);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  #receive(message: RankMessage, joining: NodeJS.Timeout): void {
    switch (message.type) {
      case 'ready':
        this.#child.send(this.#task);
        return;
      case 'joined':
        clearTimeout(joining);
        return;
      case 'log':
        this.#options.onLog?.(message.line);
        return;
      case 'model':
        this.#outcome.resolve(message.text);
        return;
      case 'failure':
        this.#outcome.reject(unpackError(message.error));
    }
  }

  #failAfter(timeMs: number, what: string): NodeJS.Timeout {
    const error = new LightGbmTimeoutError(`${what} within ${timeMs} ms.`);
    return setTimeout(() => this.#outcome.reject(error), timeMs);
  }

  #exited(how: string): void {
    const remedy = 'Look at the log of the other machines too.';
    const reason = `the process of rank ${this.#options.rank} ended with ${how} ${this.#lastWords.trim()}`;
    this.#outcome.reject(new LightGbmUnavailableError(reason, remedy));
  }
}

function rankTask(options: DistributedTrainOptions): RankTask {
  const { machines, rank, joinTimeoutMs = 120_000, threads = availableParallelism() } = options;
  const params = { tree_learner: 'data', ...options.params, num_machines: machines.length } as const;
  const { request } = packDataset({ ...options.dataset }, 'copy');
  return {
    libraryPath: options.library ?? getLibrary(),
    threads,
    network: { machines, port: portOf(machines, rank), joinTimeoutMs },
    dataset: {
      ...request,
      params: { ...request.params, pre_partition: true, num_machines: machines.length },
    },
    params,
    rounds: checkedRounds(options.rounds),
  };
}

function portOf(machines: readonly string[], rank: number): number {
  const malformed = machines.find((machine) => !/^[^\s:,]+:\d+$/.test(machine));
  if (machines.length < 2 || malformed !== undefined) {
    throw new LightGbmUsageError('machines is a list of two or more "address:port".');
  }
  if (new Set(machines).size < machines.length) {
    throw new LightGbmUsageError('machines names one machine twice.');
  }
  const machine = machines[rank];
  if (machine === undefined) {
    throw new LightGbmUsageError(
      `rank is ${rank}, but a whole number from 0 to ${machines.length - 1} is wanted.`,
    );
  }
  return Number(machine.slice(machine.lastIndexOf(':') + 1));
}
