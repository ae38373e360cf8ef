/** `/metrics`: the state of the system as Prometheus reads it. */
import { createRoute, z } from '@hono/zod-openapi';
import { feedStatuses, listFeedHealth } from '../../collect/index.ts';
import { hourOfMs, MS_PER_HOUR, type HourUtc } from '../../core/index.ts';
import { findForecast, listDrift, listModels, listRuns } from '../../store/index.ts';
import type { AppContext, RouteGroup } from '../http/environment.ts';
import type { Metric } from '../http/measurements.ts';
import { readFreshness } from '../reads/freshness.ts';
import { readDataUntil } from '../reads/observed-groups.ts';
import { getPublication } from '../reads/publication.ts';

const route = createRoute({
  method: 'get',
  path: '/metrics',
  tags: ['operation'],
  summary: 'Measurements for Prometheus',
  responses: {
    200: { description: 'Text format 0.0.4.', content: { 'text/plain': { schema: z.string() } } },
  },
});

export const metricsRoutes: RouteGroup = (app, context) => {
  app.openapi(route, async (c) =>
    c.text(context.measurements.print(await readMetrics(context)), 200, {
      'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
      'Cache-Control': 'no-store',
    }),
  );
};

async function readMetrics(context: AppContext): Promise<Metric[]> {
  const { reads, version } = context;
  const { catalogue } = reads.store;
  const runs = await Promise.all(
    (['running', 'done', 'failed', 'stopped'] as const).map(async (status) => ({
      labels: { status },
      value: (await listRuns(catalogue, { status, limit: 1 })).total,
    })),
  );
  const models = await listModels(catalogue, { limit: 1 });
  const published = (await findForecast(catalogue)) !== undefined;
  return [
    gauge('gridcast_info', 'Always 1; the version of the server.', [{ labels: { version }, value: 1 }]),
    gauge('gridcast_runs', 'Runs by status.', runs),
    gauge('gridcast_models', 'Registered models.', [{ value: models.total }]),
    gauge('gridcast_forecast_published', '1 where a forecast is published.', [{ value: published ? 1 : 0 }]),
    ...vectorLogMetrics(context),
    ...(published ? await forecastMetrics(context) : []),
    ...(published ? await freshnessMetrics(context) : []),
    ...(await feedMetrics(context)),
    ...(await driftMetrics(context)),
  ];
}

async function forecastMetrics({ reads, nowMs }: AppContext): Promise<Metric[]> {
  const publication = await getPublication(reads);
  const { forecast, delayHours } = publication;
  const dataUntil = await readDataUntil(reads, publication);
  const rungs = Object.entries(JSON.parse(forecast.rungs) as Record<string, number>);
  const seconds = (hour: HourUtc): number => (hour * MS_PER_HOUR) / 1000;
  return [
    gauge('gridcast_forecast_origin_timestamp_seconds', 'Origin of the newest forecast.', [
      { value: seconds(forecast.origin) },
    ]),
    gauge('gridcast_forecast_age_seconds', 'Time since the origin of the newest forecast.', [
      { value: nowMs() / 1000 - seconds(forecast.origin) },
    ]),
    gauge(
      'gridcast_forecast_rows',
      'Rows of the newest forecast by the rung that made them.',
      rungs.map(([rung, value]) => ({ labels: { rung }, value })),
    ),
    gauge('gridcast_feed_delay_hours', 'How late the feed publishes.', [{ value: delayHours }]),
    ...(dataUntil === undefined
      ? []
      : [
          gauge('gridcast_data_until_timestamp_seconds', 'End of the newest observed hour.', [
            { value: seconds(dataUntil) },
          ]),
        ]),
  ];
}

const FEED_STATES = ['fresh', 'late', 'stalled', 'ended'] as const;

async function freshnessMetrics({ reads, nowMs }: AppContext): Promise<Metric[]> {
  const report = await readFreshness(reads, nowMs());
  return [
    gauge(
      'gridcast_feed_state',
      "1 for the state of the feed's newest hour.",
      FEED_STATES.map((state) => ({ labels: { state }, value: state === report.state ? 1 : 0 })),
    ),
    gauge(
      'gridcast_feed_series',
      'Series by the state of their newest hour.',
      FEED_STATES.map((state) => ({ labels: { state }, value: report.series[state] })),
    ),
    ...(report.behindHours === null
      ? []
      : [
          gauge('gridcast_feed_behind_hours', 'Hours that the feed is behind its promise.', [
            { value: report.behindHours },
          ]),
        ]),
  ];
}

/** How the last reading of each feed went, beside how new its values are. */
async function feedMetrics({ reads, nowMs }: AppContext): Promise<Metric[]> {
  const feeds = await listFeedHealth(reads.store.catalogue, hourOfMs(nowMs()));
  if (feeds.length === 0) return [];
  const samples = (of: (feed: (typeof feeds)[number]) => number | undefined): Metric['samples'] =>
    feeds.flatMap((feed) => {
      const value = of(feed);
      return value === undefined ? [] : [{ labels: { feed: feed.name }, value }];
    });
  return [
    gauge(
      'gridcast_feed_health',
      '1 for the state of each feed, services of covariates among them.',
      feeds.flatMap(({ name, status }) =>
        feedStatuses.map((one) => ({ labels: { feed: name, status: one }, value: one === status ? 1 : 0 })),
      ),
    ),
    gauge(
      'gridcast_feed_last_success_age_seconds',
      'Time since a feed was last read without failure.',
      samples(({ succeededAtUtc: at }) => (at === null ? undefined : (nowMs() - Date.parse(at)) / 1000)),
    ),
    gauge(
      'gridcast_feed_data_age_hours',
      'How old the newest value of a feed is.',
      samples(({ ageHours }) => ageHours ?? undefined),
    ),
    gauge(
      'gridcast_feed_expected_delay_hours',
      'How old it may be; below 0: it is known so much ahead.',
      samples(({ expectedDelayHours }) => expectedDelayHours),
    ),
  ];
}

async function driftMetrics({ reads }: AppContext): Promise<Metric[]> {
  const [newest] = (await listDrift(reads.store.catalogue, { limit: 1 })).items;
  if (newest === undefined) return [];
  const { items } = await listDrift(reads.store.catalogue, { day: newest.day });
  return [
    gauge(
      'gridcast_drifting_subjects',
      'Subjects that drift, by kind, in the newest reports.',
      items.map(({ kind, drifting }) => ({ labels: { kind }, value: drifting })),
    ),
    gauge(
      'gridcast_drift_subjects',
      'Subjects that were compared, by kind, in the newest reports.',
      items.map(({ kind, subjects }) => ({ labels: { kind }, value: subjects })),
    ),
    gauge('gridcast_drift_day_timestamp_seconds', 'The day of the newest drift reports.', [
      { value: newest.day * 86_400 },
    ]),
  ];
}

function vectorLogMetrics({ vectorLog }: AppContext): Metric[] {
  if (vectorLog === undefined) return [];
  const counts = vectorLog.counts();
  return [
    counter('gridcast_vectors_served_total', 'Feature vectors served.', counts.served),
    counter('gridcast_vectors_logged_total', 'Served vectors that were logged.', counts.logged),
    counter('gridcast_vector_log_failures_total', 'Batches that were not written.', counts.failedBatches),
  ];
}

function counter(name: string, help: string, value: number): Metric {
  return { name, help, type: 'counter', samples: [{ value }] };
}

function gauge(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, help, type: 'gauge', samples };
}
