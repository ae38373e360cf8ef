/** The shape of one entry in the error table. */

/** Exit codes of the CLI: 1 fault, 2 usage, 3 bad data. */
export type ErrorExitCode = 1 | 2 | 3;

/** What an error code means: its sentence built from facts, and how the CLI and the API answer it. */
export interface ErrorKind<Details> {
  readonly exitCode: ErrorExitCode;
  readonly httpStatus: number;
  readonly retryable: boolean;
  /** What happened, what was expected, where, and what to do next. */
  readonly sentence: (details: Details) => string;
}

/** Declares one entry, keeping the type of its details. */
export function kind<Details>(entry: ErrorKind<Details>): ErrorKind<Details> {
  return entry;
}

/** An entry for a wrong command line, flag or configuration. */
export function usage<Details>(sentence: (details: Details) => string): ErrorKind<Details> {
  return { exitCode: 2, httpStatus: 422, retryable: false, sentence };
}

/** An entry for input data that cannot be used. */
export function badData<Details>(sentence: (details: Details) => string): ErrorKind<Details> {
  return { exitCode: 3, httpStatus: 422, retryable: false, sentence };
}

/** An entry for a fault of the machine, the store or the program. */
export function fault<Details>(
  sentence: (details: Details) => string,
  retryable = false,
): ErrorKind<Details> {
  return { exitCode: 1, httpStatus: 500, retryable, sentence };
}
