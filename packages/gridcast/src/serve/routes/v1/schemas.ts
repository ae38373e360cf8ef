/** Parts of `/api/v1`: shapes that the tutorial's clients rely on. */
import { z } from '@hono/zod-openapi';

export const hours = z
  .array(z.int())
  .openapi({ description: 'Whole hours since 1970-01-01 UTC.', example: [465_094] });

export const values = z.array(z.number());

const code = (example: number) =>
  z
    .string()
    .regex(/^-?\d{1,9}$/u, 'value is not a valid integer')
    .transform(Number)
    .openapi({ type: 'integer', example });

/** Path parameters that name one series. */
export const seriesParams = z.object({ area: code(1), consumer_type: code(111) });

const detail = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema: z.object({ detail: schema }) } },
});

/** The answer of a route of `/api/v1` that succeeds, and those of any that fails. */
export function v1Answers<Schema extends z.ZodType>(description: string, schema: Schema) {
  return {
    200: { description, content: { 'application/json': { schema } } },
    304: { description: 'Not changed since the ETag in If-None-Match.' },
    404: detail('Unknown series, or a source without the two integer keys.', z.string()),
    422: detail('A code is no integer.', z.array(z.unknown())),
    503: detail('Nothing is published yet.', z.string()),
  };
}
