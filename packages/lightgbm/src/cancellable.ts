import { cancel } from './engine/control.ts';
import { LightGbmUsageError } from './errors.ts';
import { CancelledError } from './protocol/wire-error.ts';

/**
 * Runs an operation that a signal, or the closing of its worker, can cancel.
 *
 * @throws the signal's reason when it was the signal.
 */
export async function cancellable<Result>(
  signal: AbortSignal | undefined,
  control: Int32Array,
  run: (onClose: () => void) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  const onAbort = (): void => cancel(control);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await run(onAbort);
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    signal?.throwIfAborted();
    throw new LightGbmUsageError('The LightGbm was closed while it trained.', { cause: error });
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}
