/** What a sweep and its workers tell each other, and where a worker starts. */
import type { FoldMeasure, FoldTask, MeasureTask } from './fit-fold.ts';
import type { LearningRows } from './sweep-rows.ts';

/** One fit, forecast. */
export interface FittedFold {
  /** For each number of trees that was asked for. */
  readonly differences: readonly Float64Array[];
  /** The most that the worker has held so far, in MiB. */
  readonly peakMiB: number;
}

/** What a worker may be asked for once it has rows. */
export type Work =
  | { readonly type: 'fit'; readonly task: FoldTask }
  | { readonly type: 'measure'; readonly task: MeasureTask };

export type ToWorker = { readonly type: 'rows'; readonly rows: LearningRows } | Work;

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'fitted'; readonly fitted: FittedFold }
  | { readonly type: 'measured'; readonly measure: FoldMeasure }
  | { readonly type: 'failed'; readonly reason: string };

/** The module of a worker's process. */
export const foldWorker = new URL(
  import.meta.url.endsWith('.ts') ? './fold-worker.ts' : './fold-worker.js',
  import.meta.url,
);
