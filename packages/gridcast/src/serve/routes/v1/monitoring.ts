/** `/api/v1`: what became of the forecasts. */
import { createRoute, z } from '@hono/zod-openapi';
import type { RouteGroup } from '../../http/environment.ts';
import { readSelectionErrors, type ScoredHour } from '../../reads/error-groups.ts';
import { getCodedPublication, type CodedPublication } from './codes.ts';
import { selectSeries } from './predictions.ts';
import { hours, seriesParams, v1Answers, values } from './schemas.ts';

const MONITORED_HOURS = 28 * 24;

const metricsRoute = createRoute({
  method: 'get',
  path: '/api/v1/monitoring/metrics',
  tags: ['v1'],
  summary: 'MAPE by target hour over all series',
  responses: v1Answers(
    'A fraction, for the hours of the last four weeks that could be scored.',
    z.object({ datetime_utc: hours, mape: values }).openapi('V1Metrics'),
  ),
});

const valuesRoute = createRoute({
  method: 'get',
  path: '/api/v1/monitoring/values/{area}/{consumer_type}',
  tags: ['v1'],
  summary: 'Truth and forecast of one series over the last four weeks',
  request: { params: seriesParams },
  responses: v1Answers(
    'Of several forecasts of an hour the newest.',
    z
      .object({
        y_monitoring_datetime_utc: hours,
        y_monitoring_energy_consumption: values,
        predictions_monitoring_datetime_utc: hours,
        predictions_monitoring_energy_consumption: values,
        predictions_monitoring_energy_consumptionc: values.openapi({
          description: 'The same under the misspelt name that clients of this version rely on.',
        }),
      })
      .openapi('V1MonitoringValues'),
  ),
});

export const v1MonitoringRoutes: RouteGroup = (app, { reads }) => {
  app.openapi(metricsRoute, async (c) => {
    const { publication } = await getCodedPublication(reads);
    const window = monitoredWindow(publication);
    const selection = { where: new Map<number, string>(), by: [] };
    const errors = await readSelectionErrors(reads, publication, { selection, window });
    const scored = newestOfEachHour(errors.hours).flatMap(({ targetHour, mape }) =>
      mape === null ? [] : [{ targetHour, mape }],
    );
    return c.json(
      { datetime_utc: scored.map((hour) => hour.targetHour), mape: scored.map((hour) => hour.mape) },
      200,
    );
  });
  app.openapi(valuesRoute, async (c) => {
    const coded = await getCodedPublication(reads);
    const selection = selectSeries(coded, c.req.valid('param'));
    const window = monitoredWindow(coded.publication);
    const errors = await readSelectionErrors(reads, coded.publication, { selection, window });
    const scored = newestOfEachHour(errors.hours);
    const targetHours = scored.map((hour) => hour.targetHour);
    const predicted = scored.map((hour) => hour.p50);
    return c.json(
      {
        y_monitoring_datetime_utc: targetHours,
        y_monitoring_energy_consumption: scored.map((hour) => hour.actual),
        predictions_monitoring_datetime_utc: targetHours,
        predictions_monitoring_energy_consumption: predicted,
        predictions_monitoring_energy_consumptionc: predicted,
      },
      200,
    );
  });
};

function monitoredWindow({ asOfHour }: CodedPublication['publication']) {
  return { start: asOfHour - MONITORED_HOURS, end: asOfHour };
}

/** Hours stand in the order of target hour, then origin: the last of each wins. */
function newestOfEachHour(scored: readonly ScoredHour[]): ScoredHour[] {
  return [...new Map(scored.map((hour) => [hour.targetHour, hour])).values()];
}
