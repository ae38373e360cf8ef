import { Worker } from 'node:worker_threads';
import { LightGbmUsageError } from '../errors.ts';
import type { Answers, Progress, Question, RequestMessage, WorkerMessage } from '../protocol/messages.ts';
import type { OperationName, Operations } from '../protocol/operations.ts';
import { unpackError } from '../protocol/wire-error.ts';
import type { EngineWorkerData } from './worker-data.ts';

/** What the caller of a long operation does meanwhile. */
interface RequestEvents {
  readonly onProgress?: (progress: Progress) => void;
  /** No answer ends the operation. */
  readonly onQuestion?: (question: Question) => Answers[keyof Answers] | undefined;
  /** The connection is being closed, so the operation should come to an end. */
  readonly onClose?: () => void;
}

/** What goes along with a request. */
export interface RequestOptions extends RequestEvents {
  readonly transfer?: readonly ArrayBuffer[];
}

interface Pending {
  readonly promise: Promise<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly events: RequestEvents;
}

const isSource = import.meta.url.endsWith('.ts');
const sourceEntry = new URL('./entry.ts', import.meta.url);
const builtEntry = new URL('./entry.js', import.meta.url);

/** The main thread's end of the line to one worker. An idle worker does not keep the process alive. */
export class WorkerConnection {
  readonly #worker: Worker;
  readonly #onLog: (line: string) => void;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #closedBy: Error | undefined;

  constructor(workerData: EngineWorkerData, onLog: (line: string) => void) {
    this.#worker = new Worker(isSource ? sourceEntry : builtEntry, {
      workerData,
      name: 'lightgbm',
      execArgv: [],
    });
    this.#onLog = onLog;
    this.#worker.on('message', (message: WorkerMessage) => this.#receive(message));
    this.#worker.on('error', (error) => this.#fail(error as Error));
    this.#worker.on('exit', () => this.#fail(new Error('The LightGBM worker ended.')));
    this.#worker.unref();
  }

  /** Asks the worker for an operation. */
  request<Name extends OperationName>(
    name: Name,
    request: Operations[Name]['request'],
    options: RequestOptions = {},
  ): Promise<Operations[Name]['response']> {
    return this.#closedBy === undefined ? this.#post(name, request, options) : Promise.reject(this.#closedBy);
  }

  /** Ends the worker once what is under way has come to an end; cancellable operations are cancelled. */
  async close(): Promise<void> {
    if (this.#closedBy !== undefined) return;
    this.#closedBy = new LightGbmUsageError('This LightGbm is closed.');
    const underWay = [...this.#pending.values()];
    for (const { events } of underWay) events.onClose?.();
    await Promise.allSettled(underWay.map(({ promise }) => promise));
    await this.#post('close', undefined, {});
    await this.#worker.terminate();
  }

  #post<Name extends OperationName>(
    name: Name,
    request: Operations[Name]['request'],
    options: RequestOptions,
  ): Promise<Operations[Name]['response']> {
    const id = this.#nextId;
    this.#nextId += 1;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const message = { type: 'request', id, name, request } as RequestMessage;
    this.#worker.postMessage(message, options.transfer);
    this.#pending.set(id, { promise, resolve, reject, events: options });
    this.#worker.ref();
    return promise as Promise<Operations[Name]['response']>;
  }

  #receive(message: WorkerMessage): void {
    switch (message.type) {
      case 'log':
        this.#onLog(message.line);
        return;
      case 'progress':
        this.#pending.get(message.id)?.events.onProgress?.(message.progress);
        return;
      case 'question': {
        const answer = this.#pending.get(message.id)?.events.onQuestion?.(message.question);
        this.#worker.postMessage({ type: 'answer', id: message.id, answer }, []);
        return;
      }
      case 'result':
        this.#settle(message.id)?.resolve(message.result);
        return;
      case 'failure':
        this.#settle(message.id)?.reject(unpackError(message.error));
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#worker.unref();
    return pending;
  }

  #fail(error: Error): void {
    this.#closedBy ??= error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    this.#worker.unref();
  }
}
