/** The messages between a caller and the process in which its rank trains. */
import type { Network } from '../engine/engine.ts';
import type { LightGbmParams } from '../parameters.ts';
import type { Operations } from '../protocol/operations.ts';
import type { WireError } from '../protocol/wire-error.ts';

/** What a rank is told. */
export interface RankTask {
  readonly libraryPath: string;
  readonly threads: number;
  readonly network: Network;
  readonly dataset: Operations['createDataset']['request'];
  readonly params: LightGbmParams;
  readonly rounds: number;
}

/** What a rank says. */
export type RankMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'joined' }
  | { readonly type: 'log'; readonly line: string }
  | { readonly type: 'model'; readonly text: string }
  | { readonly type: 'failure'; readonly error: WireError };
