/** What the numbers are, how fresh they are, and who made the newest forecast. */
import { createRoute, z } from '@hono/zod-openapi';
import { findFeedHealth } from '../../../collect/index.ts';
import { hourOfMs, isoOfHour } from '../../../core/index.ts';
import { answers, instantSchema, labelSchema } from '../../http/answers.ts';
import type { AppContext, RouteGroup } from '../../http/environment.ts';
import { publicationQuery } from '../../http/parameters.ts';
import { readDataUntil } from '../../reads/observed-groups.ts';
import { getPublication, type FindPublicationOptions } from '../../reads/publication.ts';
import { readSeriesKeys } from '../../reads/series-list.ts';
import { feedFacts } from './feeds.ts';

const keyFacts = z
  .object({
    name: z.string(),
    valueCount: z.int().openapi({ description: 'Values that occur in the forecast.' }),
    declaredValues: z
      .array(labelSchema.extend({ text: z.string(), code: z.int() }))
      .nullable()
      .openapi({ description: 'Values that can occur; null where any text can.' }),
  })
  .openapi('KeyFacts');

const sourceFacts = z
  .object({
    name: z.string(),
    title: z.string(),
    keys: z.array(keyFacts),
    total: z
      .object({ label: z.string(), labelEn: z.string() })
      .nullable()
      .openapi({ description: 'What the sum of all series is called; null: nothing particular.' }),
    unit: z.string().openapi({ description: 'A label; empty where the source names none.' }),
    credit: z.string().openapi({ description: 'Must stand beside the numbers; empty where none is owed.' }),
    zone: z.string().openapi({ description: 'IANA zone of local times.', example: 'Europe/Copenhagen' }),
    country: z.string().nullable(),
    delayHours: z.int().openapi({ description: 'How late the feed publishes after an hour ends.' }),
    valuesAtLeastZero: z.boolean(),
    asOfUtc: instantSchema,
    dataUntilUtc: instantSchema
      .nullable()
      .openapi({ description: 'End of the newest observed hour; null where nothing is observed.' }),
    originUtc: instantSchema,
    seriesCount: z.int(),
    feed: z
      .union([feedFacts, z.null()])
      .openapi({ description: 'Health of the living feed behind the source; null where it is a file.' }),
    rungShares: z
      .record(z.string(), z.number())
      .openapi({ description: 'Share of the rows made by each rung of the fallback ladder; adds up to 1.' }),
    modelVersion: z.string().nullable(),
    runId: z.string(),
    apiVersion: z.string(),
  })
  .openapi('SourceFacts');

const route = createRoute({
  method: 'get',
  path: '/api/v2/source',
  tags: ['source'],
  summary: 'The source and the state of its newest forecast',
  request: { query: z.object(publicationQuery) },
  responses: answers('Facts of the source.', sourceFacts),
});

export const sourceRoutes: RouteGroup = (app, context) => {
  app.openapi(route, async (c) => {
    const { origin, asOf } = c.req.valid('query');
    return c.json(await readFacts(context, { originHour: origin, asOfHour: asOf }), 200);
  });
};

async function readFacts(
  { reads, version, nowMs }: AppContext,
  asked: FindPublicationOptions,
): Promise<z.output<typeof sourceFacts>> {
  const publication = await getPublication(reads, asked);
  const { source, forecast, zone, delayHours, asOfHour } = publication;
  const [series, dataUntil] = [
    await readSeriesKeys(reads, publication),
    await readDataUntil(reads, publication),
  ];
  const presentHour = hourOfMs(nowMs());
  const feed = await findFeedHealth(reads.store.catalogue, asked.asOfHour ?? presentHour);
  const rungs = Object.entries(JSON.parse(forecast.rungs) as Record<string, number>);
  return {
    name: source.name,
    title: source.title,
    keys: source.keys.map(({ name, values }, position) => ({
      name,
      valueCount: new Set(series.map((key) => key[position])).size,
      declaredValues: values?.map((value) => ({ ...value })) ?? null,
    })),
    total: source.total === undefined ? null : { ...source.total },
    unit: source.unit,
    credit: source.credit,
    zone,
    country: source.country ?? null,
    delayHours,
    valuesAtLeastZero: source.valuesAtLeastZero,
    asOfUtc: isoOfHour(asOfHour),
    dataUntilUtc: dataUntil === undefined ? null : isoOfHour(dataUntil),
    originUtc: isoOfHour(forecast.origin),
    seriesCount: series.length,
    feed: feed ?? null,
    rungShares: Object.fromEntries(rungs.map(([rung, rows]) => [rung, rows / Math.max(1, forecast.rows)])),
    modelVersion: forecast.model_version,
    runId: forecast.run_id,
    apiVersion: version,
  };
}
