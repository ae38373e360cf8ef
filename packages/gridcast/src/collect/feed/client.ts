/** Requests to one feed: one at a time, waiting where the feed asks for it, as long as patience lasts. */
import { rm } from 'node:fs/promises';
import type { Logger, ProgressListener } from '../../core/index.ts';
import type { Lake } from '../../store/index.ts';
import type { Network } from './network.ts';
import { receive, type Answer } from './receive.ts';

export interface FeedClientOptions {
  readonly lake: Lake;
  readonly network: Network;
  readonly feed: string;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly progress: ProgressListener;
  /** All waiting together; default: 20 minutes. */
  readonly patienceMs?: number;
  /** How long one answer may take; default: 5 minutes. */
  readonly deadlineMs?: number;
}

/** All waiting of one collect together; a run is hourly, and what is missing then is read by the next. */
const PATIENCE_MS = 20 * 60_000;
const DEADLINE_MS = 5 * 60_000;
/** A feed that keeps on asking for short waits is given up too. */
const MAX_WAITS = 12;
const RETRY_SECONDS: readonly number[] = [1, 4];

export class FeedClient {
  readonly #options: FeedClientOptions;
  #waitedMs = 0;
  #waits = 0;
  #requests = 0;

  constructor(options: FeedClientOptions) {
    this.#options = options;
  }

  /** How many requests were sent. */
  get requests(): number {
    return this.#requests;
  }

  /** Sends a request, and again after each wait that is asked for; `limited` and `unreachable` mean that patience ended. */
  async get(url: string): Promise<Answer> {
    const { lake, network, signal, logger, feed, deadlineMs = DEADLINE_MS } = this.#options;
    for (let failures = 0; ;) {
      const path = lake.scratchPath('json');
      this.#requests++;
      const answer = await receive(network, { url, path, deadlineMs, signal }).catch(
        async (thrown: unknown) => {
          await rm(path, { force: true });
          throw thrown;
        },
      );
      logger.debug('feed answered', { feed, url, answer: answer.kind });
      if (answer.kind === 'limited') {
        if (!(await this.wait(answer.waitSeconds, 'the feed asks for it'))) return answer;
      } else if (answer.kind === 'unreachable') {
        const seconds = RETRY_SECONDS[failures++];
        if (seconds === undefined || !(await this.wait(seconds, answer.reason))) return answer;
      } else {
        return answer;
      }
    }
  }

  /** Waits; false, at once, where that is longer than patience lasts. */
  async wait(seconds: number, why: string): Promise<boolean> {
    const { network, signal, progress, feed, logger, patienceMs = PATIENCE_MS } = this.#options;
    const ms = Math.max(1, seconds) * 1000;
    if (this.#waitedMs + ms > patienceMs || this.#waits >= MAX_WAITS) return false;
    this.#waitedMs += ms;
    this.#waits++;
    logger.info('waiting for the feed', { feed, seconds, why });
    progress({ task: 'collect', done: 0, note: `${feed}: waiting ${seconds} s, ${why}` });
    await network.sleep(ms, signal);
    return true;
  }
}
