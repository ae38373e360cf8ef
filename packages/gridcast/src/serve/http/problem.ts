/** Errors as answers: problem details (RFC 9457) everywhere, and the tutorial's shape under `/api/v1`. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from '@hono/zod-openapi';
import { GridcastError, type ErrorCode, type Logger } from '../../core/index.ts';

/** The body of every answer that is no success. */
export const problemSchema = z
  .object({
    type: z.string().openapi({ example: 'urn:gridcast:error:SERVE_SERIES_UNKNOWN' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: 'What happened, and what to do next.' }),
    instance: z.string(),
    code: z.string(),
  })
  .openapi('Problem');

const TITLES: Readonly<Record<number, string>> = {
  404: 'Not found',
  422: 'Request does not fit',
  500: 'Internal fault',
  503: 'Not ready',
};

/** Answers with a thrown error. Faults are logged; what is no error of ours says nothing of its inside. */
export function answerError(c: Context, thrown: unknown, logger: Logger): Response {
  const known = thrown instanceof GridcastError ? thrown : undefined;
  const status = known?.kind.httpStatus ?? 500;
  if (status === 500) {
    const error =
      thrown instanceof Error ? { reason: thrown.message, stack: thrown.stack } : { reason: thrown };
    logger.error('request failed', { path: c.req.path, ...error });
  }
  const error =
    known ??
    new GridcastError('INTERNAL_FAULT', { what: 'the request could not be answered' }, { cause: thrown });
  return answerProblem(c, { status, code: error.code, detail: error.message });
}

interface Problem {
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
}

function answerProblem(c: Context, { status, code, detail }: Problem): Response {
  const answered = status as ContentfulStatusCode;
  const headers = { 'Cache-Control': 'no-store', ...(status === 503 ? { 'Retry-After': '30' } : {}) };
  if (c.req.path.startsWith('/api/v1/')) return c.json({ detail }, answered, headers);
  const body: z.output<typeof problemSchema> = {
    type: `urn:gridcast:error:${code}`,
    title: TITLES[status] ?? 'Error',
    status,
    detail,
    instance: c.req.path,
    code,
  };
  return c.body(JSON.stringify(body), answered, { ...headers, 'Content-Type': 'application/problem+json' });
}
