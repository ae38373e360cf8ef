/** Packs Parquet files in a thread of its own, while the next columns are made. */
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
  let waiting: PromiseWithResolvers<Uint8Array> | undefined;
  let failure: Error | undefined;
  worker.on('message', (bytes: Uint8Array) => waiting?.resolve(bytes));
  worker.on('error', (error) => {
    failure = error as Error;
    waiting?.reject(failure);
  });
  return {
    pack: async (columns) => {
      if (failure !== undefined) throw failure;
      waiting = Promise.withResolvers();
      worker.postMessage(columns, memoryOf(columns));
      return waiting.promise;
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
