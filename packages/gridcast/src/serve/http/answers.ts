/** Parts of answers that several routes share. */
import { z } from '@hono/zod-openapi';
import type { SourceDeclaration } from '../../collect/index.ts';
import { findKeyValue } from '../reads/series-list.ts';
import { problemSchema } from './problem.ts';

export const instantSchema = z.string().openapi({ format: 'date-time', example: '2023-01-21T23:00:00Z' });

export const localInstantSchema = z
  .string()
  .openapi({ format: 'date-time', example: '2023-01-22T00:00:00+01:00' });

/** What a source says of one key value. */
export const labelSchema = z
  .object({
    label: z.string().openapi({ description: "In the source's language." }),
    labelEn: z.string(),
    official: z
      .boolean()
      .openapi({ description: "False: not the owner's text, but read from the shape of the data." }),
  })
  .openapi('Label');

export const keySchema = z
  .record(z.string(), z.string())
  .openapi({ description: "Key values by the source's own names, verbatim.", example: { area: 'DK1' } });

export const labelsSchema = z
  .record(z.string(), labelSchema)
  .openapi({ description: 'Names of the key values, where the source declares them.' });

/** How long a list is, and which part of it this is. */
export const pageSchema = z.object({ total: z.int(), limit: z.int(), offset: z.int() }).openapi('Page');

export type Label = z.output<typeof labelSchema>;

/** The names of a group's key values, where the source declares them. */
export function labelsOf(
  source: SourceDeclaration,
  key: Readonly<Record<string, string>>,
): Record<string, Label> {
  const labels: Record<string, Label> = {};
  for (const [position, { name }] of source.keys.entries()) {
    const text = key[name];
    const named = text === undefined ? undefined : findKeyValue(source, position, text);
    if (named !== undefined) {
      labels[name] = { label: named.label, labelEn: named.labelEn, official: named.official };
    }
  }
  return labels;
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});

/** The answer of a route of `/api/v2` that succeeds, and the problems that any of them may have. */
export function answers<Schema extends z.ZodType>(description: string, schema: Schema) {
  return {
    200: { description, content: { 'application/json': { schema } } },
    304: { description: 'Not changed since the ETag in If-None-Match.' },
    404: problem('No such thing.'),
    422: problem('The request does not fit.'),
    503: problem('Nothing is published yet.'),
  };
}
