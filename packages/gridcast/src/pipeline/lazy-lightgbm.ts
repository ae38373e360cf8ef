import { LightGbm, LightGbmUnavailableError } from '@gridcast/lightgbm';
import type { Logger } from '../core/index.ts';

/** The native library, opened when it is first asked for. */
export class LazyLightGbm implements AsyncDisposable {
  readonly #threads: number;
  readonly #logger: Logger;
  #opening: Promise<LightGbm | undefined> | undefined;

  constructor(threads: number, logger: Logger) {
    this.#threads = threads;
    this.#logger = logger;
  }

  /** Undefined, with the reason logged, where it cannot be had. */
  open(): Promise<LightGbm | undefined> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#opening)?.close();
  }

  async #open(): Promise<LightGbm | undefined> {
    try {
      return await LightGbm.open({
        threads: this.#threads,
        onLog: (line) => this.#logger.debug('lightgbm', { line }),
      });
    } catch (thrown) {
      if (!(thrown instanceof LightGbmUnavailableError)) throw thrown;
      this.#logger.warn('lower rungs will forecast', { reason: thrown.message });
      return undefined;
    }
  }
}
