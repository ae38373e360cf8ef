/** The newest feature vectors, for programs that score or inspect one series at a time. */
import { createRoute, z } from '@hono/zod-openapi';
import { GridcastError, isoOfHour } from '../../../core/index.ts';
import {
  openOnlineVectors,
  type OnlineFeature,
  type OnlineVector,
  type OnlineVectors,
} from '../../../pipeline/index.ts';
import { answers, instantSchema, keySchema, pageSchema } from '../../http/answers.ts';
import type { AppContext, RouteGroup } from '../../http/environment.ts';
import { pageQuery, whereParameter } from '../../http/parameters.ts';
import { readSource } from '../../reads/publication.ts';
import { describeSelection, parseSelection } from '../../reads/selection.ts';

const feature = z
  .object({
    values: z
      .array(z.number().nullable())
      .openapi({ description: 'Over the leads 0 to 23; null is missing.' }),
    missing: z.int(),
    ageHours: z.number().nullable().openapi({
      description:
        'Hours since the newest known value that the feature may read ended; null where it reads none.',
    }),
    quality: z.enum(['good', 'old', 'partial', 'missing', 'undone']).openapi({
      description:
        'missing: no lead has a value; partial: some have none; old: the newest value of the series is a day or more older than it could be; undone: computed from an ingestion that was undone since.',
    }),
  })
  .openapi('OnlineFeature');

const features = z.record(z.string(), feature);

const vectorPage = pageSchema
  .extend({
    view: z.string().openapi({ example: 'consumption_ratio@2' }),
    originUtc: instantSchema,
    dataUntilUtc: instantSchema,
    items: z.array(
      z
        .object({
          key: keySchema,
          knownUntilUtc: instantSchema
            .nullable()
            .openapi({ description: 'End of the newest hour with a known value of the series.' }),
          log: features,
          linear: features,
        })
        .openapi('OnlineVector', { description: 'Each feature on the logarithmic and on the linear scale.' }),
    ),
  })
  .openapi('VectorPage');

const route = createRoute({
  method: 'get',
  path: '/api/v2/vectors',
  tags: ['features'],
  summary: 'The newest feature vectors of some series',
  description:
    'Looked up from what the features step made for the newest origin; nothing is computed here. An answer lags at most one second behind what is published. Vectors older than 24 hours are refused with 503.',
  request: { query: z.object({ where: whereParameter, ...pageQuery(1, 100) }) },
  responses: answers('One vector a series, in the order of their keys.', vectorPage),
});

export const vectorRoutes: RouteGroup = (app, context) => {
  const vectors = vectorsOf(context);
  app.openapi(route, async (c) => {
    const { where, limit, offset } = c.req.valid('query');
    const online = await vectors();
    const keyNames = await online.keyNames();
    const selection = parseSelection(keyNames, { where, by: [] });
    const keys = await online.keys(selection.where);
    const shown = keys.slice(offset, offset + limit);
    const found: OnlineVector[] = [];
    for (const key of shown) {
      const vector = await online.find(key);
      if (vector !== undefined) found.push(vector);
    }
    const [first] = found;
    if (first === undefined) {
      throw new GridcastError('SERVE_SERIES_UNKNOWN', { selection: describeSelection(keyNames, selection) });
    }
    context.vectorLog?.add(found);
    return c.json(
      {
        view: first.view,
        originUtc: isoOfHour(first.origin),
        dataUntilUtc: isoOfHour(first.dataUntilHour),
        items: found.map(({ key, knownUntilHour, links }) => ({
          key: Object.fromEntries(keyNames.map((name, i) => [name, key[i] ?? ''])),
          knownUntilUtc: knownUntilHour === undefined ? null : isoOfHour(knownUntilHour),
          log: describe(links.log),
          linear: describe(links.linear),
        })),
        total: keys.length,
        limit,
        offset,
      },
      200,
    );
  });
};

/** Opened at the first question that can be answered, for the source is not fixed before the first collect. */
function vectorsOf({ reads, nowMs }: AppContext): () => Promise<OnlineVectors> {
  let opened: OnlineVectors | undefined;
  return async () => {
    if (opened !== undefined) return opened;
    const { source } = await readSource(reads);
    opened ??= openOnlineVectors({
      store: reads.store,
      engine: reads.engine,
      nowMs,
      finished: source.finished,
    });
    return opened;
  };
}

function describe(found: readonly OnlineFeature[]): z.output<typeof features> {
  return Object.fromEntries(
    found.map(({ name, values, missing, ageHours, quality }) => [
      name,
      {
        values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
        missing,
        ageHours: ageHours ?? null,
        quality,
      },
    ]),
  );
}
