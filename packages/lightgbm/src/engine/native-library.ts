import koffi, { type LibraryHandle } from 'koffi';
import { LightGbmError } from '../errors.ts';
import { loadLibrary } from '../library/load-library.ts';
import { LogLines } from './log-lines.ts';
import { signatures, type NativeFunction } from './signatures.ts';

/** A native object: an address that LightGBM gave out. */
export type NativeHandle = bigint;

/** What a bound function takes: plain values, memory, or arrays whose first element receives an output. */
export type NativeValue =
  | number
  | bigint
  | string
  | null
  | ArrayBufferView
  | readonly (number | bigint | string | null | ArrayBufferView)[];

type KoffiFunction = (...args: NativeValue[]) => number;

/**
 * Calls LightGBM's C functions and turns a failed call into a {@link LightGbmError} with the library's own words.
 *
 * LightGBM keeps its last error and log callback per thread, so an instance belongs to the thread that made it.
 */
export class NativeLibrary {
  readonly #library: LibraryHandle;
  readonly #functions = new Map<NativeFunction, KoffiFunction>();
  readonly #lastError: () => string;
  readonly #logCallback: bigint;

  /** Log lines of this thread go to `onLog` from now on, and nowhere else. */
  constructor(libraryPath: string, onLog: (line: string) => void) {
    this.#library = loadLibrary(libraryPath);
    this.#lastError = this.#library.func('const char *LGBM_GetLastError()') as () => string;
    const prototype = koffi.pointer(koffi.proto('void', ['const char *']));
    this.#logCallback = koffi.register(new LogLines(onLog).add, prototype);
    this.call('LGBM_RegisterLogCallback', this.#logCallback);
  }

  /** @throws LightGbmError when LightGBM reports a failure. */
  call(name: NativeFunction, ...args: NativeValue[]): void {
    let native = this.#functions.get(name);
    if (native === undefined) {
      native = this.#library.func(`int ${name}${signatures[name]}`) as KoffiFunction;
      this.#functions.set(name, native);
    }
    if (native(...args) !== 0) throw new LightGbmError(name, this.#lastError());
  }

  /** Calls a function whose last parameter receives a handle. */
  callForHandle(name: NativeFunction, ...args: NativeValue[]): NativeHandle {
    const out: [bigint | null] = [null];
    this.call(name, ...args, out);
    if (out[0] === null) throw new LightGbmError(name, 'no handle was given back');
    return out[0];
  }

  /** Calls a function whose last parameter receives a number. */
  callForNumber(name: NativeFunction, ...args: NativeValue[]): number {
    const out: [number | bigint] = [0];
    this.call(name, ...args, out);
    return Number(out[0]);
  }

  /** Calls a function whose last parameters are a buffer's length, the length needed, and the buffer for a text. */
  callForText(name: NativeFunction, ...args: NativeValue[]): string {
    const needed: [number | bigint] = [0];
    this.call(name, ...args, 0, needed, null);
    const text = Buffer.allocUnsafe(Number(needed[0]));
    this.call(name, ...args, text.length, needed, text);
    return text.toString('utf8', 0, text.length - 1);
  }

  /** Calls a function that fills `count` names of a handle. */
  callForNames(name: NativeFunction, handle: NativeHandle, count: number): readonly string[] {
    const needed: [number | bigint] = [0];
    const read = (lengthBytes: number): Buffer[] => {
      const names = Array.from({ length: count }, () => Buffer.alloc(lengthBytes));
      this.call(name, handle, count, [0], lengthBytes, needed, names);
      return names;
    };
    const first = read(64);
    const names = Number(needed[0]) > 64 ? read(Number(needed[0])) : first;
    return names.map((bytes) => bytes.toString('utf8', 0, bytes.indexOf(0)));
  }

  /** Takes the log callback out; the instance must not be used afterwards. */
  close(): void {
    this.call('LGBM_RegisterLogCallback', null);
    koffi.unregister(this.#logCallback);
  }
}
