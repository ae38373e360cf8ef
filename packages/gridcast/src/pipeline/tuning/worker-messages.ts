/** What a sweep and its workers tell each other. */
import type { FoldTask, LearningRows } from '../../train/index.ts';

export type ToWorker =
  { readonly type: 'rows'; readonly rows: LearningRows } | { readonly type: 'fit'; readonly task: FoldTask };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'fitted'; readonly differences: readonly Float64Array[] }
  | { readonly type: 'failed'; readonly reason: string };
