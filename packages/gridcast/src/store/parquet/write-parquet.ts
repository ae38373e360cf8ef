/**
 * Parquet files from columns in memory. Source: the Parquet format, version 1 pages.
 *
 * DuckDB writes tables; this is for what is in memory already and mostly repeats its values from row to row, which as runs take a
 * tenth of the time.
 */
import { constants, zstdCompressSync } from 'node:zlib';
import { createPages, kinds, rowsOf, type ColumnPages, type ParquetColumn } from './column.ts';
import { binary, int, ints, long, struct, structBytes, structs, texts, type Field } from './thrift.ts';

const LEVEL = { [constants.ZSTD_c_compressionLevel]: 1 };

/** Bytes that incompressible pages may grow by. */
const PIECE_MARGIN = 65_536;

const MAGIC = Buffer.from('PAR1');
const PAGE = { data: 0, dictionary: 2 } as const;
const ENCODING = { plain: 0, rle: 3, dictionary: 8 } as const;
const CODEC = { none: 0, zstd: 6 } as const;
const OPTIONAL = 1;

/**
 * The bytes of a file with one row group and one page a column. They depend on the columns and Node's version of zstd alone.
 *
 * @param columns of equal length, at least one row.
 */
export function parquetBytes(columns: readonly ParquetColumn[]): Buffer {
  const rows = columns[0] === undefined ? 0 : rowsOf(columns[0]);
  const pagesOf = createPages();
  const packed = columns.map((column) => packColumn(column, pagesOf(column)));
  const parts: Buffer[] = [MAGIC];
  let offset = MAGIC.length;
  const chunks = packed.map((column) => {
    const chunk = chunkOf(column, offset);
    parts.push(...column.bytes);
    offset += column.size;
    return chunk;
  });
  const group = [
    structs(1, chunks),
    long(
      2,
      packed.reduce((sum, { plainSize }) => sum + plainSize, 0),
    ),
    long(3, rows),
  ];
  const footer = Buffer.from(
    structBytes([
      int(1, 1),
      structs(2, [
        [binary(4, 'schema'), int(5, columns.length)],
        ...columns.map(({ name, kind }) => [
          int(1, kinds[kind].type),
          int(3, OPTIONAL),
          binary(4, name),
          ...kinds[kind].schema,
        ]),
      ]),
      long(3, rows),
      structs(4, [group]),
      binary(6, 'gridcast'),
    ]),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([...parts, footer, length, MAGIC]);
}

interface PackedColumn {
  readonly column: ParquetColumn;
  readonly pages: ColumnPages;
  /** Its pages with their heads, the dictionary first where there is one. */
  readonly bytes: readonly Buffer[];
  readonly dictionarySize: number;
  readonly size: number;
  readonly plainSize: number;
}

function packColumn(column: ParquetColumn, pages: ColumnPages): PackedColumn {
  const { dictionary, data } = pages;
  const encoding = dictionary === undefined ? ENCODING.plain : ENCODING.dictionary;
  const dataHead = [int(1, rowsOf(column)), int(2, encoding), int(3, ENCODING.rle), int(4, ENCODING.rle)];
  const codec = codecOf(pages);
  const dictionaryHead = [int(1, dictionary?.values ?? 0), int(2, ENCODING.plain)];
  const first =
    dictionary &&
    packPage(PAGE.dictionary, dictionary.bytes, { codec, details: [struct(7, dictionaryHead)] });
  const second = packPage(PAGE.data, data, { codec, details: [struct(5, dataHead)] });
  const bytes = [...(first?.bytes ?? []), ...second.bytes];
  const dictionarySize = first?.bytes.reduce((sum, one) => sum + one.length, 0) ?? 0;
  return {
    column,
    pages,
    bytes,
    dictionarySize,
    size: bytes.reduce((sum, one) => sum + one.length, 0),
    plainSize: (first?.plainSize ?? 0) + second.plainSize,
  };
}

/** Runs are short as they are: to open a compressor for them costs more time than it saves bytes. */
const codecOf = ({ dictionary }: ColumnPages): number => (dictionary === undefined ? CODEC.zstd : CODEC.none);

function packPage(
  type: number,
  plain: Buffer,
  { codec, details }: { readonly codec: number; readonly details: readonly Field[] },
): { readonly bytes: readonly Buffer[]; readonly plainSize: number } {
  const body = codec === CODEC.none ? plain : compressed(plain);
  const head = Buffer.from(
    structBytes([int(1, type), int(2, plain.length), int(3, body.length), ...details]),
  );
  return { bytes: [head, body], plainSize: head.length + plain.length };
}

/** In one piece: pieces of the default size cost as much as the compression. */
function compressed(plain: Buffer): Buffer {
  const size = plain.length;
  return zstdCompressSync(plain, { params: LEVEL, chunkSize: size + PIECE_MARGIN, pledgedSrcSize: size });
}

function chunkOf({ column, pages, ...sizes }: PackedColumn, offset: number): Field[] {
  const hasDictionary = pages.dictionary !== undefined;
  const encodings = [ENCODING.plain, ENCODING.rle, ...(hasDictionary ? [ENCODING.dictionary] : [])];
  const bounds = pages.bounds && [binary(5, pages.bounds.most), binary(6, pages.bounds.least)];
  return [
    long(2, offset),
    struct(3, [
      int(1, kinds[column.kind].type),
      ints(2, encodings),
      texts(3, [column.name]),
      int(4, codecOf(pages)),
      long(5, rowsOf(column)),
      long(6, sizes.plainSize),
      long(7, sizes.size),
      long(9, offset + sizes.dictionarySize),
      ...(hasDictionary ? [long(11, offset)] : []),
      struct(12, [long(3, pages.missing), ...(bounds ?? [])]),
    ]),
  ];
}
