/** Whether values come as the feed promises. */
import { createRoute, z } from '@hono/zod-openapi';
import { keyNamesOf } from '../../../../collect/index.ts';
import { answers, instantSchema, keySchema } from '../../../http/answers.ts';
import type { RouteGroup } from '../../../http/environment.ts';
import { readFreshness } from '../../../reads/freshness.ts';
import { readSource } from '../../../reads/publication.ts';

const state = z.enum(['fresh', 'late', 'stalled', 'ended']);
const counts = z
  .object({ fresh: z.int(), late: z.int(), stalled: z.int(), ended: z.int() })
  .openapi('FreshnessCounts');

const freshness = z
  .object({
    state: state.openapi({
      description:
        'fresh: at most an hour behind the promise; late; stalled: behind by the delay again and two days at least; ended: for 56 days.',
    }),
    atUtc: instantSchema,
    delayHours: z.int(),
    expectedHourUtc: instantSchema,
    newestHourUtc: instantSchema.nullable(),
    behindHours: z.int().nullable(),
    series: counts,
    slices: z.array(z.object({ key: z.string(), value: z.string(), series: counts })),
    behind: z
      .array(z.object({ key: keySchema, newestHourUtc: instantSchema, behindHours: z.int(), state }))
      .openapi({ description: 'The series that are behind the most, a hundred at most.' }),
  })
  .openapi('Freshness');

const route = createRoute({
  method: 'get',
  path: '/api/v2/monitoring/freshness',
  tags: ['monitoring'],
  summary: "The newest known hours beside what the feed's delay promises",
  responses: answers('States of the feed, its slices and its late series.', freshness),
});

export const freshnessRoutes: RouteGroup = (app, { reads, nowMs }) => {
  app.openapi(route, async (c) => {
    const report = await readFreshness(reads, nowMs());
    const names = keyNamesOf((await readSource(reads)).source);
    return c.json(
      {
        ...report,
        series: { ...report.series },
        slices: report.slices.map((slice) => ({ ...slice, series: { ...slice.series } })),
        behind: report.behind.map(({ series, ...rest }) => ({
          key: Object.fromEntries(names.map((name, i) => [name, series[i] ?? ''])),
          ...rest,
        })),
      },
      200,
    );
  });
};
