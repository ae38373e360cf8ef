import { setImmediate } from 'node:timers/promises';
import type { Host } from '../engine/host.ts';
import type { Answers, Progress, Question, WorkerMessage } from '../protocol/messages.ts';
import { CancelledError } from '../protocol/wire-error.ts';

const pauseEveryMs = 50;

type AnyAnswer = Answers[keyof Answers] | undefined;

/** Who waits for an answer, by the id of the request; a request asks one question at a time. */
export type PendingAnswers = Map<number, (answer: AnyAnswer) => void>;

/** Lets one request of the worker report, ask the main thread, and give other requests a turn. */
export class RequestHost implements Host {
  readonly #id: number;
  readonly #send: (message: WorkerMessage) => void;
  readonly #pending: PendingAnswers;
  #lastPauseMs = performance.now();

  constructor(id: number, send: (message: WorkerMessage) => void, pending: PendingAnswers) {
    this.#id = id;
    this.#send = send;
    this.#pending = pending;
  }

  progress(progress: Progress): void {
    this.#send({ type: 'progress', id: this.#id, progress });
  }

  async ask<Asked extends Question>(question: Asked): Promise<Answers[Asked['kind']]> {
    const { promise, resolve } = Promise.withResolvers<AnyAnswer>();
    this.#pending.set(this.#id, resolve);
    this.#send({ type: 'question', id: this.#id, question });
    const answer = await promise;
    this.#pending.delete(this.#id);
    if (answer === undefined) throw new CancelledError('The main thread gave no answer.');
    return answer as Answers[Asked['kind']];
  }

  isPauseDue(): boolean {
    return performance.now() - this.#lastPauseMs >= pauseEveryMs;
  }

  async pause(): Promise<void> {
    await setImmediate();
    this.#lastPauseMs = performance.now();
  }
}
