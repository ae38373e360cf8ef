/** Columns of numbers in and out of DuckDB without a JavaScript value per cell. */
import {
  DOUBLE,
  DuckDBDataChunk,
  INTEGER,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBResult,
  type DuckDBType,
} from '@duckdb/node-api';
import { quoteIdentifier } from './quote.ts';

export type ColumnInput = Float64Array | Int32Array | readonly (string | null)[];

const CHUNK_ROWS = 2048;

/** The numeric vectors of the bindings: their cells as a typed array, and a bit mask of the cells that are not null. */
interface NumericVector {
  readonly items: Float64Array | Int32Array | ArrayLike<number | bigint>;
  /** `data` is absent where no cell is null, and has a bit a cell otherwise. */
  readonly validity: { readonly data: BigUint64Array | null; readonly offset: number };
}

/** Reads every row of a streaming result whose columns are all numeric. */
export async function readNumbers(
  result: DuckDBResult,
): Promise<{ rows: number; columns: Record<string, Float64Array> }> {
  const names = result.columnNames();
  const parts: Float64Array[][] = names.map(() => []);
  let rows = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    rows += chunk.rowCount;
    for (const [index, columnParts] of parts.entries()) {
      columnParts.push(cells(chunk.getColumnVector(index) as unknown as NumericVector, chunk.rowCount));
    }
  }
  const columns: Record<string, Float64Array> = {};
  for (const [index, name] of names.entries()) columns[name] = joined(parts[index] ?? [], rows);
  return { rows, columns };
}

function cells(vector: NumericVector, rows: number): Float64Array {
  const { items, validity } = vector;
  const out = new Float64Array(rows);
  if (items instanceof Float64Array || items instanceof Int32Array) out.set(items.subarray(0, rows));
  else for (let i = 0; i < rows; i++) out[i] = Number(items[i]);
  if (validity.data === null) return out;
  // asking for one cell after the other makes a BigInt each
  const { buffer, byteOffset, byteLength } = validity.data;
  const mask = new Uint8Array(buffer, byteOffset, byteLength);
  for (let i = 0; i < rows; i++) {
    const bit = validity.offset + i;
    if ((((mask[bit >> 3] as number) >> (bit & 7)) & 1) === 0) out[i] = Number.NaN;
  }
  return out;
}

function joined(parts: readonly Float64Array[], rows: number): Float64Array {
  const out = new Float64Array(rows);
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

function typeOf(column: ColumnInput): { readonly sql: string; readonly type: DuckDBType } {
  if (column instanceof Float64Array) return { sql: 'DOUBLE', type: DOUBLE };
  if (column instanceof Int32Array) return { sql: 'INTEGER', type: INTEGER };
  return { sql: 'VARCHAR', type: VARCHAR };
}

/** Creates a table and appends the columns to it, all of one length. */
export async function insertColumns(
  connection: DuckDBConnection,
  name: string,
  columns: Readonly<Record<string, ColumnInput>>,
): Promise<void> {
  const entries = Object.entries(columns);
  const types = entries.map(([, column]) => typeOf(column));
  const declared = entries.map(([column], i) => `${quoteIdentifier(column)} ${types[i]?.sql}`);
  await connection.run(`CREATE OR REPLACE TABLE ${quoteIdentifier(name)} (${declared.join(', ')})`);
  const rows = entries[0]?.[1].length ?? 0;
  const appender = await connection.createAppender(name);
  for (let start = 0; start < rows; start += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - start);
    const chunk = DuckDBDataChunk.create(
      types.map((t) => t.type),
      count,
    );
    for (const [index, [, column]] of entries.entries()) {
      const cells = column.slice(start, start + count) as ArrayLike<number | string | null>;
      chunk.setColumnValues(index, Array.from(cells, withPlainNaN));
    }
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/** V8 gives a computed NaN either sign, by how far it has optimised the code; in a file that would be other bytes. */
function withPlainNaN(cell: number | string | null): number | string | null {
  return Number.isNaN(cell) ? Number.NaN : cell;
}
