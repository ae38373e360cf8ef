/** Pipeline runs and their steps. */
import { createRoute, z } from '@hono/zod-openapi';
import { GridcastError, isoOfHour } from '../../../core/index.ts';
import { findRun, listRuns, listSteps, type Run } from '../../../store/index.ts';
import { answers, instantSchema, pageSchema } from '../../http/answers.ts';
import type { RouteGroup } from '../../http/environment.ts';
import { pageQuery } from '../../http/parameters.ts';

const status = z.enum(['running', 'done', 'failed', 'stopped']);

const runFacts = z
  .object({
    id: z.string(),
    pipeline: z.string(),
    logicalHourUtc: instantSchema,
    status,
    attempt: z.int(),
    startedAtUtc: instantSchema,
    endedAtUtc: instantSchema.nullable(),
    error: z.string().nullable(),
  })
  .openapi('Run');

const stepFacts = z
  .object({
    name: z.string(),
    status: z.enum(['done', 'skipped', 'failed']),
    durationMs: z.number(),
    endedAtUtc: instantSchema,
    output: z.unknown().openapi({ description: 'What the step said of itself.' }),
  })
  .openapi('Step');

const listRoute = createRoute({
  method: 'get',
  path: '/api/v2/runs',
  tags: ['runs'],
  summary: 'Pipeline runs',
  request: { query: z.object({ ...pageQuery(20, 200), status: status.optional() }) },
  responses: answers(
    'The newest logical hour first.',
    pageSchema.extend({ items: z.array(runFacts) }).openapi('RunPage'),
  ),
});

const oneRoute = createRoute({
  method: 'get',
  path: '/api/v2/runs/{id}',
  tags: ['runs'],
  summary: 'One run with its steps',
  request: { params: z.object({ id: z.string() }) },
  responses: answers(
    'The run; its steps in the order they ended.',
    runFacts.extend({ steps: z.array(stepFacts) }).openapi('RunWithSteps'),
  ),
});

export const runRoutes: RouteGroup = (app, { reads }) => {
  app.openapi(listRoute, async (c) => {
    const { limit, offset, status: wanted } = c.req.valid('query');
    const page = await listRuns(reads.store.catalogue, { limit, offset, status: wanted });
    return c.json({ items: page.items.map(describeRun), total: page.total, limit, offset }, 200);
  });
  app.openapi(oneRoute, async (c) => {
    const { id } = c.req.valid('param');
    const run = await findRun(reads.store.catalogue, id);
    if (run === undefined) {
      throw new GridcastError('SERVE_ENTRY_UNKNOWN', { what: 'run', id, list: '/api/v2/runs' });
    }
    const steps = (await listSteps(reads.store.catalogue, id)).map((step) => ({
      name: step.name,
      status: step.status,
      durationMs: step.duration_ms,
      endedAtUtc: step.ended_at,
      output: JSON.parse(step.output) as unknown,
    }));
    return c.json({ ...describeRun(run), steps }, 200);
  });
};

function describeRun(run: Run): z.output<typeof runFacts> {
  return {
    id: run.id,
    pipeline: run.pipeline,
    logicalHourUtc: isoOfHour(run.logical_hour),
    status: run.status,
    attempt: run.attempt,
    startedAtUtc: run.started_at,
    endedAtUtc: run.ended_at,
    error: run.error,
  };
}
