/** The feeds of the home: the one that it is filled from, and the services of its covariates. */
import { createRoute, z } from '@hono/zod-openapi';
import { feedStatuses, listFeedHealth } from '../../../collect/index.ts';
import { hourOfMs } from '../../../core/index.ts';
import { answers, instantSchema } from '../../http/answers.ts';
import type { RouteGroup } from '../../http/environment.ts';

export const feedFacts = z
  .object({
    name: z.string(),
    status: z.enum(feedStatuses).openapi({
      description:
        'failing: the last reading failed; stalled: it answers, and its newest value is older than its delay allows; ' +
        'retired: its publisher has ended it.',
    }),
    reason: z.string().nullable().openapi({ description: 'Why it is not fresh; null where it is.' }),
    dataUntilUtc: instantSchema.nullable().openapi({ description: 'End of the newest hour with a value.' }),
    ageHours: z.int().nullable().openapi({ description: 'Hours from there to the present.' }),
    expectedDelayHours: z.int().openapi({ description: 'Below 0: values are known so much ahead.' }),
    readFromUtc: instantSchema.openapi({ description: 'History has been read down to here.' }),
    wantedFromUtc: instantSchema,
    attemptedAtUtc: instantSchema,
    succeededAtUtc: instantSchema.nullable(),
  })
  .openapi('FeedFacts');

const feedList = z.object({ items: z.array(feedFacts) }).openapi('FeedList');

const route = createRoute({
  method: 'get',
  path: '/api/v2/feeds',
  tags: ['quality'],
  summary: 'How the feeds are, covariates included',
  responses: answers("The home's own feed first; empty where all data come from files.", feedList),
});

export const feedRoutes: RouteGroup = (app, { reads, nowMs }) => {
  app.openapi(route, async (c) =>
    c.json({ items: await listFeedHealth(reads.store.catalogue, hourOfMs(nowMs())) }, 200),
  );
};
