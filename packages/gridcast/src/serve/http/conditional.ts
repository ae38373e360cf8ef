/** Conditional requests: an answer that cannot have changed is not made again. */
import type { MiddlewareHandler } from 'hono';
import { hourOfMs, sha256Hex } from '../../core/index.ts';
import { readStateTag } from '../reads/state.ts';
import type { AppContext } from './environment.ts';

/** Answers that depend on the clock, by the hour, beside what is published. */
const growsOld = new Set(['/api/v2/monitoring/freshness']);
/** Routes that give tags of their own. */
const ownTags = new Set(['/api/v2/vectors']);

/**
 * Gives answers a weak ETag made from what is published, and answers 304 where the client has that already. Clients may
 * keep answers but must ask before they use them.
 */
export function conditional({ reads, version, nowMs }: AppContext): MiddlewareHandler {
  return async (c, next) => {
    if (ownTags.has(c.req.path)) return next();
    const state = await readStateTag(reads);
    const hour = growsOld.has(c.req.path) ? hourOfMs(nowMs()) : '';
    const etag = weakTag(`${version} ${reads.delayHours} ${state} ${hour}`);
    if (matchesTag(c.req.header('If-None-Match'), etag)) {
      return c.body(null, 304, { ETag: etag, 'Cache-Control': 'no-cache' });
    }
    await next();
    if (c.res.status === 200) {
      c.header('ETag', etag);
      c.header('Cache-Control', 'no-cache');
    }
    return undefined;
  };
}

/** The tag of an answer that is made from what a text tells. */
export function weakTag(text: string): string {
  return `W/"${sha256Hex(text).slice(0, 20)}"`;
}

/** Whether a client's If-None-Match names a tag. */
export function matchesTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = (tag: string): string => tag.trim().replace(/^W\//u, '');
  return header.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag));
}
