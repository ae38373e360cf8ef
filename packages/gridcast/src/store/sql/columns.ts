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

/** What becomes of a NaN: a value of its own, or NULL. */
export type MissingNumbers = 'nan' | 'null';

const CHUNK_ROWS = 2048;

/** The numeric vectors of the bindings: their cells as a typed array, and a bit mask of the cells that are not null. */
interface NumericVector {
  readonly items: { [index: number]: number | bigint; readonly length: number };
  readonly validity: {
    /** Absent where every cell is valid. */
    readonly data: BigUint64Array | null;
    readonly offset: number;
    setItemValid(index: number, valid: boolean): void;
  };
  flush(): void;
}

/** Reads every row of a streaming result whose columns are all numeric. */
export async function readNumbers(
  result: DuckDBResult,
): Promise<{ rows: number; columns: Record<string, Float64Array> }> {
  const columns = result.columnNames().map((name) => ({ name, blocks: [] as Block[] }));
  let rows = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    for (const [index, { blocks }] of columns.entries()) {
      const vector = chunk.getColumnVector(index) as unknown as NumericVector;
      appendCells(vector, roomFor(blocks, chunk.rowCount, rows), chunk.rowCount);
    }
    rows += chunk.rowCount;
  }
  return {
    rows,
    columns: Object.fromEntries(columns.map(({ name, blocks }) => [name, joined(blocks, rows)])),
  };
}

/** A part of a column that is being read. */
interface Block {
  readonly cells: Float64Array;
  used: number;
}

const LARGEST_BLOCK = 65_536;

/** The last block, or a new one as large as all before: a few large blocks cost less than one a chunk. */
function roomFor(blocks: Block[], count: number, before: number): Block {
  const last = blocks.at(-1);
  if (last !== undefined && last.used + count <= last.cells.length) return last;
  const block = { cells: new Float64Array(Math.max(count, Math.min(before, LARGEST_BLOCK))), used: 0 };
  blocks.push(block);
  return block;
}

function appendCells({ items, validity }: NumericVector, block: Block, count: number): void {
  const { cells, used } = block;
  block.used += count;
  if (items instanceof Float64Array || items instanceof Int32Array) cells.set(items.subarray(0, count), used);
  else for (let i = 0; i < count; i++) cells[used + i] = Number(items[i]);
  if (validity.data === null) return;
  // asking for one cell after the other makes a BigInt each
  const { buffer, byteOffset, byteLength } = validity.data;
  const mask = new Uint8Array(buffer, byteOffset, byteLength);
  for (let i = 0; i < count; i++) {
    const bit = validity.offset + i;
    if ((((mask[bit >> 3] as number) >> (bit & 7)) & 1) === 0) cells[used + i] = Number.NaN;
  }
}

/** One array of the blocks' cells; the blocks are let go one by one. */
function joined(blocks: Block[], rows: number): Float64Array {
  const out = new Float64Array(rows);
  let start = 0;
  for (let block = blocks.shift(); block !== undefined; block = blocks.shift()) {
    out.set(block.cells.subarray(0, block.used), start);
    start += block.used;
  }
  return out;
}

function typeOf(column: ColumnInput): { readonly sql: string; readonly type: DuckDBType } {
  if (column instanceof Float64Array) return { sql: 'DOUBLE', type: DOUBLE };
  if (column instanceof Int32Array) return { sql: 'INTEGER', type: INTEGER };
  return { sql: 'VARCHAR', type: VARCHAR };
}

/** Creates a table of the columns, all of one length, in place of an older one. */
export async function createFromColumns(
  connection: DuckDBConnection,
  name: string,
  columns: Readonly<Record<string, ColumnInput>>,
  missing: MissingNumbers,
): Promise<void> {
  const declared = Object.entries(columns).map(
    ([column, cells]) => `${quoteIdentifier(column)} ${typeOf(cells).sql}`,
  );
  await connection.run(`CREATE OR REPLACE TABLE ${quoteIdentifier(name)} (${declared.join(', ')})`);
  await appendColumns(connection, name, columns, missing);
}

/** Appends columns to a table that has just these, in this order. */
export async function appendColumns(
  connection: DuckDBConnection,
  name: string,
  columns: Readonly<Record<string, ColumnInput>>,
  missing: MissingNumbers,
): Promise<void> {
  const inputs = Object.values(columns);
  const types = inputs.map((column) => typeOf(column).type);
  const rows = inputs[0]?.length ?? 0;
  const appender = await connection.createAppender(name);
  for (let start = 0; start < rows; start += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - start);
    const chunk = DuckDBDataChunk.create(types, count);
    for (const [index, column] of inputs.entries()) {
      if (column instanceof Float64Array || column instanceof Int32Array) {
        const vector = chunk.getColumnVector(index) as unknown as NumericVector;
        setNumbers(vector, column.subarray(start, start + count), missing);
      } else {
        chunk.setColumnValues(index, column.slice(start, start + count));
      }
    }
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function setNumbers(
  vector: NumericVector,
  numbers: Float64Array | Int32Array,
  missing: MissingNumbers,
): void {
  (vector.items as unknown as Float64Array).set(numbers);
  if (numbers instanceof Float64Array) {
    for (let i = 0; i < numbers.length; i++) {
      if (!Number.isNaN(numbers[i])) continue;
      // V8 gives a computed NaN either sign, by how far it has optimised the code; in a file that would be other bytes
      vector.items[i] = Number.NaN;
      if (missing === 'null') vector.validity.setItemValid(i, false);
    }
  }
  vector.flush();
}
