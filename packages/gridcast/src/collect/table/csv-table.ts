/** CSV as a table: separator sniffed, quoted fields, byte order mark, any line ends. */
import { GridcastError } from '../../core/index.ts';
import { quoteText } from '../../store/index.ts';
import { parseCsvRecord } from './csv-record.ts';
import { scanText, type TextScan } from './text-scan.ts';
import type { TableInput } from './table-input.ts';

/** Stands for an absent field, so that an empty one stays empty text. */
const ABSENT = '\u0001';

export interface CsvOptions {
  /** The name that messages use. */
  readonly file: string;
  /** Columns that are asked for: the separator under which the header has most of them wins. */
  readonly wanted: readonly string[];
}

/**
 * Opens a CSV file with a header.
 *
 * @throws COLLECT_FILE_EMPTY, COLLECT_FILE_ENCODING, COLLECT_FILE_DAMAGED
 */
export async function openCsvTable(path: string, head: Buffer, options: CsvOptions): Promise<TableInput> {
  const { delimiter, names } = sniffHeader(head.toString('utf8').replace(/^\uFEFF/u, ''), options.wanted);
  const scan = await scanText(path, { file: options.file, delimiter, headerRecords: 1 });
  if (scan.records < 2) {
    throw new GridcastError('COLLECT_FILE_EMPTY', {
      file: options.file,
      found: 'it has a header and nothing else',
    });
  }
  const reader = readerSql(path, { delimiter, fields: names.length, scan });
  const last = `c${names.length - 1}`;
  const problem =
    `CASE WHEN c${names.length} <> '' THEN 'too_many_fields' ` +
    `WHEN ${last} IS NULL THEN 'too_few_fields' END`;
  return {
    format: 'csv',
    columns: names.map((name) => ({ name, form: 'text', type: 'text' })),
    lineBreaks: scan.lineBreaks,
    select: (columns) =>
      `SELECT row_number() OVER () AS record, ${problem} AS problem` +
      `${columns.map((c, i) => `, c${c} AS x${i}`).join('')} FROM ${reader}`,
    rawText:
      `SELECT row_number() OVER () AS record, concat_ws(${quoteText(delimiter)}, ` +
      `${[...names, 'extra'].map((_, i) => `c${i}`).join(', ')}) AS raw FROM ${reader}`,
  };
}

function sniffHeader(
  head: string,
  wanted: readonly string[],
): { readonly delimiter: string; readonly names: readonly string[] } {
  const text = head.replace(/^(?:\r?\n)+/u, '');
  const candidates = [';', ','].map((delimiter) => {
    const names = parseCsvRecord(text, delimiter).map((name) => name.trim());
    return { delimiter, names, found: wanted.filter((name) => names.includes(name)).length };
  });
  const best = candidates.toSorted((a, b) => b.found - a.found || b.names.length - a.names.length);
  return best[0] as (typeof candidates)[number];
}

interface ReaderShape {
  readonly delimiter: string;
  readonly fields: number;
  readonly scan: TextScan;
}

/** One column more than the header has shows records that are too long. */
function readerSql(path: string, { delimiter, fields, scan }: ReaderShape): string {
  const columns = Array.from({ length: fields + 1 }, (_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  return (
    `read_csv(${quoteText(path)}, columns = {${columns}}, delim = ${quoteText(delimiter)}, header = false, ` +
    `skip = ${scan.headerLines}, quote = '"', escape = '"', nullstr = ${quoteText(ABSENT)}, auto_detect = false, ` +
    `null_padding = true, strict_mode = false, parallel = ${!scan.multiLine})`
  );
}
