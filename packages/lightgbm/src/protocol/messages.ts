/** The messages between the main thread and the worker. */
import type { OperationName, Operations } from './operations.ts';
import type { WireError } from './wire-error.ts';

/** An operation asked for. */
export type RequestMessage = {
  [Name in OperationName]: {
    readonly type: 'request';
    readonly id: number;
    readonly name: Name;
    readonly request: Operations[Name]['request'];
  };
}[OperationName];

/** What the worker asks the main thread in the middle of a training. */
export type Question =
  | { readonly kind: 'gradients'; readonly scores: Float64Array }
  | { readonly kind: 'metrics'; readonly predictions: readonly Float64Array[] }
  /** All rounds are done; the answer is the iteration to go back to, or 0. */
  | { readonly kind: 'stopAfter' };

/** The answer to each kind of question. */
export interface Answers {
  gradients: { readonly gradients: Float32Array; readonly hessians: Float32Array };
  metrics: Float64Array;
  stopAfter: number;
}

/** An answer to a question, or word that there will be none. */
interface AnswerMessage {
  readonly type: 'answer';
  readonly id: number;
  readonly answer: Answers[keyof Answers] | undefined;
}

/** Iterations done since the last such message. `evals` is iterations x labels, row-major. */
export interface Progress {
  readonly firstIteration: number;
  readonly iterations: number;
  readonly labels: readonly { readonly dataset: string; readonly metric: string }[];
  readonly evals: Float64Array;
}

/** What the worker says. */
export type WorkerMessage =
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly error: WireError }
  | { readonly type: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly type: 'question'; readonly id: number; readonly question: Question }
  | { readonly type: 'log'; readonly line: string };

/** What the main thread says. */
export type MainMessage = RequestMessage | AnswerMessage;
