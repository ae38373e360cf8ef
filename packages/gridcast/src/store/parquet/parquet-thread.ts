/** Packs Parquet files in a thread of its own, while the next columns are made. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ParquetColumn } from './column.ts';

const entry = new URL(
  import.meta.url.endsWith('.ts') ? './parquet-worker.ts' : './parquet-worker.js',
  import.meta.url,
);

export interface ParquetThread extends AsyncDisposable {
  /**
   * The bytes of a file; see `parquetBytes`. One file at a time.
   *
   * Invariant: the cells and ends move to the thread: whoever gave them finds them empty.
   */
  readonly pack: (columns: readonly ParquetColumn[]) => Promise<Uint8Array>;
}

/** Starts a thread; it ends when it is disposed of. */
export function openParquetThread(): ParquetThread {
  const worker = new Worker(entry, { name: 'parquet', execArgv: [] });
  const failed = once(worker, 'exit').then(() => {
    throw new Error('The thread that packs Parquet files ended.');
  });
  // whoever waits for bytes is told
  failed.catch(() => undefined);
  return {
    pack: async (columns) => {
      const answer = once(worker, 'message') as Promise<[Uint8Array]>;
      worker.postMessage(columns, memoryOf(columns));
      const [bytes] = await Promise.race([answer, failed]);
      return bytes;
    },
    [Symbol.asyncDispose]: async () => {
      await worker.terminate();
    },
  };
}

function memoryOf(columns: readonly ParquetColumn[]): ArrayBuffer[] {
  const arrays = columns.flatMap(({ cells, ends }) => (ends === undefined ? [cells] : [cells, ends]));
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))];
}
