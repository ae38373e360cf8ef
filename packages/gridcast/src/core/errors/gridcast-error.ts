import { errorCatalogue, type ErrorCode, type ErrorDetails } from './catalogue.ts';
import type { ErrorKind } from './kind.ts';

/**
 * The one error class of the system: a code of the error table with its facts; the table makes the sentence.
 *
 * @example throw new GridcastError('USAGE_INVALID_VALUE', { name: '--delay', value: 'x', expected: 'hours are wanted' })
 */
export class GridcastError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'GridcastError';
  readonly code: Code;
  readonly details: ErrorDetails<Code>;

  constructor(code: Code, details: ErrorDetails<Code>, options?: { readonly cause?: unknown }) {
    super((errorCatalogue[code] as unknown as ErrorKind<ErrorDetails<Code>>).sentence(details), options);
    this.code = code;
    this.details = details;
  }

  /** How the CLI and the API answer this error. */
  get kind(): Pick<ErrorKind<never>, 'exitCode' | 'httpStatus' | 'retryable'> {
    return errorCatalogue[this.code];
  }
}

/** The text of anything that was thrown. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
