/** Arrow IPC files, one record batch an object of the lake. */
import { open, rm } from 'node:fs/promises';
import {
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Utf8,
  vectorFromArray,
  type Data,
  type DataType,
} from 'apache-arrow';
import type { SqlEngine } from '../sql/engine.ts';
import { quoteIdentifier, readParquet } from '../sql/quote.ts';

interface Column {
  readonly name: string;
  /** As DuckDB names it. */
  readonly type: string;
}

/** Rows of a batch: what a batch costs in memory is bounded whatever the size of the objects. */
const BATCH_ROWS = 65_536;

/** Writes the rows of Parquet files of one shape, in their order; a file that could not be finished is removed. */
export async function writeArrow(
  engine: SqlEngine,
  { paths, out }: { readonly paths: readonly string[]; readonly out: string },
): Promise<void> {
  const [first] = paths;
  if (first === undefined) throw new RangeError('there is no file to write');
  const columns = await engine
    .rows<{ column_name: string; column_type: string }>(`DESCRIBE SELECT * FROM ${readParquet([first])}`)
    .then((rows) => rows.map(({ column_name: name, column_type: type }) => ({ name, type })));
  const schema = new Schema(columns.map(({ name, type }) => new Field(name, arrowType(type), true)));
  const file = await open(out, 'w');
  try {
    const writer = new RecordBatchFileWriter();
    const written = (async () => {
      for await (const bytes of writer) await file.write(bytes);
    })();
    // heard of below; until then a rejection has nobody else
    written.catch(() => undefined);
    try {
      for (const path of paths) {
        for await (const batch of batches(engine, { path, columns, schema })) writer.write(batch);
      }
    } finally {
      writer.finish();
      await written;
    }
  } catch (thrown) {
    await rm(out, { force: true });
    throw thrown;
  } finally {
    await file.close();
  }
}

async function* batches(
  engine: SqlEngine,
  {
    path,
    columns,
    schema,
  }: { readonly path: string; readonly columns: readonly Column[]; readonly schema: Schema },
): AsyncGenerator<RecordBatch> {
  const relation = readParquet([path]);
  const [counted] = await engine.rows<{ rows: number }>(`SELECT COUNT(*)::INTEGER AS rows FROM ${relation}`);
  const rows = counted?.rows ?? 0;
  for (let from = 0; from < rows; from += BATCH_ROWS) {
    const page = `(SELECT * FROM ${relation} LIMIT ${BATCH_ROWS} OFFSET ${from})`;
    const children: Data[] = [];
    for (const column of columns) children.push(await columnData(engine, page, column));
    const length = children[0]?.length ?? 0;
    yield new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, children }));
  }
}

async function columnData(engine: SqlEngine, page: string, { name, type }: Column): Promise<Data> {
  const column = quoteIdentifier(name);
  if (type === 'VARCHAR') {
    const rows = await engine.rows<{ text: string | null }>(`SELECT ${column} AS text FROM ${page}`);
    return vectorFromArray(
      rows.map(({ text }) => text),
      new Utf8(),
    ).data[0] as Data;
  }
  const isTime = type === 'TIMESTAMP';
  const { columns } = await engine.numbers(
    `SELECT ${isTime ? `epoch_us(${column})` : column} AS cell FROM ${page}`,
  );
  const cells = columns['cell'] ?? new Float64Array();
  const validity = validityOf(cells);
  if (isTime) {
    const data = BigInt64Array.from(cells, (micros) => BigInt(Number.isNaN(micros) ? 0 : micros));
    return makeData({ type: new TimestampMicrosecond('UTC'), data, length: cells.length, ...validity });
  }
  if (type === 'INTEGER')
    return makeData({ type: new Int32(), data: Int32Array.from(cells), length: cells.length, ...validity });
  return makeData({ type: new Float64(), data: cells, length: cells.length, ...validity });
}

/** A missing cell is null in Arrow, too. */
function validityOf(cells: Float64Array): { readonly nullCount: number; readonly nullBitmap: Uint8Array } {
  const nullBitmap = new Uint8Array(Math.ceil(cells.length / 8));
  let nullCount = 0;
  for (let i = 0; i < cells.length; i++) {
    if (Number.isNaN(cells[i])) nullCount += 1;
    else nullBitmap[i >> 3] = (nullBitmap[i >> 3] ?? 0) | (1 << (i & 7));
  }
  return { nullCount, nullBitmap };
}

function arrowType(type: string): DataType {
  if (type === 'VARCHAR') return new Utf8();
  if (type === 'TIMESTAMP') return new TimestampMicrosecond('UTC');
  return type === 'INTEGER' ? new Int32() : new Float64();
}
