/** What was tracked: trainings, sweeps and backtests, a line each. */
import { createRoute, z } from '@hono/zod-openapi';
import { isoOfHour } from '../../../core/index.ts';
import { listTracked, listTrialMetrics, type Trial, type TrialMetric } from '../../../store/index.ts';
import { answers, instantSchema, pageSchema } from '../../http/answers.ts';
import type { RouteGroup } from '../../http/environment.ts';
import { pageQuery } from '../../http/parameters.ts';

const trackedFacts = z
  .object({
    runId: z.string(),
    kind: z.string().openapi({ description: '`training`, `sweep` or `backtest`.', example: 'sweep' }),
    status: z.enum(['done', 'failed', 'pruned', 'stopped']),
    message: z.string().nullable(),
    asOfUtc: instantSchema,
    startedAtUtc: instantSchema,
    durationMs: z.number().nullable(),
    modelVersion: z.string().nullable(),
    mase: z.number().nullable().openapi({ description: "Of a sweep the best trial's." }),
    wape: z.number().nullable(),
  })
  .openapi('Tracked');

const route = createRoute({
  method: 'get',
  path: '/api/v2/tracked',
  tags: ['runs'],
  summary: 'Trainings, sweeps and backtests with their scores',
  request: {
    query: z.object({
      ...pageQuery(20, 200),
      kind: z.string().optional().openapi({ description: 'Only those of this kind.', example: 'sweep' }),
    }),
  },
  responses: answers(
    'The last begun first; `/api/v2/runs/{id}/trials` has the rest of each.',
    pageSchema.extend({ items: z.array(trackedFacts) }).openapi('TrackedPage'),
  ),
});

export const trackedRoutes: RouteGroup = (app, { reads }) => {
  app.openapi(route, async (c) => {
    const { catalogue } = reads.store;
    const { items, ...page } = await listTracked(catalogue, c.req.valid('query'));
    const metrics = await listTrialMetrics(
      catalogue,
      items.map(({ id }) => id),
    );
    return c.json({ ...page, items: items.map((trial) => answerOf(trial, metrics)) }, 200);
  });
};

function answerOf(trial: Trial, metrics: readonly TrialMetric[]): z.output<typeof trackedFacts> {
  const value = (name: string): number | null =>
    metrics.find((metric) => metric.trial_id === trial.id && metric.name === name)?.value ?? null;
  return {
    runId: trial.run_id,
    kind: trial.kind,
    status: trial.status,
    message: trial.message,
    asOfUtc: isoOfHour(trial.as_of),
    startedAtUtc: trial.started_at,
    durationMs: trial.duration_ms,
    modelVersion: trial.model_version,
    mase: value('mase'),
    wape: value('wape'),
  };
}
