/** One pass over a text file: is it UTF-8, and on which line does each record start? */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { GridcastError } from '../../core/index.ts';
import type { LineBreak } from './table-input.ts';

const [NEWLINE, RETURN, QUOTE] = [10, 13, 34];
const CHUNK_BYTES = 1 << 20;

export interface TextScan {
  /** Records without blank lines, the header among them. */
  readonly records: number;
  /** Lines that are skipped so that the record after the header comes first. */
  readonly headerLines: number;
  readonly lineBreaks: readonly LineBreak[];
  /** True where a quoted field spans lines. */
  readonly multiLine: boolean;
}

export interface TextScanOptions {
  /** The name that messages use. */
  readonly file: string;
  /** The field separator; absent: quotes mean nothing and each line is a record. */
  readonly delimiter?: string;
  /** How many records stand before the first row: 1 for a header. */
  readonly headerRecords: number;
}

/**
 * Scans a text file in bounded memory.
 *
 * @throws COLLECT_FILE_ENCODING where it is not UTF-8, COLLECT_FILE_DAMAGED where a quote is never closed
 */
export async function scanText(path: string, options: TextScanOptions): Promise<TextScan> {
  const scanner = new RecordScanner(options);
  let carry: Buffer = Buffer.alloc(0);
  let line = 1;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    scanner.feed(chunk);
    const joined = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    const end = joined.lastIndexOf(NEWLINE) + 1;
    checkUtf8(joined.subarray(0, end), line, options.file);
    carry = joined.subarray(end);
    line = scanner.line;
  }
  checkUtf8(carry, line, options.file);
  return scanner.finish();
}

function checkUtf8(text: Buffer, firstLine: number, file: string): void {
  if (isUtf8(text)) return;
  let line = firstLine;
  for (let start = 0; start < text.length; line++) {
    const newline = text.indexOf(NEWLINE, start);
    const end = newline === -1 ? text.length : newline + 1;
    if (!isUtf8(text.subarray(start, end))) break;
    start = end;
  }
  throw new GridcastError('COLLECT_FILE_ENCODING', { file, line });
}

/** Follows quotes and line ends byte by byte, as the CSV reader does. */
class RecordScanner {
  line = 1;
  readonly #options: TextScanOptions;
  readonly #delimiter: number;
  readonly #breaks: LineBreak[] = [];
  #records = 0;
  #headerLines = 0;
  #recordLine = 1;
  #isBlank = true;
  #atFieldStart = true;
  #inQuotes = false;
  #justClosed = false;
  #multiLine = false;

  constructor(options: TextScanOptions) {
    this.#options = options;
    this.#delimiter = options.delimiter?.charCodeAt(0) ?? -1;
  }

  feed(chunk: Buffer): void {
    for (const byte of chunk) {
      if (byte === NEWLINE) this.#endLine();
      else if (this.#inQuotes) this.#quoted(byte);
      else if (byte !== RETURN) this.#plain(byte);
    }
  }

  finish(): TextScan {
    if (this.#inQuotes) {
      throw new GridcastError('COLLECT_FILE_DAMAGED', {
        file: this.#options.file,
        line: this.#recordLine,
        problem: 'a quoted field is opened and never closed',
        remedy: 'Close the quote, or write quotes inside a field twice ("").',
      });
    }
    this.#endRecord();
    return {
      records: this.#records,
      headerLines: this.#headerLines,
      lineBreaks: this.#breaks,
      multiLine: this.#multiLine,
    };
  }

  #endLine(): void {
    if (this.#inQuotes) {
      this.#multiLine = true;
      this.line++;
      return;
    }
    this.#endRecord();
    this.line++;
    this.#recordLine = this.line;
  }

  #endRecord(): void {
    if (this.#isBlank) return;
    this.#records++;
    this.#isBlank = true;
    this.#atFieldStart = true;
    this.#justClosed = false;
    const row = this.#records - this.#options.headerRecords;
    if (row === 0) this.#headerLines = this.line;
    if (row < 1) return;
    const linesAhead = this.#recordLine - row;
    if (this.#breaks.at(-1)?.linesAhead !== linesAhead) this.#breaks.push({ fromRecord: row, linesAhead });
  }

  #quoted(byte: number): void {
    if (byte !== QUOTE) return;
    this.#inQuotes = false;
    this.#justClosed = true;
  }

  #plain(byte: number): void {
    this.#isBlank = false;
    if (byte === QUOTE && this.#delimiter !== -1 && (this.#atFieldStart || this.#justClosed)) {
      this.#inQuotes = true;
    }
    this.#atFieldStart = byte === this.#delimiter;
    this.#justClosed = false;
  }
}
