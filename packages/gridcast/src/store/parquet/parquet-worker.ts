/** The thread that packs Parquet files; see `openParquetThread`. */
import { parentPort } from 'node:worker_threads';
import type { ParquetColumn } from './column.ts';
import { parquetBytes } from './write-parquet.ts';

parentPort?.on('message', (columns: readonly ParquetColumn[]) => {
  // in memory of its own, which can move to whoever asked
  const bytes = new Uint8Array(parquetBytes(columns));
  parentPort?.postMessage(bytes, [bytes.buffer]);
});
