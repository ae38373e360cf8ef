/** Asking services for covariates: with the patience of feeds, every answer kept, none asked for twice. */
import { readFile } from 'node:fs/promises';
import type { Logger, ProgressListener } from '../../../core/index.ts';
import type { Lake, LakeObject } from '../../../store/index.ts';
import { failureOfAnswer } from '../../feed/answer-errors.ts';
import { FeedClient } from '../../feed/client.ts';
import { limitWithin } from '../../feed/limit-within.ts';
import type { Network } from '../../feed/network.ts';
import type { Ask } from './covariate-row.ts';

/** An answer that was kept. */
export interface KeptAnswer extends LakeObject {
  readonly url: string;
}

export interface ServiceDeskOptions {
  readonly lake: Lake;
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly progress: ProgressListener;
}

/** A forecast does not wait longer than this for what is only beside it; the next run goes on. */
const PATIENCE_MS = 5 * 60_000;
const DEADLINE_MS = 60_000;
/** A limit told in a body is a short one. */
const SHORT_BYTES = 4096;

/** The services of one collect: those who want one answer share it, and all waiting for one service counts together. */
export class ServiceDesk {
  readonly #options: ServiceDeskOptions;
  readonly #clients = new Map<string, FeedClient>();
  readonly #answers = new Map<string, KeptAnswer>();

  constructor(options: ServiceDeskOptions) {
    this.#options = options;
  }

  /**
   * Makes the function that readers ask with. The bytes of each answer are in the lake before they are read.
   *
   * @param service the name that messages use
   * @param keep learns of each answer
   */
  ask(service: string, keep: (answer: KeptAnswer) => void): Ask {
    return async (url) => {
      const answer = this.#answers.get(url) ?? (await this.#fetch(service, url));
      this.#answers.set(url, answer);
      keep(answer);
      return this.#textOf(answer);
    };
  }

  async #fetch(service: string, url: string): Promise<KeptAnswer> {
    const client = this.#clientOf(service);
    const asked = { feed: service, url, window: `of ${url}` };
    for (;;) {
      const answer = await client.get(url);
      if (answer.kind !== 'body') throw failureOfAnswer(answer, asked);
      const kept = { ...(await this.#options.lake.putFile('raw', 'json', answer.path)), url };
      const waitSeconds =
        kept.bytes > SHORT_BYTES ? undefined : limitWithin(jsonOf(await this.#textOf(kept)));
      if (waitSeconds === undefined) return kept;
      if (!(await client.wait(waitSeconds, 'the service asks for it')))
        throw failureOfAnswer({ kind: 'limited', waitSeconds }, asked);
    }
  }

  #clientOf(service: string): FeedClient {
    const limits = { patienceMs: PATIENCE_MS, deadlineMs: DEADLINE_MS };
    const client =
      this.#clients.get(service) ?? new FeedClient({ ...this.#options, ...limits, feed: service });
    this.#clients.set(service, client);
    return client;
  }

  async #textOf({ key }: KeptAnswer): Promise<string> {
    return readFile(await this.#options.lake.localPath(key), 'utf8');
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
