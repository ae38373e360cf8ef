/** The quality of the data: expectations of the newest checked run, and rows in quarantine. */
import { createRoute, z } from '@hono/zod-openapi';
import { isoOfHour } from '../../../core/index.ts';
import { listExpectationResults, listQuarantine, type ExpectationResult } from '../../../store/index.ts';
import { answers, instantSchema, pageSchema } from '../../http/answers.ts';
import type { RouteGroup } from '../../http/environment.ts';
import { pageQuery } from '../../http/parameters.ts';

const expectationFacts = z
  .object({
    expectation: z.string(),
    severity: z.enum(['warn', 'stop']),
    success: z.boolean(),
    states: z.string().openapi({ description: 'What must hold, in words.' }),
    failures: z.int(),
    examples: z.array(z.unknown()).openapi({ description: 'Some of the failing rows, with their keys.' }),
    suite: z.string().nullable().openapi({ description: "The user's suite; null for the source's own." }),
    relation: z.string().openapi({ description: 'What it is about, such as observations or features.' }),
    kwargs: z.unknown().openapi({ description: 'Its parameters; null where it has none.' }),
    observed: z
      .unknown()
      .openapi({ description: 'The value that was seen, where it is about one; else null.' }),
    considered: z.number().nullable().openapi({ description: 'Rows or places that were looked at.' }),
  })
  .openapi('Expectation');

const qualityFacts = z
  .object({
    runId: z.string().nullable().openapi({ description: 'The run whose checks these are; null before any.' }),
    expectations: z.array(expectationFacts),
    quarantine: z.array(z.object({ reason: z.string(), rows: z.int(), inputs: z.int() })).openapi({
      description: 'Rows set aside so far, by reason.',
    }),
  })
  .openapi('Quality');

const qualityRoute = createRoute({
  method: 'get',
  path: '/api/v2/quality',
  tags: ['quality'],
  summary: 'The newest checks of the data, and what was set aside',
  responses: answers('Checks in the order they were made.', qualityFacts),
});

const quarantinePage = pageSchema
  .extend({
    items: z.array(
      z
        .object({
          reason: z.string(),
          rows: z.int(),
          inputSha256: z.string(),
          firstLine: z.int().nullable(),
          asOfUtc: instantSchema,
          runId: z.string(),
        })
        .openapi('QuarantinedRows'),
    ),
  })
  .openapi('QuarantinePage');

const quarantineRoute = createRoute({
  method: 'get',
  path: '/api/v2/quality/quarantine',
  tags: ['quality'],
  summary: 'Rows set aside, input by input',
  request: { query: z.object({ ...pageQuery(50, 500), reason: z.string().optional() }) },
  responses: answers('The newest first.', quarantinePage),
});

export const qualityRoutes: RouteGroup = (app, { reads }) => {
  app.openapi(qualityRoute, async (c) => {
    const newest = (await listExpectationResults(reads.store.catalogue, { limit: 1 })).items[0];
    const results =
      newest === undefined
        ? []
        : (await listExpectationResults(reads.store.catalogue, { runId: newest.run_id, limit: 1000 })).items;
    const quarantine = await reads.store.catalogue
      .selectFrom('quarantine')
      .select((e) => [
        'reason',
        e.fn.sum<number>('rows').as('rows'),
        e.fn.count<number>('raw_sha256').distinct().as('inputs'),
      ])
      .groupBy('reason')
      .orderBy('reason')
      .execute();
    return c.json(
      {
        runId: newest?.run_id ?? null,
        expectations: results.toReversed().map(describeResult),
        quarantine: quarantine.map((row) => ({ ...row })),
      },
      200,
    );
  });
  app.openapi(quarantineRoute, async (c) => {
    const { limit, offset, reason } = c.req.valid('query');
    const page = await listQuarantine(reads.store.catalogue, { limit, offset, reason });
    const items = page.items.map((row) => ({
      reason: row.reason,
      rows: row.rows,
      inputSha256: row.raw_sha256,
      firstLine: row.first_line,
      asOfUtc: isoOfHour(row.as_of),
      runId: row.run_id,
    }));
    return c.json({ items, total: page.total, limit, offset }, 200);
  });
};

const storedDetails = z.object({
  states: z.string().default(''),
  failures: z.int().default(0),
  examples: z.array(z.unknown()).default([]),
  suite: z.string().nullable().default(null),
  relation: z.string().default('observations'),
  kwargs: z.unknown().default(null),
  observed: z.unknown().default(null),
  considered: z.number().nullable().default(null),
});

function describeResult(result: ExpectationResult): z.output<typeof expectationFacts> {
  return {
    expectation: result.expectation,
    severity: result.severity,
    success: result.success === 1,
    ...storedDetails.parse(JSON.parse(result.details)),
  };
}
