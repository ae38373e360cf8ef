import koffi from 'koffi';

/** Words of native memory and where they lie. */
export interface Words {
  readonly address: bigint;
  readonly words: BigUint64Array;
}

const wordBytes = BigUint64Array.BYTES_PER_ELEMENT;

/**
 * Hands out 64-bit words from blocks of memory that do not move.
 *
 * One buffer of its own per block, because the engine may move a small typed array while native code points at it.
 * The memory lives as long as the arena and what it gave out.
 */
export class WordArena {
  readonly #blockWords: number;
  #block: ArrayBuffer;
  #baseAddress: bigint;
  #usedWords = 0;
  readonly #full: ArrayBuffer[] = [];

  constructor(blockWords: number) {
    this.#blockWords = blockWords;
    this.#block = new ArrayBuffer(blockWords * wordBytes);
    this.#baseAddress = koffi.address(new Uint8Array(this.#block));
  }

  allocate(count: number): Words {
    if (this.#usedWords + count > this.#block.byteLength / wordBytes) this.#grow(count);
    const offsetBytes = this.#usedWords * wordBytes;
    this.#usedWords += count;
    const words = new BigUint64Array(this.#block, offsetBytes, count);
    return { address: this.#baseAddress + BigInt(offsetBytes), words };
  }

  /** Stores words side by side and gives back their address. */
  list(values: readonly bigint[]): bigint {
    const { address, words } = this.allocate(values.length);
    words.set(values);
    return address;
  }

  /** Stores a text with its final NUL and gives back its address. */
  text(value: string): bigint {
    const bytes = Buffer.from(`${value}\0`);
    const { address, words } = this.allocate(Math.ceil(bytes.length / wordBytes));
    new Uint8Array(words.buffer, words.byteOffset, bytes.length).set(bytes);
    return address;
  }

  #grow(count: number): void {
    this.#full.push(this.#block);
    this.#block = new ArrayBuffer(Math.max(this.#blockWords, count) * wordBytes);
    this.#baseAddress = koffi.address(new Uint8Array(this.#block));
    this.#usedWords = 0;
  }
}
