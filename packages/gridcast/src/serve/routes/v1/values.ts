/** `/api/v1`: who answers, and which codes there are. */
import { createRoute, z } from '@hono/zod-openapi';
import type { RouteGroup } from '../../http/environment.ts';
import { getCodedPublication } from './codes.ts';
import { v1Answers } from './schemas.ts';

const healthRoute = createRoute({
  method: 'get',
  path: '/api/v1/health',
  tags: ['v1'],
  summary: 'Name and version of the API',
  responses: {
    200: {
      description: 'The API answers.',
      content: { 'application/json': { schema: z.object({ name: z.string(), api_version: z.string() }) } },
    },
  },
});

const valuesOf = (path: '/api/v1/consumer_type_values' | '/api/v1/area_values', what: string) =>
  createRoute({
    method: 'get',
    path,
    tags: ['v1'],
    summary: `The ${what} codes that occur`,
    responses: v1Answers('Ascending codes.', z.object({ values: z.array(z.int()) })),
  });

export const v1ValueRoutes: RouteGroup = (app, { reads, version }) => {
  app.openapi(healthRoute, (c) => c.json({ name: 'Gridcast', api_version: version }, 200));
  app.openapi(valuesOf('/api/v1/consumer_type_values', 'consumer type'), async (c) => {
    const { consumerTypes } = await getCodedPublication(reads);
    return c.json({ values: [...consumerTypes] }, 200);
  });
  app.openapi(valuesOf('/api/v1/area_values', 'area'), async (c) => {
    const { areas } = await getCodedPublication(reads);
    return c.json({ values: [...areas] }, 200);
  });
};
