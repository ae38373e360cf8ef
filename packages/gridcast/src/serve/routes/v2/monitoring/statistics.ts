/** Statistics of observations, features and forecasts over any days. */
import { createRoute, z } from '@hono/zod-openapi';
import { readStatistics, type Statistics } from '../../../../monitor/index.ts';
import { answers, pageSchema } from '../../../http/answers.ts';
import type { RouteGroup } from '../../../http/environment.ts';
import { pageQuery } from '../../../http/parameters.ts';
import { daySchema, daysQuery, isoOfDay, kindParameter, windowOfDays } from './days.ts';

const quantile = z.number().nullable();

const subjectStatistics = z
  .object({
    subject: z.string().openapi({ description: 'A feature on a scale, a group of series, or a column.' }),
    count: z.int(),
    nulls: z.int(),
    distinct: z.int().openapi({ description: 'Estimated; standard error 6.5 %.' }),
    least: z.number().nullable(),
    largest: z.number().nullable(),
    quantiles: z
      .object({
        p01: quantile,
        p05: quantile,
        p25: quantile,
        p50: quantile,
        p75: quantile,
        p95: quantile,
        p99: quantile,
      })
      .openapi({ description: 'At most 1 % wrong.' }),
    top: z.array(z.object({ value: z.number(), count: z.int() })).openapi({
      description: 'The most frequent values; a count misses days on which the value was not among the 20.',
    }),
    histogram: z.array(z.tuple([z.int(), z.int()])).openapi({
      description:
        '[bin, count]: bin b > 0 holds values from 1.02^(b − 1401) to 1.02^(b − 1400), −b their negatives, 0 zero.',
    }),
  })
  .openapi('SubjectStatistics');

const statisticsPage = pageSchema
  .extend({ fromDay: daySchema, toDay: daySchema, items: z.array(subjectStatistics) })
  .openapi('StatisticsPage');

const route = createRoute({
  method: 'get',
  path: '/api/v2/monitoring/statistics',
  tags: ['monitoring'],
  summary: 'Counts, quantiles, histograms and frequent values over some days',
  description: 'Kept by day and merged over the days asked for.',
  request: {
    query: z.object({
      kind: kindParameter,
      ...daysQuery,
      subject: z.string().optional().openapi({ description: 'Only this subject.' }),
      ...pageQuery(20, 100),
    }),
  },
  responses: answers('Subjects by name; toDay is not included.', statisticsPage),
});

export const statisticsRoutes: RouteGroup = (app, { reads }) => {
  app.openapi(route, async (c) => {
    const { kind, from, to, subject, limit, offset } = c.req.valid('query');
    const window = await windowOfDays(reads, kind, { from, to });
    const days = Array.from({ length: window.to - window.from }, (_, i) => window.from + i);
    const found = [...(await readStatistics(reads.store, reads.engine, { kind, days, subject }))];
    return c.json(
      {
        fromDay: isoOfDay(window.from),
        toDay: isoOfDay(window.to),
        items: found.slice(offset, offset + limit).map(([name, one]) => describe(name, one)),
        total: found.length,
        limit,
        offset,
      },
      200,
    );
  });
};

function describe(subject: string, one: Statistics): z.output<typeof subjectStatistics> {
  return {
    subject,
    ...one,
    quantiles: { ...one.quantiles },
    top: one.top.map((entry) => ({ ...entry })),
    histogram: one.histogram.map(([bin, count]) => [bin, count]),
  };
}
