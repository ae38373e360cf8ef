/** Realised errors and coverage by lead, hour, day, rung or key. */
import { createRoute, z } from '@hono/zod-openapi';
import { GridcastError, isoOfHour } from '../../../../core/index.ts';
import { errorDimensions, readErrorProfile } from '../../../../monitor/index.ts';
import { answers, instantSchema } from '../../../http/answers.ts';
import type { RouteGroup } from '../../../http/environment.ts';
import { publicationQuery } from '../../../http/parameters.ts';
import { getPublication } from '../../../reads/publication.ts';
import { windowOf, windowQuery } from '../observations.ts';

const WINDOW_HOURS = 28 * 24;
const fraction = z.number().nullable();

const profile = z
  .object({
    by: z.string(),
    fromUtc: instantSchema,
    toUtc: instantSchema,
    groups: z.array(
      z
        .object({
          group: z.string(),
          rows: z.int(),
          wape: fraction,
          wapeNaive24: fraction,
          wapeNaive168: fraction,
          mape: fraction,
          bias: fraction,
          coverage50: z.number(),
          coverage80: z.number(),
          coverage90: z.number(),
        })
        .openapi('ErrorGroup', { description: 'Fractions; the rows of all series pooled.' }),
    ),
  })
  .openapi('ErrorProfile');

const route = createRoute({
  method: 'get',
  path: '/api/v2/monitoring/errors',
  tags: ['monitoring'],
  summary: 'Realised errors beside the naives, and realised coverage, along one dimension',
  request: {
    query: z.object({
      by: z
        .string()
        .default('day')
        .openapi({ description: `One of ${errorDimensions.join(', ')}, or a key's name.` }),
      ...publicationQuery,
      ...windowQuery,
    }),
  },
  responses: answers('Groups in ascending order.', profile),
});

export const errorProfileRoutes: RouteGroup = (app, { reads }) => {
  app.openapi(route, async (c) => {
    const { by, origin, asOf, from, to } = c.req.valid('query');
    const publication = await getPublication(reads, { originHour: origin, asOfHour: asOf });
    const { keyNames, asOfHour } = publication;
    const known = [...errorDimensions, ...keyNames];
    if (!known.includes(by)) {
      const expected = `by is one of ${known.join(', ')}`;
      throw new GridcastError('SERVE_SELECTION_INVALID', { given: by, expected });
    }
    const end = to ?? asOfHour;
    const window = windowOf(publication, { from: from ?? end - WINDOW_HOURS, to: end });
    const { store, engine } = reads;
    const groups = await readErrorProfile({ store, engine, keyNames, window, by });
    return c.json(
      {
        by,
        fromUtc: isoOfHour(window.start),
        toUtc: isoOfHour(window.end),
        groups: groups.map((one) => ({ ...one })),
      },
      200,
    );
  });
};
