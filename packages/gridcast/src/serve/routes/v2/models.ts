/** Registered models: what made the forecasts, and how they were measured. */
import { createRoute, z } from '@hono/zod-openapi';
import { GridcastError, isoOfHour } from '../../../core/index.ts';
import { findModel, listAliases, listModels, type Model } from '../../../store/index.ts';
import { answers, instantSchema, pageSchema } from '../../http/answers.ts';
import type { AppContext, RouteGroup } from '../../http/environment.ts';
import { pageQuery } from '../../http/parameters.ts';
import { heldShares } from './held-shares.ts';

const measuredLine = z
  .object({
    name: z.string().openapi({ description: '`ensemble`, a member of it, or a seasonal naive.' }),
    weight: z.number().nullable(),
    mase: z.number().nullable(),
    wape: z.number().nullable(),
    mape: z.number().nullable(),
  })
  .openapi('MeasuredLine');

const measurement = z
  .object({
    originsUtc: z.array(instantSchema),
    lines: z.array(measuredLine),
    coverage: heldShares,
  })
  .openapi('Measurement');

const modelFacts = z
  .object({
    version: z.string(),
    aliases: z.array(z.string()),
    trainedAsOfUtc: instantSchema,
    delayHours: z.int(),
    codeVersion: z.string(),
    trainingSha256: z.string().nullable(),
    runId: z.string(),
    measured: measurement.nullable().openapi({
      description: 'Errors on the origins before training that the scored models had not seen.',
    }),
  })
  .openapi('ModelFacts');

const listRoute = createRoute({
  method: 'get',
  path: '/api/v2/models',
  tags: ['models'],
  summary: 'Registered models',
  request: { query: z.object(pageQuery(20, 100)) },
  responses: answers(
    'The most recently trained first.',
    pageSchema.extend({ items: z.array(modelFacts) }).openapi('ModelPage'),
  ),
});

const oneRoute = createRoute({
  method: 'get',
  path: '/api/v2/models/{version}',
  tags: ['models'],
  summary: 'One model, by version or alias',
  request: { params: z.object({ version: z.string().openapi({ example: 'champion' }) }) },
  responses: answers('The model.', modelFacts),
});

export const modelRoutes: RouteGroup = (app, { reads }: AppContext) => {
  app.openapi(listRoute, async (c) => {
    const { limit, offset } = c.req.valid('query');
    const page = await listModels(reads.store.catalogue, { limit, offset });
    const aliases = await listAliases(reads.store.catalogue);
    const items = page.items.map((model) => describeModel(model, aliases));
    return c.json({ items, total: page.total, limit, offset }, 200);
  });
  app.openapi(oneRoute, async (c) => {
    const { version } = c.req.valid('param');
    const model = await findModel(reads.store.catalogue, version);
    if (model === undefined) {
      throw new GridcastError('SERVE_ENTRY_UNKNOWN', { what: 'model', id: version, list: '/api/v2/models' });
    }
    return c.json(describeModel(model, await listAliases(reads.store.catalogue)), 200);
  });
};

const storedReport = z.object({
  report: z.object({
    origins: z.array(z.int()),
    lines: z.array(
      z.object({
        name: z.string(),
        weight: z.number().nullable(),
        errors: z.object({
          mase: z.number().nullable(),
          wape: z.number().nullable(),
          mape: z.number().nullable(),
        }),
      }),
    ),
    coverage: heldShares,
  }),
});

function describeModel(
  model: Model,
  aliases: readonly { readonly alias: string; readonly version: string }[],
): z.output<typeof modelFacts> {
  const stored = storedReport.safeParse(JSON.parse(model.details));
  return {
    version: model.version,
    aliases: aliases.filter(({ version }) => version === model.version).map(({ alias }) => alias),
    trainedAsOfUtc: isoOfHour(model.trained_as_of),
    delayHours: model.delay_hours,
    codeVersion: model.code_version,
    trainingSha256: model.training_sha256,
    runId: model.run_id,
    measured: stored.success ? describeReport(stored.data) : null,
  };
}

function describeReport({ report }: z.output<typeof storedReport>): z.output<typeof measurement> {
  return {
    originsUtc: report.origins.map(isoOfHour),
    lines: report.lines.map(({ name, weight, errors }) => ({ name, weight, ...errors })),
    coverage: report.coverage,
  };
}
