/** The errors of this package; a caller tells them apart by class. */

/** Says that LightGBM itself refused a call; the message holds its own words. */
export class LightGbmError extends Error {
  override readonly name = 'LightGbmError';
  /** The C function that failed, such as `LGBM_BoosterCreate`. */
  readonly calledFunction: string;
  /** LightGBM's own words. */
  readonly reason: string;

  constructor(calledFunction: string, reason: string) {
    super(`${calledFunction} failed: ${reason}`);
    this.calledFunction = calledFunction;
    this.reason = reason;
  }
}

/** Says that the native library cannot be had on this machine, and what to install. */
export class LightGbmUnavailableError extends Error {
  override readonly name = 'LightGbmUnavailableError';
  readonly reason: string;
  /** What the user should do next; one sentence. */
  readonly remedy: string;

  constructor(reason: string, remedy: string) {
    super(`LightGBM is not available: ${reason}. ${remedy}`);
    this.reason = reason;
    this.remedy = remedy;
  }
}

/** Says that a caller passed something wrong: a shape, a type, a value, or something already freed. */
export class LightGbmUsageError extends Error {
  override readonly name = 'LightGbmUsageError';
}

/** Says that a distributed training did not end in its time, most often because a machine never joined. */
export class LightGbmTimeoutError extends Error {
  override readonly name = 'LightGbmTimeoutError';
}
