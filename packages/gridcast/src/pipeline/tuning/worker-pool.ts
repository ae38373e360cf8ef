/** Workers of a sweep: processes of their own with bounded memory, so that a trial that ends one ends nothing else. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { GridcastError, reasonOf } from '../../core/index.ts';
import {
  foldWorker,
  type FittedFold,
  type FoldMeasure,
  type FoldTask,
  type FromWorker,
  type LearningRows,
  type MeasureTask,
  type ToWorker,
  type Work,
} from '../../train/index.ts';

const OUT_OF_MEMORY = /bad_alloc|out of memory|allocation failed/i;

/** What Node and its threads reserve before they hold anything. */
const RESERVED_MIB = 1280;

export interface PoolOptions {
  /** Workers start while they are being built. */
  readonly rows: Promise<LearningRows>;
  readonly workers: number;
  /** What each worker may hold beside Node itself; a trial that needs more fails. Kept to where the system can (Linux). */
  readonly memoryMiB: number;
}

/** A pool of workers; closed with `using`, which ends them at once. */
export class WorkerPool implements Disposable {
  readonly #options: PoolOptions;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #waiting: ((worker: Worker) => void)[] = [];
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    for (let i = 0; i < options.workers; i++) this.#start();
  }

  /** The process ids of the workers, in no order. */
  get processIds(): number[] {
    return [...this.#all].flatMap(({ processId }) => processId ?? []);
  }

  /**
   * Carries out one fit in a worker that is free, or waits for one.
   *
   * @throws Error with what the worker said, or how it ended; another worker is started in its place.
   */
  async fit(task: FoldTask): Promise<FittedFold> {
    const answer = await this.#work({ type: 'fit', task });
    if (answer.type !== 'fitted') throw new Error('The worker answered what it was not asked.');
    return answer.fitted;
  }

  /** The same of one fit whose columns are measured. */
  async measure(task: MeasureTask): Promise<FoldMeasure> {
    const answer = await this.#work({ type: 'measure', task });
    if (answer.type !== 'measured') throw new Error('The worker answered what it was not asked.');
    return answer.measure;
  }

  async #work(work: Work): Promise<FromWorker> {
    const worker = this.#idle.pop() ?? (await new Promise<Worker>((resolve) => this.#waiting.push(resolve)));
    try {
      const answer = await worker.answer(work);
      this.#give(worker);
      return answer;
    } catch (thrown) {
      // what a failure leaves behind in a library's memory is not known
      this.#end(worker);
      if (!this.#isClosed) this.#start();
      throw thrown;
    }
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    for (const worker of this.#all) this.#end(worker);
  }

  #start(): void {
    const worker = new Worker(this.#options);
    this.#all.add(worker);
    this.#give(worker);
  }

  #give(worker: Worker): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(worker);
    else next(worker);
  }

  #end(worker: Worker): void {
    this.#all.delete(worker);
    worker.end();
  }
}

/** One process; it answers one message at a time. */
class Worker {
  readonly #child: ChildProcess;
  readonly #memoryMiB: number;
  readonly #ready: Promise<FromWorker>;
  #answer = Promise.withResolvers<FromWorker>();
  #lastWords = '';

  constructor({ rows, memoryMiB }: PoolOptions) {
    this.#memoryMiB = memoryMiB;
    this.#answer.promise.catch(() => undefined);
    this.#child = fork(fileURLToPath(foldWorker), {
      // a shell sets the limit and then becomes the worker
      execPath: '/bin/sh',
      execArgv: [
        '-c',
        `ulimit -d ${(RESERVED_MIB + memoryMiB) * 1024} 2>/dev/null; exec "$0" "$@"`,
        process.execPath,
      ],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.on('message', (message: FromWorker) => this.#answer.resolve(message));
    // a message that does not arrive is told by the end of the process
    this.#child.on('error', (error) => {
      if (this.#child.pid === undefined) this.#answer.reject(error);
    });
    this.#child.on('exit', (code, signal) => this.#answer.reject(this.#died(signal ?? `code ${code}`)));
    this.#child.stderr?.on('data', (text: Buffer) => {
      this.#lastWords = (this.#lastWords + text.toString()).slice(-500);
    });
    this.#ready = rows.then((built) => this.#ask({ type: 'rows', rows: built }));
    this.#ready.catch(() => undefined);
  }

  get processId(): number | undefined {
    return this.#child.pid;
  }

  /** @throws TUNE_WORKER_FAILED where it could not even take the rows. */
  async answer(work: Work): Promise<FromWorker> {
    await this.#ready.catch((cause: unknown) => {
      throw new GridcastError(
        'TUNE_WORKER_FAILED',
        { reason: reasonOf(cause), memoryMiB: this.#memoryMiB },
        { cause },
      );
    });
    return this.#ask(work);
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }

  async #ask(message: ToWorker): Promise<FromWorker> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null)
      throw this.#died(this.#child.signalCode ?? `code ${this.#child.exitCode}`);
    this.#answer = Promise.withResolvers<FromWorker>();
    const { promise } = this.#answer;
    this.#child.send(message);
    const answer = await promise;
    if (answer.type === 'failed') throw new Error(this.#worded(answer.reason));
    return answer;
  }

  #worded(reason: string): string {
    return OUT_OF_MEMORY.test(reason) ? this.#outOfMemory() : reason.trim();
  }

  #died(how: string): Error {
    if (OUT_OF_MEMORY.test(this.#lastWords)) return new Error(this.#outOfMemory());
    return new Error(
      `the worker ended with ${how}, as where memory runs out: it may use ${this.#memoryMiB} MiB`,
    );
  }

  #outOfMemory(): string {
    return `it needs more memory than the ${this.#memoryMiB} MiB that a worker may use`;
  }
}
