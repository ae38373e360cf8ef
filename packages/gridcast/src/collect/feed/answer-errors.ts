/** Answers without rows, as errors. */
import { GridcastError } from '../../core/index.ts';
import type { Answer } from './receive.ts';

/** The error for an answer that is no body; `window` says which hours were asked for. */
export function failureOfAnswer(
  answer: Exclude<Answer, { kind: 'body' }>,
  {
    feed,
    url,
    window = 'of its description',
  }: { readonly feed: string; readonly url: string; readonly window?: string },
): GridcastError {
  const { kind } = answer;
  if (kind === 'empty') return new GridcastError('COLLECT_FEED_ABSENT', { feed, url, answer: 'nothing' });
  if (kind === 'limited')
    return new GridcastError('COLLECT_FEED_LIMITED', { feed, waitSeconds: answer.waitSeconds });
  const reason = kind === 'refused' ? answer.text : answer.reason;
  if (kind === 'unreachable') return new GridcastError('COLLECT_FEED_UNREACHABLE', { feed, url, reason });
  if (kind === 'broken') return new GridcastError('COLLECT_FEED_BROKEN', { feed, reason, window });
  if (answer.status === 404) return new GridcastError('COLLECT_FEED_ABSENT', { feed, url, answer: reason });
  return new GridcastError('COLLECT_FEED_REFUSED', { feed, status: answer.status, answer: reason, url });
}
