/** Published forecasts: the list of origins, and the hours of any grouping of the series. */
import { createRoute, z } from '@hono/zod-openapi';
import { isoOfHour, sha256Hex } from '../../../core/index.ts';
import { listForecasts } from '../../../store/index.ts';
import {
  answers,
  instantSchema,
  keySchema,
  labelsOf,
  labelsSchema,
  localInstantSchema,
  pageSchema,
} from '../../http/answers.ts';
import type { RouteGroup } from '../../http/environment.ts';
import { localIsoOfHour } from '../../http/local-time.ts';
import { pageQuery, publicationQuery, selectionQuery } from '../../http/parameters.ts';
import { readForecastGroups, type ForecastGroup, type QuantileName } from '../../reads/forecast-groups.ts';
import { getPublication, type Publication } from '../../reads/publication.ts';
import { parseSelection } from '../../reads/selection.ts';
import { heldShares } from './held-shares.ts';

const bandMethod = z.enum(['series', 'correlated', 'comonotone']).openapi({
  description:
    '`series`: the bands of one series as it was forecast. `correlated`: half-widths of the parts combine as errors that go together as far as was learnt with the model (`errorCorrelation`), so the band holds about as many truths as it says. `comonotone`: each quantile of the sum is the sum of that quantile of its parts, as if all erred alike. The p50 of a sum is the sum of its parts exactly, in every grouping; bands are never wider than the sum of the bands of their parts.',
});

const quantileNames = ['p05', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95'] as const satisfies QuantileName[];

const quantiles = <Schema extends z.ZodType>(value: Schema) =>
  z.object(Object.fromEntries(quantileNames.map((name) => [name, value])) as Record<QuantileName, Schema>);

const group = z
  .object({
    key: keySchema,
    labels: labelsSchema,
    seriesCount: z.int(),
    bandMethod,
    hoursUtc: z.array(instantSchema),
    hoursLocal: z.array(localInstantSchema),
    quantiles: quantiles(z.array(z.number())),
    total: quantiles(z.number()).openapi({
      description: 'Sums over the hours, as if the errors of all hours went together.',
    }),
    peak: z
      .object({ hourUtc: instantSchema, hourLocal: localInstantSchema, value: quantiles(z.number()) })
      .openapi({ description: 'The hour with the largest p50, the first of several.' }),
    rungs: z.record(z.string(), z.int()).openapi({ description: 'Rows made by each rung.' }),
    modelVersions: z.array(z.string()),
  })
  .openapi('ForecastGroup');

const bandCoverage = z
  .object({ origins: z.int(), ofSeries: heldShares, ofSums: heldShares })
  .nullable()
  .openapi('BandCoverage', {
    description:
      'What bands of the model held on so many daily origins that the scored models had not seen, of single series and of sums of series; null where no model forecast.',
  });

const forecastPage = pageSchema
  .extend({
    originUtc: instantSchema,
    forecastId: z.string().openapi({ description: 'Names the content: equal ids, equal numbers.' }),
    unit: z.string(),
    credit: z.string(),
    zone: z.string(),
    errorCorrelation: z.number().openapi({
      description: 'How far errors of two series go together, 0 to 1; 1 where no model forecast.',
    }),
    bandCoverage,
    groups: z.array(group),
  })
  .openapi('ForecastPage');

const forecastsRoute = createRoute({
  method: 'get',
  path: '/api/v2/forecasts',
  tags: ['forecasts'],
  summary: 'The next 24 hours, for a total, parts of it, or single series',
  description:
    'Without `where` and `by`: the total of all series. `where=area:DK1`: the total of one area. `by=consumer_type`: one group a consumer type, summed up over the other keys. All keys in `by`: every series.',
  request: { query: z.object({ ...publicationQuery, ...selectionQuery, ...pageQuery(50, 500) }) },
  responses: answers('Groups in the order of their keys.', forecastPage),
});

const originPage = pageSchema
  .extend({
    items: z.array(
      z
        .object({
          originUtc: instantSchema,
          rows: z.int(),
          rungs: z.record(z.string(), z.int()),
          modelVersion: z.string().nullable(),
          runId: z.string(),
          scored: z.boolean().openapi({ description: 'Whether every hour has met its truth.' }),
        })
        .openapi('Origin'),
    ),
  })
  .openapi('OriginPage');

const originsRoute = createRoute({
  method: 'get',
  path: '/api/v2/origins',
  tags: ['forecasts'],
  summary: 'The published forecasts',
  request: { query: z.object(pageQuery(50, 1000)) },
  responses: answers('The newest origin first.', originPage),
});

export const forecastRoutes: RouteGroup = (app, { reads }) => {
  app.openapi(forecastsRoute, async (c) => {
    const { origin, asOf, where, by, limit, offset } = c.req.valid('query');
    const publication = await getPublication(reads, { originHour: origin, asOfHour: asOf });
    const selection = parseSelection(publication.keyNames, { where, by });
    const page = await readForecastGroups(reads, publication, { selection, page: { limit, offset } });
    const { forecast, source, zone } = publication;
    return c.json(
      {
        originUtc: isoOfHour(forecast.origin),
        forecastId: sha256Hex(forecast.object_key).slice(0, 16),
        unit: source.unit,
        credit: source.credit,
        zone,
        errorCorrelation: publication.errorCorrelation,
        bandCoverage: publication.bandCoverage,
        groups: page.groups.map((one) => describeGroup(publication, one)),
        total: page.total,
        limit,
        offset,
      },
      200,
    );
  });
  app.openapi(originsRoute, async (c) => {
    const { limit, offset } = c.req.valid('query');
    const page = await listForecasts(reads.store.catalogue, { limit, offset });
    const items = page.items.map((item) => ({
      originUtc: isoOfHour(item.origin),
      rows: item.rows,
      rungs: JSON.parse(item.rungs) as Record<string, number>,
      modelVersion: item.model_version,
      runId: item.run_id,
      scored: item.scored === 1,
    }));
    return c.json({ items, total: page.total, limit, offset }, 200);
  });
};

function bandMethodOf(seriesCount: number, errorCorrelation: number): z.output<typeof bandMethod> {
  if (seriesCount === 1) return 'series';
  return errorCorrelation === 1 ? 'comonotone' : 'correlated';
}

function describeGroup(
  { source, zone, errorCorrelation }: Publication,
  found: ForecastGroup,
): z.output<typeof group> {
  const { targetHours, quantiles, seriesCount, key } = found;
  const peak = quantiles.p50.reduce((best, value, i) => (value > (quantiles.p50[best] ?? 0) ? i : best), 0);
  const peakHour = targetHours[peak] ?? 0;
  const each = (value: (column: readonly number[]) => number): Record<QuantileName, number> =>
    Object.fromEntries(quantileNames.map((name) => [name, value(quantiles[name])])) as Record<
      QuantileName,
      number
    >;
  return {
    key: { ...key },
    labels: labelsOf(source, key),
    seriesCount,
    bandMethod: bandMethodOf(seriesCount, errorCorrelation),
    hoursUtc: targetHours.map(isoOfHour),
    hoursLocal: targetHours.map((hour) => localIsoOfHour(hour, zone)),
    quantiles: Object.fromEntries(quantileNames.map((name) => [name, [...quantiles[name]]])) as Record<
      QuantileName,
      number[]
    >,
    total: each((column) => column.reduce((sum, value) => sum + value, 0)),
    peak: {
      hourUtc: isoOfHour(peakHour),
      hourLocal: localIsoOfHour(peakHour, zone),
      value: each((column) => column[peak] ?? 0),
    },
    rungs: { ...found.rungs },
    modelVersions: [...found.modelVersions],
  };
}
