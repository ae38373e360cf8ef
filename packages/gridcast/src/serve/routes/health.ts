/** Is the process alive, and has it anything to show. */
import { createRoute, z } from '@hono/zod-openapi';
import { isoOfHour } from '../../core/index.ts';
import { instantSchema } from '../http/answers.ts';
import type { RouteGroup } from '../http/environment.ts';
import { problemSchema } from '../http/problem.ts';
import { getPublication } from '../reads/publication.ts';

const aliveRoute = createRoute({
  method: 'get',
  path: '/healthz',
  tags: ['operation'],
  summary: 'Whether the process answers',
  responses: {
    200: {
      description: 'It does.',
      content: { 'application/json': { schema: z.object({ status: z.literal('ok') }) } },
    },
  },
});

const readyRoute = createRoute({
  method: 'get',
  path: '/readyz',
  tags: ['operation'],
  summary: 'Whether a forecast can be served',
  responses: {
    200: {
      description: 'It can.',
      content: {
        'application/json': { schema: z.object({ status: z.literal('ready'), originUtc: instantSchema }) },
      },
    },
    503: {
      description: 'Nothing is published yet.',
      content: { 'application/problem+json': { schema: problemSchema } },
    },
  },
});

export const healthRoutes: RouteGroup = (app, { reads }) => {
  app.openapi(aliveRoute, (c) => c.json({ status: 'ok' as const }, 200, { 'Cache-Control': 'no-store' }));
  app.openapi(readyRoute, async (c) => {
    const { forecast } = await getPublication(reads);
    const body = { status: 'ready' as const, originUtc: isoOfHour(forecast.origin) };
    return c.json(body, 200, { 'Cache-Control': 'no-store' });
  });
};
