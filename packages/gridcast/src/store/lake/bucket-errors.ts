/** What went wrong at a bucket, and whether trying again can help. */
import { setTimeout } from 'node:timers/promises';
import { reasonOf } from '../../core/index.ts';

const WAITS_MS = [200, 400, 800, 1600];
const PASSING_CODES =
  /^(?:ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_STREAM_PREMATURE_CLOSE)$/u;
const PASSING_WORDS = /socket hang up|premature close|aborted|timeout|timed out/iu;

/** Does work, up to five times within some three seconds where the service was busy or the connection broke. */
export async function retrying<Result>(work: () => Promise<Result>): Promise<Result> {
  for (const waitMs of WAITS_MS) {
    try {
      return await work();
    } catch (thrown) {
      if (!isPassing(thrown)) throw thrown;
      await setTimeout(waitMs);
    }
  }
  return work();
}

/** Whether the object is not there; a bucket that is not there is another matter. */
export function isAbsent(thrown: unknown): boolean {
  return causesOf(thrown).some(
    (cause) => statusOf(cause) === 404 && !/bucket/iu.test(`${wordOf(cause, 'name')} ${reasonOf(cause)}`),
  );
}

/** The innermost reason in words. */
export function innermostReason(thrown: unknown): string {
  const [inner] = causesOf(thrown).reverse();
  const [status, reason] = [statusOf(inner), reasonOf(inner).split('\n', 1)[0] ?? ''];
  const words = [wordOf(inner, 'name'), reason].find(
    (word) => word !== '' && !/^(?:Error|UnknownError)$/u.test(word),
  );
  const said = reason === '' || reason === 'UnknownError' ? (words ?? wordOf(inner, 'code')) : reason;
  return status === undefined ? said || wordOf(inner, 'code') : `${said} (HTTP ${status})`;
}

function isPassing(thrown: unknown): boolean {
  return causesOf(thrown).some((cause) => {
    const status = statusOf(cause);
    if (status !== undefined) return status === 408 || status === 429 || status >= 500;
    return PASSING_CODES.test(wordOf(cause, 'code')) || PASSING_WORDS.test(reasonOf(cause));
  });
}

function causesOf(thrown: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let at = thrown; at !== undefined && at !== null && causes.length < 8; at = valueOf(at, 'cause')) {
    causes.push(at);
  }
  return causes;
}

/** The HTTP status that either library puts on its errors. */
function statusOf(thrown: unknown): number | undefined {
  const status =
    valueOf(valueOf(thrown, '$metadata'), 'httpStatusCode') ??
    valueOf(thrown, 'code') ??
    valueOf(valueOf(thrown, 'response'), 'status');
  return typeof status === 'number' && status >= 400 && status < 600 ? status : undefined;
}

function wordOf(thrown: unknown, name: string): string {
  const word = valueOf(thrown, name);
  return typeof word === 'string' ? word : '';
}

function valueOf(thrown: unknown, name: string): unknown {
  return typeof thrown === 'object' && thrown !== null
    ? (thrown as Record<string, unknown>)[name]
    : undefined;
}
