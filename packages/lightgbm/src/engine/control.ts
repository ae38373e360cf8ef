/** The words by which the main thread steers a training that runs in the worker; they are shared memory. */
import { CancelledError } from '../protocol/wire-error.ts';

const cancelWord = 0;
const stopAfterWord = 1;

/** Makes the words of one training. */
export function createControl(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/** Asks that training end without a model. */
export function cancel(control: Int32Array): void {
  Atomics.store(control, cancelWord, 1);
}

/** @throws CancelledError when training was cancelled. */
export function throwIfCancelled(control: Int32Array): void {
  if (Atomics.load(control, cancelWord) !== 0) throw new CancelledError('The training was cancelled.');
}

/** Asks that training end with the model as it was after an iteration (counted from 1). */
export function stopAfter(control: Int32Array, iteration: number): void {
  Atomics.store(control, stopAfterWord, iteration);
}

/** The iteration that was asked for last, or 0. */
export function stopAfterOf(control: Int32Array): number {
  return Atomics.load(control, stopAfterWord);
}
