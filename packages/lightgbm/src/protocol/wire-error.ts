import { LightGbmError, LightGbmUnavailableError, LightGbmUsageError } from '../errors.ts';

/** An error on its way between threads or processes; `message` is the reason where there is a `calledFunction`. */
export interface WireError {
  readonly kind: 'lightgbm' | 'usage' | 'unavailable' | 'cancelled' | 'other';
  readonly message: string;
  readonly calledFunction?: string;
  readonly remedy?: string;
}

/** Says inside the worker that the caller cancelled; the main thread turns it into the signal's reason. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

/** Takes an error apart for the journey. */
export function packError(error: unknown): WireError {
  if (error instanceof LightGbmError) {
    return { kind: 'lightgbm', message: error.reason, calledFunction: error.calledFunction };
  }
  if (error instanceof LightGbmUnavailableError) {
    return { kind: 'unavailable', message: error.reason, remedy: error.remedy };
  }
  if (error instanceof LightGbmUsageError) return { kind: 'usage', message: error.message };
  if (error instanceof CancelledError) return { kind: 'cancelled', message: error.message };
  return { kind: 'other', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** Puts an error together again. */
export function unpackError({ kind, message, calledFunction = 'LightGBM', remedy = '' }: WireError): Error {
  const makers: Readonly<Record<WireError['kind'], () => Error>> = {
    lightgbm: () => new LightGbmError(calledFunction, message),
    unavailable: () => new LightGbmUnavailableError(message, remedy),
    usage: () => new LightGbmUsageError(message),
    cancelled: () => new CancelledError(message),
    other: () => new Error(message),
  };
  return makers[kind]();
}
