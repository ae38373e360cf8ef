/** Answers requests whose parameters do not fit their schema. */
import type { Hook } from '@hono/zod-openapi';
import type { Env } from 'hono';
import { GridcastError } from '../../core/index.ts';

/** The hook of every route: 422, under `/api/v1` in the shape that the tutorial's clients know. */
export const refuseInvalid: Hook<unknown, Env, string, unknown> = (result, c) => {
  if (result.success) return undefined;
  const issues = result.error.issues.map(({ path, message }) => ({
    where: `${result.target} ${path.map(String).join('.')}`.trim(),
    path: path.map(String),
    message,
  }));
  if (c.req.path.startsWith('/api/v1/')) {
    const detail = issues.map(({ path, message }) => ({
      loc: [result.target === 'param' ? 'path' : result.target, ...path],
      msg: message,
      type: 'value_error',
    }));
    return c.json({ detail }, 422);
  }
  const first = issues[0];
  throw new GridcastError('SERVE_REQUEST_INVALID', {
    where: first?.where ?? 'the request',
    reason: first?.message ?? 'it is malformed',
  });
};
