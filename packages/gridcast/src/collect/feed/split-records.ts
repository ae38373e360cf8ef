/** A large JSON response to one record a line, in bounded memory. */
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** What a response held beside its records. */
export interface SplitResponse {
  /** False where the text ends before its JSON does. */
  readonly isWhole: boolean;
  readonly records: number;
  /** The response without its records: `{total, sort, limit, dataset}`, or an error; undefined where it is no JSON. */
  readonly envelope: unknown;
}

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];
const SPACE = 0x20;
const MAX_ENVELOPE_BYTES = 1 << 16;
const CHUNK_BYTES = 1 << 20;

/**
 * Appends the records of `{..., "records": [...]}` or of a bare list to a file, one a line. Control characters within texts, which
 * the feed sends raw, are escaped.
 *
 * @param linesPath made where it is absent
 * @param chunkBytes how much is read at once; changes nothing else
 */
export async function splitRecords(
  responsePath: string,
  linesPath: string,
  chunkBytes = CHUNK_BYTES,
): Promise<SplitResponse> {
  const splitter = new Splitter();
  const lines = await open(linesPath, 'a');
  try {
    for await (const chunk of createReadStream(responsePath, { highWaterMark: chunkBytes })) {
      splitter.feed(chunk as Buffer);
      await writeAll(lines, splitter.takeLines());
    }
  } finally {
    await lines.close();
  }
  return splitter.finish();
}

async function writeAll(file: FileHandle, content: Buffer): Promise<void> {
  if (content.length > 0) await file.writeFile(content);
}

/** Escapes the control characters within the texts of a JSON document, so that it can be parsed. */
export function escapeControls(json: string): string {
  return json.replaceAll(/"(?:[^"\\]|\\[\s\S])*"/gu, (text) =>
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    text.replaceAll(/[\u0000-\u001f]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/** Follows a JSON text byte by byte: texts, nesting, and the list whose items are records. */
class Splitter {
  #depth = 0;
  #inText = false;
  #isEscaped = false;
  /** The depth within the list of records; 0 before it was met. */
  #listDepth = 0;
  #records = 0;
  #pieces: Buffer[] = [];
  readonly #envelope: number[] = [];
  /** Ends with `"records":[` where the list begins. */
  #isBegun = false;

  feed(chunk: Buffer): void {
    let from = this.#inRecord ? 0 : -1;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      const wasInRecord = this.#inRecord;
      const isKept = this.#step(byte);
      if (!wasInRecord && this.#inRecord) from = at;
      if (wasInRecord && !isKept) {
        this.#pieces.push(chunk.subarray(from, at), escaped(byte, this.#inText));
        from = at + 1;
      }
      if (wasInRecord && !this.#inRecord) {
        this.#pieces.push(chunk.subarray(from, at + 1), NEWLINE);
        this.#records++;
      }
    }
    if (this.#inRecord) this.#pieces.push(chunk.subarray(from));
  }

  takeLines(): Buffer {
    const lines = Buffer.concat(this.#pieces);
    this.#pieces = [];
    return lines;
  }

  finish(): SplitResponse {
    const isWhole = this.#isBegun && this.#depth === 0 && !this.#inText;
    return { isWhole, records: this.#records, envelope: isWhole ? this.#parsedEnvelope() : undefined };
  }

  get #inRecord(): boolean {
    return this.#listDepth > 0 && this.#depth > this.#listDepth;
  }

  #parsedEnvelope(): unknown {
    try {
      return JSON.parse(escapeControls(Buffer.from(this.#envelope).toString('utf8')));
    } catch {
      return undefined;
    }
  }

  /** Takes a byte; false where it must not stand in a line as it is. */
  #step(byte: number): boolean {
    if (this.#inText) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) this.#inText = false;
      this.#remember(byte);
      return byte >= SPACE;
    }
    if (byte === QUOTE) this.#inText = true;
    else if (byte === OPEN || byte === OPEN_LIST) this.#deeper(byte);
    else if (byte === CLOSE || byte === CLOSE_LIST) this.#shallower();
    this.#remember(byte);
    return byte >= SPACE;
  }

  #deeper(byte: number): void {
    const isRecords = this.#depth === 0 || (this.#depth === 1 && this.#followsRecordsName());
    this.#isBegun = true;
    this.#depth++;
    if (byte === OPEN_LIST && this.#listDepth === 0 && isRecords) this.#listDepth = this.#depth;
  }

  #shallower(): void {
    this.#depth--;
    // the list is over; what follows is envelope again
    if (this.#listDepth > 0 && this.#depth < this.#listDepth) this.#listDepth = -1;
  }

  #followsRecordsName(): boolean {
    return /"records"\s*:\s*$/u.test(Buffer.from(this.#envelope.slice(-40)).toString('latin1'));
  }

  #remember(byte: number): void {
    const isWithinList = this.#listDepth > 0 && !(byte === OPEN_LIST && this.#depth === this.#listDepth);
    if (!isWithinList && this.#envelope.length < MAX_ENVELOPE_BYTES) this.#envelope.push(byte);
  }
}

const NEWLINE = Buffer.from('\n');

function escaped(byte: number, inText: boolean): Buffer {
  return Buffer.from(inText ? `\\u${byte.toString(16).padStart(4, '0')}` : ' ');
}
