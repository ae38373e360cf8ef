/** What a sweep and its workers tell each other, and where a worker starts. */
import type { FoldTask } from './fit-fold.ts';
import type { LearningRows } from './sweep-rows.ts';

export interface FittedFold {
  /** For each number of trees that was asked for. */
  readonly differences: readonly Float64Array[];
  /** The most that the worker has held so far, in MiB. */
  readonly peakMiB: number;
}

export type ToWorker =
  { readonly type: 'rows'; readonly rows: LearningRows } | { readonly type: 'fit'; readonly task: FoldTask };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'fitted'; readonly fitted: FittedFold }
  | { readonly type: 'failed'; readonly reason: string };

/** The module of a worker's process. */
export const foldWorker = new URL(
  import.meta.url.endsWith('.ts') ? './fold-worker.ts' : './fold-worker.js',
  import.meta.url,
);
