/** Drift: stored reports, and comparisons of any days. */
import { createRoute, z } from '@hono/zod-openapi';
import { judgement, measureDrift } from '../../../../monitor/index.ts';
import { listDrift } from '../../../../store/index.ts';
import { answers, pageSchema } from '../../../http/answers.ts';
import type { RouteGroup } from '../../../http/environment.ts';
import { hourParameter, pageQuery } from '../../../http/parameters.ts';
import { daySchema, daysQuery, isoOfDay, kindParameter, windowOfDays } from './days.ts';

const distances = { psi: z.number(), ks: z.number(), js: z.number() };

const comparison = z
  .object({
    reference: z.enum(['year-before', 'recent-weeks', 'given']),
    days: z.int(),
    effectiveDays: z.number(),
    ...distances,
    ownMovement: z
      .object(distances)
      .openapi({ description: 'Between the earlier and the later half of the reference itself.' }),
    ksAtChance: z.number(),
    medianBefore: z.number().nullable(),
    nullShareBefore: z.number(),
    exceeds: z.boolean(),
  })
  .openapi('ReferenceComparison');

const subjectDrift = z
  .object({
    subject: z.string(),
    verdict: z.enum(['drift', 'quiet', 'unknown']),
    effectiveDays: z.number().openapi({ description: 'Independent days that the window is worth.' }),
    median: z.number().nullable(),
    nullShare: z.number(),
    comparisons: z.array(comparison),
  })
  .openapi('SubjectDrift');

const driftPage = pageSchema
  .extend({
    fromDay: daySchema,
    toDay: daySchema,
    references: z.array(z.object({ name: z.string(), days: z.int(), fromDay: daySchema, toDay: daySchema })),
    drifting: z.int(),
    items: z.array(subjectDrift),
  })
  .openapi('DriftPage');

const route = createRoute({
  method: 'get',
  path: '/api/v2/monitoring/drift',
  tags: ['monitoring'],
  summary: 'Whether the values of some days lie where comparable days have them',
  description:
    'Drift is what exceeds PSI 0.25 and KS 0.2, and 1.5 times the own movement, against every reference: the same season of the year before, and the eight weeks before.',
  request: {
    query: z.object({
      kind: kindParameter,
      ...daysQuery,
      referenceFrom: hourParameter('First day to compare with. Default: chosen by season.').optional(),
      referenceTo: hourParameter('First day no longer compared with.').optional(),
      ...pageQuery(50, 500),
    }),
  },
  responses: answers('Drifting subjects first; toDay is not included.', driftPage),
});

const reportPage = pageSchema
  .extend({
    items: z.array(
      z
        .object({ day: daySchema, kind: z.string(), subjects: z.int(), drifting: z.int(), runId: z.string() })
        .openapi('DriftReport'),
    ),
  })
  .openapi('DriftReportPage');

const reportsRoute = createRoute({
  method: 'get',
  path: '/api/v2/monitoring/drift/reports',
  tags: ['monitoring'],
  summary: 'The drift reports of past days',
  request: { query: z.object(pageQuery(50, 500)) },
  responses: answers('The newest day first.', reportPage),
});

export const driftRoutes: RouteGroup = (app, { reads }) => {
  app.openapi(route, async (c) => {
    const { kind, from, to, referenceFrom, referenceTo, limit, offset } = c.req.valid('query');
    const window = await windowOfDays(reads, kind, { from, to });
    const reference =
      referenceFrom === undefined || referenceTo === undefined
        ? undefined
        : await windowOfDays(reads, kind, { from: referenceFrom, to: referenceTo });
    const { store, engine } = reads;
    const report = await measureDrift({ store, engine, kind, window, reference, ...judgement(kind) });
    return c.json(
      {
        fromDay: isoOfDay(window.from),
        toDay: isoOfDay(window.to),
        references: report.references.map(({ name, days }) => ({
          name,
          days: days.length,
          fromDay: isoOfDay(days[0] ?? 0),
          toDay: isoOfDay((days.at(-1) ?? 0) + 1),
        })),
        drifting: report.subjects.filter(({ verdict }) => verdict === 'drift').length,
        items: report.subjects.slice(offset, offset + limit).map((subject) => ({
          ...subject,
          comparisons: subject.comparisons.map((one) => ({ ...one, ownMovement: { ...one.ownMovement } })),
        })),
        total: report.subjects.length,
        limit,
        offset,
      },
      200,
    );
  });
  app.openapi(reportsRoute, async (c) => {
    const page = await listDrift(reads.store.catalogue, c.req.valid('query'));
    const items = page.items.map(({ day, kind, subjects, drifting, run_id: runId }) => ({
      day: isoOfDay(day),
      kind,
      subjects,
      drifting,
      runId,
    }));
    return c.json({ items, total: page.total, limit: page.limit, offset: page.offset }, 200);
  });
};
