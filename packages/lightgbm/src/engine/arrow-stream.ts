/** Shows columns to LightGBM as an Arrow C stream of one batch, without copying them. */
import koffi from 'koffi';
import type { ColumnValues, WireColumn } from '../protocol/matrix.ts';
import { WordArena } from './word-arena.ts';

const schemaWords = { size: 9, format: 0, name: 1, childCount: 4, children: 5, release: 7 } as const;
const arrayWords = {
  size: 10,
  length: 0,
  nullCount: 1,
  bufferCount: 3,
  childCount: 4,
  buffers: 5,
  children: 6,
  release: 8,
} as const;
const streamWords = { size: 5, getSchema: 0, getNext: 1, getLastError: 2, release: 3 } as const;
const unknownNullCount = -1n;
const success = 0;

interface Batch {
  readonly schema: BigUint64Array;
  readonly array: BigUint64Array;
  /** What the addresses lead to: held until the native side is done, for nothing else refers to it then. */
  readonly held: readonly unknown[];
  isTaken: boolean;
}

const formats: readonly (readonly [new (length: number) => ColumnValues, string])[] = [
  [Float64Array, 'g'],
  [Float32Array, 'f'],
  [Int32Array, 'i'],
  [Uint32Array, 'I'],
  [Int16Array, 's'],
  [Uint16Array, 'S'],
  [Int8Array, 'c'],
  [Uint8Array, 'C'],
  [BigInt64Array, 'l'],
  [BigUint64Array, 'L'],
];

/**
 * Makes the five callbacks of the Arrow C stream interface once and lends them to one batch at a time.
 *
 * Source: https://arrow.apache.org/docs/format/CStreamInterface.html
 */
export class ArrowStreams {
  #batch: Batch | undefined;
  readonly #getSchema = register('int', 2, (_stream, out) => this.#giveSchema(out));
  readonly #getNext = register('int', 2, (_stream, out) => this.#giveBatch(out));
  readonly #getLastError = register('void *', 1, () => null);
  readonly #releaseStream = register('void', 1, (address) => clear(address, streamWords.release));
  readonly #releaseSchema = register('void', 1, (address) => clear(address, schemaWords.release));
  readonly #releaseArray = register('void', 1, (address) => clear(address, arrayWords.release));

  /** Calls `use` with the address of a stream that is valid only until `use` returns. */
  withStream<Result>(rows: number, columns: readonly WireColumn[], use: (stream: bigint) => Result): Result {
    const arena = new WordArena(64 + columns.length * 32);
    this.#batch = {
      schema: this.#schemaOf(arena, columns),
      array: this.#arrayOf(arena, rows, columns),
      held: [arena, columns],
      isTaken: false,
    };
    const stream = arena.allocate(streamWords.size);
    stream.words[streamWords.getSchema] = this.#getSchema;
    stream.words[streamWords.getNext] = this.#getNext;
    stream.words[streamWords.getLastError] = this.#getLastError;
    stream.words[streamWords.release] = this.#releaseStream;
    try {
      return use(stream.address);
    } finally {
      this.#batch = undefined;
    }
  }

  close(): void {
    const callbacks = [this.#getSchema, this.#getNext, this.#getLastError];
    const releases = [this.#releaseStream, this.#releaseSchema, this.#releaseArray];
    for (const callback of [...callbacks, ...releases]) koffi.unregister(callback);
  }

  #giveSchema(out: bigint): number {
    if (this.#batch !== undefined) writeWords(out, this.#batch.schema);
    return success;
  }

  #giveBatch(out: bigint): number {
    if (this.#batch === undefined || this.#batch.isTaken) {
      clear(out, arrayWords.release); // A released array ends the stream.
      return success;
    }
    writeWords(out, this.#batch.array);
    this.#batch.isTaken = true;
    return success;
  }

  #schemaOf(arena: WordArena, columns: readonly WireColumn[]): BigUint64Array {
    const children = columns.map((column, index) => {
      const child = arena.allocate(schemaWords.size);
      child.words[schemaWords.format] = arena.text(formatOf(column.values));
      child.words[schemaWords.name] = arena.text(`c${index}`);
      child.words[schemaWords.release] = this.#releaseSchema;
      return child.address;
    });
    const { words } = arena.allocate(schemaWords.size);
    words[schemaWords.format] = arena.text('+s');
    words[schemaWords.name] = arena.text('');
    words[schemaWords.childCount] = BigInt(children.length);
    words[schemaWords.children] = arena.list(children);
    words[schemaWords.release] = this.#releaseSchema;
    return words;
  }

  #arrayOf(arena: WordArena, rows: number, columns: readonly WireColumn[]): BigUint64Array {
    const children = columns.map(({ values, validity }) => {
      const child = arena.allocate(arrayWords.size);
      const bitmap = validity === undefined ? 0n : koffi.address(validity);
      child.words[arrayWords.length] = BigInt(rows);
      child.words[arrayWords.nullCount] = validity === undefined ? 0n : BigInt.asUintN(64, unknownNullCount);
      child.words[arrayWords.bufferCount] = 2n;
      child.words[arrayWords.buffers] = arena.list([bitmap, koffi.address(values)]);
      child.words[arrayWords.release] = this.#releaseArray;
      return child.address;
    });
    const { words } = arena.allocate(arrayWords.size);
    words[arrayWords.length] = BigInt(rows);
    words[arrayWords.bufferCount] = 1n;
    words[arrayWords.buffers] = arena.list([0n]);
    words[arrayWords.childCount] = BigInt(children.length);
    words[arrayWords.children] = arena.list(children);
    words[arrayWords.release] = this.#releaseArray;
    return words;
  }
}

function register(
  result: string,
  parameterCount: 1 | 2,
  callback: (first: bigint, second: bigint) => unknown,
): bigint {
  const parameters = Array.from({ length: parameterCount }, () => 'void *');
  return koffi.register(callback, koffi.pointer(koffi.proto(result, parameters)));
}

function writeWords(address: bigint, words: BigUint64Array): void {
  koffi.encode(address, koffi.array('uint64_t', words.length, 'Typed'), words);
}

function clear(structAddress: bigint, word: number): void {
  koffi.encode(structAddress, word * BigUint64Array.BYTES_PER_ELEMENT, 'uint64_t', 0n);
}

function formatOf(values: ColumnValues): string {
  const format = formats.find(([kind]) => values instanceof kind);
  if (format === undefined) throw new TypeError(`No Arrow format for ${values.constructor.name}`);
  return format[1];
}
