/** One request, its body streamed to disk, every way it can end told apart. */
import { createWriteStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { reasonOf } from '../../core/index.ts';
import type { Network } from './network.ts';

/** How a request ended. */
export type Answer =
  /** The whole body of a 200 lies at `path`. */
  | { readonly kind: 'body'; readonly path: string; readonly bytes: number }
  | { readonly kind: 'empty' }
  /** Too early: the next request is welcome after so long. */
  | { readonly kind: 'limited'; readonly waitSeconds: number }
  | { readonly kind: 'refused'; readonly status: number; readonly text: string }
  /** No answer at all. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** An answer began and did not come whole. */
  | { readonly kind: 'broken'; readonly reason: string };

export interface ReceiveOptions {
  readonly url: string;
  /** Where to write the body. */
  readonly path: string;
  /** A body that takes longer counts as broken. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

const SHOWN_TEXT = 300;
/** Where a limit is told without a time. */
const DEFAULT_WAIT_SECONDS = 300;
/** These mean that the request was too large for the server's own patience. */
const TOO_LARGE: readonly number[] = [413, 500, 502, 504];

/** Sends a request and takes its body to disk in bounded memory. Rejects only where the caller's signal was aborted. */
export async function receive(network: Network, options: ReceiveOptions): Promise<Answer> {
  const ended = new AbortController();
  const stop = new AbortController();
  const deadline = network.sleep(options.deadlineMs, ended.signal).then(
    () => stop.abort(new Error(`no whole answer within ${options.deadlineMs / 1000} s`)),
    () => undefined,
  );
  const signal = AbortSignal.any([stop.signal, options.signal]);
  try {
    return await answerOf(network, options, signal);
  } catch (thrown) {
    options.signal.throwIfAborted();
    await rm(options.path, { force: true });
    const reason = stop.signal.aborted ? reasonOf(stop.signal.reason) : causeOf(thrown);
    return { kind: thrown instanceof Unreachable && !stop.signal.aborted ? 'unreachable' : 'broken', reason };
  } finally {
    ended.abort();
    await deadline;
  }
}

class Unreachable extends Error {}

async function answerOf(network: Network, options: ReceiveOptions, signal: AbortSignal): Promise<Answer> {
  const response = await network
    .request(options.url, { signal, headers: { accept: 'application/json', 'user-agent': 'gridcast' } })
    .catch((cause: unknown) => {
      throw new Unreachable(causeOf(cause), { cause });
    });
  if (response.status === 204) return { kind: 'empty' };
  if (response.body !== null) {
    const body = Readable.fromWeb(response.body);
    await pipeline(body, createWriteStream(options.path), { signal });
  }
  if (response.status === 200) return bodyAt(options.path);
  const text = await readFile(options.path, 'utf8').catch(() => '');
  await rm(options.path, { force: true });
  return failureOf(response, text.trim());
}

async function bodyAt(path: string): Promise<Answer> {
  const bytes = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  return bytes === 0 ? { kind: 'empty' } : { kind: 'body', path, bytes };
}

function failureOf(response: Response, text: string): Answer {
  const { status } = response;
  const told = response.headers.get('retry-after');
  if (status === 429) return { kind: 'limited', waitSeconds: waitSeconds(told, text) };
  const reason = `HTTP ${status}${text === '' ? '' : `: ${text.slice(0, SHOWN_TEXT)}`}`;
  if (TOO_LARGE.includes(status)) return { kind: 'broken', reason };
  if (status >= 500) return { kind: 'unreachable', reason };
  return { kind: 'refused', status, text: text.slice(0, SHOWN_TEXT) };
}

/** The wait that a refusal asks for, by its header (seconds or a date is meant by HTTP; the feed sends seconds) and its text. */
export function waitSeconds(header: string | null, text: string): number {
  const inHeader = /^\d+$/u.test(header ?? '') ? Number(header) : undefined;
  const inText = /again in (\d+) seconds?/iu.exec(text)?.[1];
  const told = [inHeader, inText === undefined ? undefined : Number(inText)].filter((s) => s !== undefined);
  return told.length === 0 ? DEFAULT_WAIT_SECONDS : Math.max(...told);
}

/** `fetch` hides what happened in the cause of its error, at times with a code in place of a message. */
function causeOf(thrown: unknown): string {
  let inner = thrown;
  while (inner instanceof Error && inner.cause !== undefined) inner = inner.cause;
  const text = reasonOf(inner);
  return text === '' && inner instanceof Error ? ((inner as NodeJS.ErrnoException).code ?? inner.name) : text;
}
