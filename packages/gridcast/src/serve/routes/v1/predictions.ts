/** `/api/v1`: the last observed week and the forecast of one series. */
import { createRoute, z } from '@hono/zod-openapi';
import { GridcastError, type SeriesKey } from '../../../core/index.ts';
import type { RouteGroup } from '../../http/environment.ts';
import { readForecastGroups } from '../../reads/forecast-groups.ts';
import { readDataUntil, readObservedGroups } from '../../reads/observed-groups.ts';
import type { Selection } from '../../reads/selection.ts';
import { getCodedPublication, type CodedPublication } from './codes.ts';
import { hours, seriesParams, v1Answers, values } from './schemas.ts';

const OBSERVED_HOURS = 168;
const ONE = { limit: 1, offset: 0 };

const route = createRoute({
  method: 'get',
  path: '/api/v1/predictions/{area}/{consumer_type}',
  tags: ['v1'],
  summary: 'The last 168 observed hours and the next 24 of one series',
  request: { params: seriesParams },
  responses: v1Answers(
    'Hours without a value are absent.',
    z
      .object({
        datetime_utc: hours,
        energy_consumption: values,
        preds_datetime_utc: hours,
        preds_energy_consumption: values,
      })
      .openapi('V1Predictions'),
  ),
});

export const v1PredictionRoutes: RouteGroup = (app, { reads }) => {
  app.openapi(route, async (c) => {
    const coded = await getCodedPublication(reads);
    const { publication } = coded;
    const selection = selectSeries(coded, c.req.valid('param'));
    const forecast = await readForecastGroups(reads, publication, { selection, page: ONE });
    const end = (await readDataUntil(reads, publication)) ?? publication.forecast.origin;
    const window = { start: end - OBSERVED_HOURS, end };
    const observed = await readObservedGroups(reads, publication, { selection, window, page: ONE });
    return c.json(
      {
        datetime_utc: [...(observed.groups[0]?.hours ?? [])],
        energy_consumption: [...(observed.groups[0]?.values ?? [])],
        preds_datetime_utc: [...(forecast.groups[0]?.targetHours ?? [])],
        preds_energy_consumption: [...(forecast.groups[0]?.quantiles.p50 ?? [])],
      },
      200,
    );
  });
};

/** The selection of one series by its codes. @throws SERVE_SERIES_UNKNOWN */
export function selectSeries(
  coded: CodedPublication,
  { area, consumer_type: consumerType }: z.output<typeof seriesParams>,
): Selection {
  const key: SeriesKey | undefined = coded.find(area, consumerType);
  if (key === undefined) {
    const selection = `area ${area} and consumer type ${consumerType}`;
    throw new GridcastError('SERVE_SERIES_UNKNOWN', { selection });
  }
  return { where: new Map(key.entries()), by: [] };
}
