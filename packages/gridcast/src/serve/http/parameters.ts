/** Query parameters that several routes share. */
import { z } from '@hono/zod-openapi';
import { hourOfMs, MS_PER_HOUR, parseInstant, type HourUtc } from '../../core/index.ts';

function readInstant(text: string, context: z.RefinementCtx): number {
  const ms = parseInstant(text);
  if (ms !== undefined) return ms;
  context.addIssue({ code: 'custom', message: 'an ISO instant is wanted, such as 2023-01-21T23:00Z' });
  return z.NEVER;
}

const instantExample = '2023-01-21T23:00:00Z';

/** An ISO instant, floored to the hour. */
export const hourParameter = (description: string) =>
  z
    .string()
    .transform((text, context): HourUtc => hourOfMs(readInstant(text, context)))
    .openapi({ type: 'string', description, example: instantExample });

/** An ISO instant that must lie on the hour. */
export const originParameter = z
  .string()
  .transform((text, context): HourUtc => {
    const ms = readInstant(text, context);
    if (ms % MS_PER_HOUR !== 0) {
      context.addIssue({ code: 'custom', message: 'an origin is an instant on the hour' });
    }
    return hourOfMs(ms);
  })
  .openapi({
    type: 'string',
    description: 'The forecast of this origin. Default: the newest one known at `asOf`.',
    example: instantExample,
  });

const texts = (description: string, example: string[]) =>
  z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((given): readonly string[] => (typeof given === 'string' ? [given] : (given ?? [])))
    .openapi({ type: 'array', items: { type: 'string' }, description, example });

/** Which published forecast a request is about. */
export const publicationQuery = {
  origin: originParameter.optional(),
  asOf: hourParameter(
    'What was known then is read (floored to the hour). Default: all that is known.',
  ).optional(),
};

export const whereParameter = texts('Only series with this key value: `KEY:VALUE`. May be given again.', [
  'area:DK1',
]);

/** Which series a request is about, and how they are grouped. */
export const selectionQuery = {
  where: whereParameter,
  by: texts(
    'Groups by this key, each group summed up over the other keys. May be given again; all keys: one group a series. Default: one group, the total.',
    ['consumer_type'],
  ),
};

/** A part of a list: at most `largest` items, `usual` where nothing is asked. */
export const pageQuery = (usual: number, largest: number) => ({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(largest)
    .default(usual)
    .openapi({ type: 'integer', description: `At most so many items, ${largest} at most.` }),
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000_000)
    .default(0)
    .openapi({ type: 'integer', description: 'Items to skip.' }),
});
