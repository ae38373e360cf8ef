/** The HTTP app: routes, and what surrounds every one of them. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { matchedRoutes } from 'hono/route';
import { GridcastError, type Logger } from '../core/index.ts';
import type { Explainer, VectorLog } from '../pipeline/index.ts';
import { conditional } from './http/conditional.ts';
import type { App, AppContext, RouteGroup } from './http/environment.ts';
import { refuseInvalid } from './http/invalid-request.ts';
import { createMeasurements } from './http/measurements.ts';
import { answerError } from './http/problem.ts';
import { securityHeaders } from './http/security-headers.ts';
import { serveFiles, type StaticFiles } from './http/static-files.ts';
import type { Reads } from './reads/reads.ts';
import { docsRoutes } from './routes/docs.ts';
import { healthRoutes } from './routes/health.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { v1MonitoringRoutes } from './routes/v1/monitoring.ts';
import { v1PredictionRoutes } from './routes/v1/predictions.ts';
import { v1ValueRoutes } from './routes/v1/values.ts';
import { catalogueRoutes } from './routes/v2/catalogue.ts';
import { csvRoutes } from './routes/v2/csv.ts';
import { errorRoutes } from './routes/v2/errors.ts';
import { explanationRoutes } from './routes/v2/explanations.ts';
import { forecastRoutes } from './routes/v2/forecasts.ts';
import { modelRoutes } from './routes/v2/models.ts';
import { driftRoutes } from './routes/v2/monitoring/drift.ts';
import { errorProfileRoutes } from './routes/v2/monitoring/error-profile.ts';
import { freshnessRoutes } from './routes/v2/monitoring/freshness.ts';
import { statisticsRoutes } from './routes/v2/monitoring/statistics.ts';
import { observationRoutes } from './routes/v2/observations.ts';
import { qualityRoutes } from './routes/v2/quality.ts';
import { runRoutes } from './routes/v2/runs.ts';
import { seriesRoutes } from './routes/v2/series.ts';
import { sourceRoutes } from './routes/v2/source.ts';
import { trackedRoutes } from './routes/v2/tracked.ts';
import { trialRoutes } from './routes/v2/trials.ts';
import { feedRoutes } from './routes/v2/feeds.ts';
import { vectorRoutes } from './routes/v2/vectors.ts';

const routeGroups: readonly RouteGroup[] = [
  sourceRoutes,
  feedRoutes,
  seriesRoutes,
  forecastRoutes,
  explanationRoutes,
  csvRoutes,
  observationRoutes,
  errorRoutes,
  errorProfileRoutes,
  freshnessRoutes,
  driftRoutes,
  statisticsRoutes,
  modelRoutes,
  runRoutes,
  trialRoutes,
  trackedRoutes,
  qualityRoutes,
  vectorRoutes,
  catalogueRoutes,
  v1ValueRoutes,
  v1PredictionRoutes,
  v1MonitoringRoutes,
  healthRoutes,
  metricsRoutes,
  docsRoutes,
];

export interface CreateAppOptions {
  readonly reads: Reads;
  readonly explainer: Explainer;
  /** The wall clock, in milliseconds since the epoch. */
  readonly nowMs: () => number;
  readonly logger: Logger;
  readonly version: string;
  /** The built dashboard; absent: the API alone. */
  readonly staticFiles?: StaticFiles;
  /** Takes note of served vectors; absent: none are logged. */
  readonly vectorLog?: VectorLog;
}

/** Makes the app; it opens no socket, and reads nothing before it is asked. */
export function createApp(options: CreateAppOptions): App {
  const { reads, explainer, nowMs, logger, version, staticFiles, vectorLog } = options;
  const measurements = createMeasurements();
  const context: AppContext = { reads, explainer, nowMs, logger, version, measurements, vectorLog };
  const app: App = new OpenAPIHono({ defaultHook: refuseInvalid });
  app.onError((thrown, c) => answerError(c, thrown, logger));
  app.notFound((c) =>
    answerError(
      c,
      new GridcastError('SERVE_ROUTE_UNKNOWN', { method: c.req.method, path: c.req.path }),
      logger,
    ),
  );
  app.use(async (c, next) => {
    const startedMs = nowMs();
    await next();
    const durationMs = nowMs() - startedMs;
    const route = matchedRoutes(c).findLast(({ method }) => method === 'GET')?.path ?? 'none';
    context.measurements.add({ method: c.req.method, route, status: c.res.status, durationMs });
    logger.info('request answered', {
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      durationMs,
    });
  });
  app.use(securityHeaders);
  app.use('/api/v1/*', conditional(context));
  app.use('/api/v2/*', conditional(context));
  for (const addRoutes of routeGroups) addRoutes(app, context);
  if (staticFiles !== undefined) app.get('*', serveFiles(staticFiles));
  return app;
}
