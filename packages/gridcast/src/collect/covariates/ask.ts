/** Asking a service of covariates: with the patience of feeds, every answer kept. */
import { readFile } from 'node:fs/promises';
import type { Lake, LakeObject } from '../../store/index.ts';
import { failureOfAnswer } from '../feed/answer-errors.ts';
import type { FeedClient } from '../feed/client.ts';
import type { Ask } from './covariate-row.ts';

/** An answer that was kept. */
export interface KeptAnswer extends LakeObject {
  readonly url: string;
}

/**
 * Makes the function that readers ask with. The bytes of each answer are in the lake before they are read, and `keep` learns of them.
 *
 * @param service the name that messages use
 */
export function createAsk(
  client: FeedClient,
  lake: Lake,
  { service, keep }: { readonly service: string; readonly keep: (answer: KeptAnswer) => void },
): Ask {
  return async (url) => {
    const answer = await client.get(url);
    if (answer.kind !== 'body') throw failureOfAnswer(answer, { feed: service, url, window: `of ${url}` });
    const object = await lake.putFile('raw', 'json', answer.path);
    keep({ ...object, url });
    return readFile(await lake.localPath(object.key), 'utf8');
  };
}
